"""Addresses of a person: adding one, changing one for another, taking one away, undoing it (T18).

A new address is confirmed from itself, and every address she had before is told, with a button
that puts everything back for fourteen days. Nothing is merged: an address that is somebody
else's is answered as any other, and only its owner is told.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlmodel import Session

from models import asking, delivery, readdressing, token
from models import identity as identities
from models.address_change import AddressChange, Change, changes, give_up
from models.asking import About
from models.calendar import now
from models.database import lock_rows, table_of
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.person import Channel, Contact, contacts_of, reach
from models.session import BrowserSession
from models.token import Purpose, Token
from models.viewer import Viewer

MOST = 10
"""Addresses of one person."""
TAKEN = "address_taken"
"""The letter to whoever has the address that somebody else asked for."""

_contacts = table_of(Contact)
_tokens = table_of(Token)
_sessions = table_of(BrowserSession)


@dataclass(frozen=True)
class Wanted:
    """A new address, in place of the contact `old_id` or beside all others."""

    channel: Channel
    address: str
    old_id: int | None = None
    along: bool = True


def ask(session: Session, person_id: int, wanted: Wanted, *, language: str) -> None:
    """Write to a new address. What was asked before and not confirmed is given up.

    Raises Invalid for an address that is hers already, NotAllowed when she has very many, NotFound
    when the old one is not hers, TooMany when this one has been asked too often.
    """
    hers = contacts_of(session, person_id)
    if wanted.old_id is not None and wanted.old_id not in hers:
        raise NotFound
    if len(hers) >= MOST:
        raise NotAllowed("too_many_addresses")
    asking.spend(session, Purpose.NEW_ADDRESS, wanted.channel, wanted.address)
    place = reach(session, wanted.channel, wanted.address)
    if place.id in hers:
        raise Invalid("address", "yours")
    give_up(session, person_id)
    change = AddressChange(
        person_id=person_id,
        kind=Change.ADD if wanted.old_id is None else Change.REPLACE,
        old_id=wanted.old_id,
        new_id=place.id,
        along=wanted.along and wanted.old_id is not None,
        asked_at=now(),
    )
    session.add(change)
    session.flush()
    if place.person_id is None:
        about = About(name=str(change.id))
        asking.send(session, Purpose.NEW_ADDRESS, place.id, about=about, language=language)
    else:
        found = session.get_one(Contact, place.id)
        delivery.post(session, TAKEN, found, key=f"{TAKEN}:{change.id}", language=language)


def of_link(session: Session, given: str, purpose: Purpose, viewer: Viewer) -> AddressChange:
    """The change behind a link. Raises NotFound for a forged one, and for whoever is signed in as
    somebody else; Gone for one that is used, too old, or given up for another.
    """
    found = token.known(session, given)
    if found.purpose is not purpose:
        raise NotFound
    change = session.get(AddressChange, int(found.name))
    # Whoever undoes may be signed in as anybody: the letter came to an address of her own.
    others = purpose is Purpose.NEW_ADDRESS and viewer.person_id is not None
    if change is None or (others and viewer.person_id != change.person_id):
        raise NotFound
    if change.over_at is not None and found.used_at is None:
        raise Gone("superseded" if change.applied_at is None else "used")
    token.find(session, given)
    return change


def confirm(session: Session, given: str, viewer: Viewer) -> None:
    """The button at the new address was pressed. Every other browser of hers is signed out.

    Raises as `of_link`; NotAllowed `taken` when the address has become somebody else's meanwhile,
    `not_yours` when the old one is not hers any more.
    """
    change = _locked(session, of_link(session, given, Purpose.NEW_ADDRESS, viewer))
    token.use(session, given)
    new = session.get_one(Contact, change.new_id)
    if new.person_id is not None:
        raise NotAllowed("taken")
    before = contacts_of(session, change.person_id)
    if change.old_id is not None and change.old_id not in before:
        raise NotAllowed("not_yours")
    readdressing.give(session, new.id or 0, change.person_id)
    if change.old_id is not None:
        _put_in_place(session, change)
    _applied(session, change, before, viewer)


def _put_in_place(session: Session, change: AddressChange) -> None:
    old_id, new_id = change.old_id or 0, change.new_id or 0
    if change.along:
        readdressing.exchange(session, old_id, new_id)
    readdressing.part(session, new_id if change.along else old_id)


def remove(session: Session, viewer: Viewer, contact_id: int) -> None:
    """Take an address away, with what was written from it: its reader still gets the answers.

    Raises NotFound for one that is not hers, NotAllowed `last_address` where she could not sign in
    any more without it.
    """
    person_id = viewer.person_id or 0
    before = contacts_of(session, person_id)
    if contact_id not in before:
        raise NotFound
    if len(before) == 1 and not identities.identities(session, person_id):
        raise NotAllowed("last_address")
    give_up(session, person_id)
    change = AddressChange(
        person_id=person_id, kind=Change.REMOVE, old_id=contact_id, along=False, asked_at=now()
    )
    session.add(change)
    session.flush()
    readdressing.part(session, contact_id)
    _applied(session, change, before, viewer)


def _applied(session: Session, change: AddressChange, before: list[int], viewer: Viewer) -> None:
    """It holds: her other browsers are signed out, and every address she had until now is told."""
    change.applied_at = now()
    session.add(change)
    session.flush()
    _sign_out(session, change.person_id, keep=viewer.session_id)
    told = set(before)
    if change.kind is Change.REPLACE and change.along:
        # The old address stands in the other row now.
        told = (told - {change.old_id or 0}) | {change.new_id or 0}
    for contact_id in sorted(told):
        about = About(name=str(change.id))
        language = readdressing.language_of(session, change.person_id)
        asking.send(session, Purpose.UNDO_ADDRESS, contact_id, about=about, language=language)


def undo(session: Session, given: str, viewer: Viewer) -> None:
    """Put everything back as it was before this change, later changes included, and sign out all
    who are signed in. Raises as `of_link`.
    """
    change = _locked(session, of_link(session, given, Purpose.UNDO_ADDRESS, viewer))
    token.use(session, given)
    give_up(session, change.person_id)
    later = session.scalars(
        select(AddressChange)
        .where(
            changes.c.person_id == change.person_id,
            changes.c.applied_at.is_not(None),
            changes.c.over_at.is_(None),
            changes.c.id >= change.id,
        )
        .order_by(changes.c.id.desc())
    ).all()
    for one in later:
        _put_back(session, one)
        one.over_at = now()
        session.add(one)
        session.flush()
    _sign_out(session, change.person_id, keep=None)


def _put_back(session: Session, change: AddressChange) -> None:
    old_id, new_id = change.old_id, change.new_id
    if change.along and old_id is not None and new_id is not None:
        # What has come to the old address since is its reader's, and stays with it.
        readdressing.bring(session, new_id, old_id)
        readdressing.exchange(session, old_id, new_id)
    elif old_id is not None:
        readdressing.give(session, old_id, change.person_id)
    if new_id is not None:
        readdressing.part(session, new_id)


def _locked(session: Session, change: AddressChange) -> AddressChange:
    """The changes of one person come one after another. Raises Gone for one that is over by now."""
    wanted = lock_rows(select(AddressChange).where(changes.c.id == change.id))
    found: AddressChange = session.scalars(wanted.execution_options(populate_existing=True)).one()
    if found.over_at is not None:
        raise Gone("superseded")
    return found


def _sign_out(session: Session, person_id: int, *, keep: int | None) -> None:
    """End every session but `keep`, and every link that would make one (T14, T18)."""
    hers = select(_contacts.c.id).where(_contacts.c.person_id == person_id)
    session.execute(
        update(_tokens)
        .where(
            _tokens.c.purpose == Purpose.SIGN_IN,
            _tokens.c.used_at.is_(None),
            _tokens.c.contact_id.in_(hers),
        )
        .values(expires_at=now())
    )
    ended = delete(_sessions).where(_sessions.c.person_id == person_id)
    session.execute(ended if keep is None else ended.where(_sessions.c.id != keep))
