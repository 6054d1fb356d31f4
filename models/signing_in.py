"""Signing in by a link in a letter: nobody learns from it which addresses we know (spec T09)."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import Session

from models import asking, token
from models import session as sessions
from models.asking import About
from models.database import table_of
from models.errors import NotAllowed, NotFound
from models.event import TELLS
from models.person import Channel, Contact, Person, confirm, contact, is_suspended
from models.submission import submissions
from models.token import Purpose, Token
from models.viewer import EnteredBy, Viewer

_contacts = table_of(Contact)
_people = table_of(Person)

TOWARDS_MAX = 80
"""The longest address of a page that a link remembers; from there she goes on by herself."""


@dataclass(frozen=True)
class Entered:
    """The value of the session's cookie, and the page she was on her way to, or ""."""

    cookie: str
    towards: str


def ask(session: Session, channel: Channel, address: str, *, towards: str, language: str) -> None:
    """Send a link to an address that we know; to any other, nothing. Both look alike: the same
    limits are spent, and the worker is woken for both.

    Raises TooMany for an address that was asked for too often, whether we know it or not.
    """
    asking.spend(session, Purpose.SIGN_IN, channel, address)
    session.info[TELLS] = True
    contact_id: int | None = session.execute(
        select(_contacts.c.id)
        .outerjoin(_people, _people.c.id == _contacts.c.person_id)
        .where(_contacts.c.channel == channel, _contacts.c.address == address, _may_enter())
    ).scalar()
    if contact_id is not None:
        _send(session, contact_id, towards=towards, language=language)


def renew(session: Session, given: str, *, language: str) -> None:
    """Send a new link to wherever an old one went. Raises NotFound for a forged one, TooMany."""
    old = _known(session, given)
    reached = contact(session, old.contact_id)
    if reached is None:
        raise NotFound
    ask(session, reached.channel, reached.address, towards=old.name, language=language)


def _may_enter() -> ColumnElement[bool]:
    """Confirmed, and not suspended; or never confirmed, but given with a case: whoever reads the
    letter finds back to it.
    """
    given_with_a_case = exists().where(submissions.c.contact_id == _contacts.c.id)
    return or_(
        and_(_contacts.c.confirmed_at.is_not(None), _people.c.suspended.is_(False)),
        and_(_contacts.c.confirmed_at.is_(None), given_with_a_case),
    )


def _send(session: Session, contact_id: int, *, towards: str, language: str) -> None:
    about = About(name=towards if len(towards) <= TOWARDS_MAX else "")
    # A second link would make the first one useless before it is read.
    if not asking.is_under_way(session, Purpose.SIGN_IN, contact_id, about):
        asking.send(session, Purpose.SIGN_IN, contact_id, about=about, language=language)


def link(session: Session, given: str) -> tuple[Token, Contact]:
    """An unused link and whom it signs in. Raises NotFound, or Gone for one that is over."""
    _known(session, given)
    found = token.find(session, given)
    return found, _owner(session, found)


def enter(session: Session, given: str, viewer: Viewer) -> Entered:
    """The button was pressed: a new session, and an end to the one this browser had.

    It proves the address as well. Cases given with it before are confirmed one by one on their
    pages: somebody else may have written them. Of any number of simultaneous presses one signs in.
    Raises as `link`, and NotAllowed for somebody who is suspended.
    """
    _known(session, given)
    used = token.use(session, given)
    if is_suspended(session, used.contact_id):
        raise NotAllowed("suspended")
    person_id = confirm(session, used.contact_id, language=used.language)
    return Entered(begin(session, person_id, viewer), used.name)


def begin(
    session: Session,
    person_id: int,
    viewer: Viewer,
    *,
    by: EnteredBy = EnteredBy.LETTER,
    provider: str = "",
    strong: bool = False,
) -> str:
    """A new session in place of the viewer's; returns the cookie's value (spec T14)."""
    if viewer.session_id is not None:
        sessions.end(session, viewer)
    return sessions.begin(session, person_id, by=by, provider=provider, strong=strong)


def is_in(session: Session, given: str, viewer: Viewer) -> bool:
    """Whether a used link is that of whoever is signed in here: then there is nothing to refuse."""
    owner = _owner(session, _known(session, given))
    return viewer.person_id is not None and owner.person_id == viewer.person_id


def _known(session: Session, given: str) -> Token:
    found = token.known(session, given)
    if found.purpose is not Purpose.SIGN_IN:
        raise NotFound
    return found


def _owner(session: Session, found: Token) -> Contact:
    owner = contact(session, found.contact_id)
    if owner is None:
        raise NotFound
    return owner
