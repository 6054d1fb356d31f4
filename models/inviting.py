"""Inviting somebody to a role, and what becomes of an invitation."""

from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from models import access_log, appointing, asking, delivery, signing_in, token
from models import session as sessions
from models.access_log import What
from models.actor import Actor, Role
from models.belonging import in_force
from models.calendar import now, today
from models.database import lock_rows, table_of
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.invitation import IS_OPEN, Invitation, invitations, offer
from models.person import (
    Appointment,
    Channel,
    Contact,
    Person,
    confirm,
    is_suspended,
    reach,
)
from models.token import Purpose, Token
from models.viewer import Viewer

LETTER = "invitation"
"""The kind of the letter."""

_i = invitations.c
_tokens = table_of(Token)
_people = table_of(Person)
_appointments = table_of(Appointment)


def invite(
    session: Session,
    address: str,
    *,
    by: Actor,
    name: str,
    role: Role,
    unit_id: int | None = None,
    lead: bool = False,
    until: date | None = None,
) -> None:
    """Offer a role to a canonical e-mail address; the same offer made before is over.

    Raises Invalid for a role that cannot be held like that, or that she has, and TooMany for an
    address that was written to too often.
    """
    appointing.check(session, role, unit_id=unit_id, lead=lead, first=today(), until=until)
    asking.spend(session, Purpose.INVITATION, Channel.EMAIL, address)
    place = reach(session, Channel.EMAIL, address)
    if place.person_id is not None and _holds(session, place.person_id, role, unit_id):
        raise Invalid("role", "held")
    same = (
        (_i.contact_id == place.id) & (_i.role == role) & _i.unit_id.is_not_distinct_from(unit_id)
    )
    for row in session.execute(select(_i.id, _i.token_id).where(same, IS_OPEN)).all():
        _close(session, row)
    invitation_id: int = session.execute(
        insert(invitations)
        .values(
            contact_id=place.id,
            name=name,
            role=role,
            unit_id=unit_id,
            lead=lead,
            until_date=until,
            by_id=by.person_id,
            sent_at=now(),
        )
        .returning(_i.id)
    ).scalar_one()
    _send(session, invitation_id, by)


def send_again(session: Session, invitation_id: int, *, by: Actor) -> None:
    """A new letter with a new link, in the name of whoever sends it; the old link is over.

    Raises NotFound, NotAllowed for one that was accepted or withdrawn, TooMany.
    """
    found = _taken(session, invitation_id)
    to = session.get_one(Contact, found.contact_id)
    asking.spend(session, Purpose.INVITATION, Channel.EMAIL, to.address)
    _end_button(session, found.token_id)
    _send(session, invitation_id, by)


def withdraw(session: Session, invitation_id: int, *, by: Actor) -> None:
    """Take an offer back: its link is over at once. Raises as `send_again`."""
    found = _taken(session, invitation_id)
    _close(session, found)
    whom = session.get_one(Contact, found.contact_id).person_id
    access_log.note(
        session,
        by,
        What.INVITATION_WITHDRAWN,
        person_id=whom,
        detail=found.role.value,
        number=found.unit_id,
    )


def accept(session: Session, given: str, viewer: Viewer) -> str:
    """The button was pressed: the address is hers, the role too, and she is signed in, once.

    Returns the value of the session's cookie. Of any number of simultaneous presses one counts.
    Raises as `offer`, and NotAllowed for somebody who is suspended; then nothing is changed.
    """
    offered = offer(session, given)
    token.use(session, given)
    if is_suspended(session, offered.contact_id):
        raise NotAllowed("suspended")
    person_id = confirm(session, offered.contact_id)
    session.execute(update(_people).where(_people.c.id == person_id).values(name=offered.name))
    session.execute(update(invitations).where(_i.id == offered.id).values(accepted_at=now()))
    if not _holds(session, person_id, offered.role, offered.unit_id):
        try:
            appointing.give(
                session,
                person_id,
                offered.role,
                by=Actor(Role.ADMINISTRATOR, offered.by_id),
                unit_id=offered.unit_id,
                lead=offered.lead,
                until=offered.until_date,
            )
        except Invalid:
            # Its last day has passed, or there is no such unit any more.
            raise Gone("expired") from None
    sessions.end_all(session, person_id)
    return signing_in.begin(session, person_id, viewer)


def _holds(session: Session, person_id: int, role: Role, unit_id: int | None) -> bool:
    held = select(_appointments.c.id).where(
        _appointments.c.person_id == person_id,
        _appointments.c.role == role,
        _appointments.c.unit_id.is_not_distinct_from(unit_id),
        in_force(),
    )
    return session.execute(held.limit(1)).first() is not None


def _taken(session: Session, invitation_id: int) -> Invitation:
    found: Invitation | None = session.scalars(
        lock_rows(select(Invitation).where(_i.id == invitation_id))
    ).first()
    if found is None:
        raise NotFound(str(invitation_id))
    if found.accepted_at is not None or found.withdrawn_at is not None:
        raise NotAllowed("answered_already")
    return found


def _send(session: Session, invitation_id: int, by: Actor) -> None:
    found = session.get_one(Invitation, invitation_id)
    to = session.get_one(Contact, found.contact_id)
    person = session.get(Person, to.person_id) if to.person_id is not None else None
    language = person.language if person is not None else "sv"
    button = token.issue(session, Purpose.INVITATION, found.contact_id, language=language)
    delivery.post_button(session, button, kind=LETTER)
    found.token_id, found.by_id, found.sent_at = button.id, by.person_id or found.by_id, now()
    session.add(found)
    session.flush()
    access_log.note(
        session,
        by,
        What.INVITED,
        person_id=to.person_id,
        detail=found.role.value,
        number=found.unit_id,
    )


def _close(session: Session, found: Any) -> None:
    _end_button(session, found.token_id)
    session.execute(update(invitations).where(_i.id == found.id).values(withdrawn_at=now()))


def _end_button(session: Session, token_id: int | None) -> None:
    session.execute(
        update(_tokens)
        .where(_tokens.c.id == token_id, _tokens.c.expires_at > now())
        .values(expires_at=now())
    )
