"""Knowing somebody again by what a provider proved, and adding such a proof to an account.

Nobody is ever found by an address: who controls a mailbox at a provider need not be who controls it
here (spec T16). The ways to a person are (issuer, subject) and the seal of a personal number.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Row, delete, insert, select, update
from sqlmodel import Session

from models import provided_roles
from models.calendar import now
from models.database import lock_rows, table_of
from models.errors import NotAllowed, NotFound
from models.identity import Identity, KnownNumber
from models.person import Person, contacts_of
from models.settings import settings
from models.settings.identity import GivenRole

_identities = table_of(Identity)
_numbers = table_of(KnownNumber)
_people = table_of(Person)


class Seal(NamedTuple):
    """A personal number as it is kept, and as the former key kept it ("" without one)."""

    digest: str
    former: str


@dataclass(frozen=True)
class Proved:
    """What a provider proved of somebody in one signing in. No number stands in it."""

    provider: str
    issuer: str
    subject: str
    name: str = ""
    """For a person who is new here; "" where she gives it herself."""
    seals: tuple[Seal, ...] = ()
    """Of her number, and then of numbers that were hers before."""
    identified: bool = False
    resident: bool | None = None
    born_on: date | None = None
    strong: bool = False
    """She showed a second factor."""
    roles: frozenset[GivenRole] | None = None
    """What its claims give; None where it gives no roles."""


class Recognised(NamedTuple):
    person_id: int
    new: bool
    """Nobody knew her: the person was made now."""


def seal(number: str) -> Seal:
    """Twelve digits, sealed. The key is its own: with the database alone nobody can try numbers."""
    config = settings()
    return Seal(
        _sealed(config.number_key, number),
        _sealed(config.number_key_previous, number) if config.number_key_previous else "",
    )


def _sealed(key: str, number: str) -> str:
    return hmac.new(key.encode(), f"number|{number}".encode(), hashlib.sha256).hexdigest()


def recognise(session: Session, proved: Proved, *, language: str) -> Recognised:
    """Who this is. Whoever is unknown is made; a number makes her known through any provider.

    Where both lead to somebody, the identity does, and the number stays whose it is.
    Raises NotAllowed("suspended").
    """
    mine = _identity(session, proved)
    known = mine.person_id if mine else _by_number(session, proved.seals)
    person_id = known or _make(session, proved, language)
    suspended = session.execute(
        select(_people.c.suspended).where(_people.c.id == person_id)
    ).scalar_one()
    if suspended:
        raise NotAllowed("suspended")
    if known is None:
        # Somebody with this number who came at the same moment is a conflict here: the second try
        # of the whole request finds who was made by the first.
        for digest in dict.fromkeys(one.digest for one in proved.seals):
            session.execute(insert(_numbers).values(digest=digest, person_id=person_id))
    _keep(session, person_id, proved, mine.id if mine else None)
    return Recognised(person_id, known is None)


def add(session: Session, person_id: int, proved: Proved) -> None:
    """Let a person who is signed in sign in with this as well; she has just shown both proofs.

    Raises NotAllowed("identity_of_another") where the identity or its number is somebody else's:
    two accounts never become one by themselves.
    """
    mine = _identity(session, proved)
    owners = {mine.person_id if mine else None, *_owners(session, proved.seals).values()}
    if owners - {None, person_id}:
        raise NotAllowed("identity_of_another")
    _keep(session, person_id, proved, mine.id if mine else None)


def remove(session: Session, person_id: int, identity_id: int) -> None:
    """Take an identity away; with the last that proved who she is goes what it proved, and with
    the last of a provider the roles that it gave.

    Raises NotFound for one that is not hers, and NotAllowed("last_way_in").
    """
    hers = _identities.c.person_id == person_id
    # Her person's row first: two identities taken away at once must not both be the last but one.
    session.execute(lock_rows(select(Person).where(_people.c.id == person_id))).one()
    rows = session.execute(select(_identities).where(hers)).all()
    gone = next((row for row in rows if row.id == identity_id), None)
    if gone is None:
        raise NotFound
    if len(rows) == 1 and not contacts_of(session, person_id):
        raise NotAllowed("last_way_in")
    session.execute(delete(_identities).where(_identities.c.id == identity_id))
    left = [row for row in rows if row.id != identity_id]
    if gone.provider not in {row.provider for row in left}:
        provided_roles.appoint(session, person_id, gone.provider, frozenset())
    if not any(row.identified for row in left):
        session.execute(delete(_numbers).where(_numbers.c.person_id == person_id))
        session.execute(update(_people).where(_people.c.id == person_id).values(born_on=None))


def _identity(session: Session, proved: Proved) -> Row[tuple[int, int]] | None:
    return session.execute(
        select(_identities.c.id, _identities.c.person_id).where(
            _identities.c.issuer == proved.issuer, _identities.c.subject == proved.subject
        )
    ).first()


def _owners(session: Session, seals: tuple[Seal, ...]) -> dict[str, int]:
    digests = [digest for one in seals for digest in one if digest]
    found = session.execute(select(_numbers).where(_numbers.c.digest.in_(digests)))
    return {row.digest: row.person_id for row in found}


def _by_number(session: Session, seals: tuple[Seal, ...]) -> int | None:
    """The person of the first number that is known: her own before one she had earlier."""
    owners = _owners(session, seals)
    known = (owners[digest] for one in seals for digest in one if digest in owners)
    return next(known, None)


def _make(session: Session, proved: Proved, language: str) -> int:
    made: int = session.execute(
        insert(_people)
        .values(name=proved.name, language=language, suspended=False, created_at=now())
        .returning(_people.c.id)
    ).scalar_one()
    return made


def _keep(session: Session, person_id: int, proved: Proved, identity_id: int | None) -> None:
    """Write down what was proved this time. What was not said this time stands as it was."""
    at = now()
    said = {"provider": proved.provider, "identified": proved.identified, "last_used_at": at}
    if proved.resident is not None:
        said |= {"resident": proved.resident, "resident_at": at}
    if identity_id is None:
        place = {"person_id": person_id, "issuer": proved.issuer, "subject": proved.subject}
        session.execute(insert(_identities).values(**place, **said, made_at=at))
    else:
        session.execute(update(_identities).where(_identities.c.id == identity_id).values(**said))
    if proved.born_on is not None:
        hers = _people.c.id == person_id
        session.execute(update(_people).where(hers).values(born_on=proved.born_on))
    for one in proved.seals:
        _keep_seal(session, person_id, one)


def _keep_seal(session: Session, person_id: int, one: Seal) -> None:
    """A number sealed with the former key is sealed anew, for whoever's it is."""
    owners = _owners(session, (one,))
    if one.digest not in owners:
        owner = owners.get(one.former, person_id)
        session.execute(insert(_numbers).values(digest=one.digest, person_id=owner))
    if one.former in owners:
        session.execute(delete(_numbers).where(_numbers.c.digest == one.former))
