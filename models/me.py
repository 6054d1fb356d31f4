"""Rows for one resident's own pages: her cases, what waits for her, why a text is not shown."""

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, not_, or_, select, tuple_
from sqlmodel import Session

from models.before_verdict import is_undone
from models.database import table_of
from models.person import Appointment, Contact, Person
from models.review_appeal import found_wrong
from models.showing import PAGE, listed
from models.states import Publication, Status
from models.submission import submissions
from models.verdict import Judgement, verdicts

WAITING_SHOWN = 50
PEOPLE_SHOWN = 24
DEMO_DOMAIN = "%@example.org"
"""Demo people have addresses that nobody can have (RFC 2606)."""

_people = table_of(Person)
_contacts = table_of(Contact)
_appointments = table_of(Appointment)
_s = submissions.c


def waiting(session: Session, contacts: list[int]) -> list[Row[Any]]:
    """Cases in which we need something from her, the soonest promised first."""
    wanted = listed().where(_s.contact_id.in_(contacts), _waits())
    return list(session.execute(wanted.order_by(_s.answer_by, _s.id).limit(WAITING_SHOWN)))


def others(
    session: Session, contacts: list[int], *, after: tuple[int, int] | None = None
) -> list[Row[Any]]:
    """Her other cases, newest first; `after` is (received_at, id) of the last one seen."""
    wanted = listed().where(_s.contact_id.in_(contacts), not_(_waits()))
    if after is not None:
        wanted = wanted.where(tuple_(_s.received_at, _s.id) < after)
    return list(
        session.execute(wanted.order_by(_s.received_at.desc(), _s.id.desc()).limit(PAGE + 1))
    )


def last_word(session: Session, submission_id: int) -> Row[Any] | None:
    """What the last verdict on a text says to its author: `reason` (code or None) and `message`."""
    return session.execute(
        select(verdicts.c.reason, verdicts.c.message)
        .where(
            verdicts.c.submission_id == submission_id,
            verdicts.c.comment_id.is_(None),
            verdicts.c.shown.is_not(None),
            ~is_undone(),
        )
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).first()


def refused_change(session: Session, submission_id: int) -> Row[Any] | None:
    """The reason and message of the last verdict, when it was that a change is not shown."""
    last = session.execute(
        select(
            verdicts.c.reason,
            verdicts.c.message,
            verdicts.c.judgement,
            verdicts.c.shown,
            found_wrong().label("wrong"),
        )
        .where(
            verdicts.c.submission_id == submission_id,
            verdicts.c.comment_id.is_(None),
            ~is_undone(),
        )
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).first()
    if last is None or last.wrong:
        return None
    return last if last.judgement is Judgement.REFUSE and last.shown is None else None


def demo_people(session: Session) -> list[Row[Any]]:
    """Whom a visitor of a demonstration may be: id, name and role, which is None for residents."""
    return list(
        session.execute(
            select(_people.c.id, _people.c.name, _appointments.c.role)
            .join(_contacts, _contacts.c.person_id == _people.c.id)
            .outerjoin(_appointments, _appointments.c.person_id == _people.c.id)
            .where(
                _contacts.c.address.like(DEMO_DOMAIN),
                _people.c.name != "",
                _people.c.suspended.is_(False),
            )
            # Whoever works for several units is one person all the same.
            .group_by(_people.c.id, _people.c.name, _appointments.c.role)
            .order_by(_appointments.c.role.is_(None), _people.c.id)
            .limit(PEOPLE_SHOWN)
        )
    )


def _waits() -> ColumnElement[bool]:
    still_open = _s.status != Status.CLOSED
    returned = and_(_s.publication == Publication.RETURNED, still_open)
    unconfirmed = and_(_s.confirmed_at.is_(None), still_open)
    return or_(_s.status == Status.WAITING_RESIDENT, returned, unconfirmed)
