"""Rows for the official's desk: open cases by their promised day, and one case with its sender."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select, text, tuple_
from sqlmodel import Session

from models.actor import Role
from models.calendar import today
from models.database import table_of
from models.event import Event
from models.person import Appointment, Person
from models.showing import listed
from models.states import Status, StatusType, type_of
from models.submission import stream_of, submissions

SHOWN = 100
SENDER = "sender"
OPEN = tuple(status for status in Status if type_of(status) is not StatusType.CLOSED)

_people = table_of(Person)
_appointments = table_of(Appointment)
_events = table_of(Event)
_s = submissions.c


def open_cases(
    session: Session,
    *,
    assignee_id: int | None = None,
    after: tuple[Any, int] | None = None,
) -> list[Row[Any]]:
    """Cases still open, soonest promised first; `after` is (answer_by, id) of the last one seen."""
    wanted = _open()
    if assignee_id is not None:
        wanted = wanted.where(_s.assignee_id == assignee_id)
    if after is not None:
        wanted = wanted.where(tuple_(_s.answer_by, _s.id) > after)
    return list(session.execute(wanted.order_by(_s.answer_by, _s.id).limit(SHOWN + 1)))


def appeals(session: Session) -> list[Row[Any]]:
    """Appeals still open, the first that came first; they stand among the other cases as well."""
    wanted = _open().where(text("submission.appeal")).order_by(_s.answer_by, _s.id)
    return list(session.execute(wanted.limit(SHOWN)))


def _open() -> Select[Any]:
    return (
        listed()
        .add_columns(_people.c.name.label("assignee"))
        .outerjoin(_people, _people.c.id == _s.assignee_id)
        .where(_s.status.in_(OPEN))
    )


def colleagues(session: Session) -> list[tuple[int, str]]:
    """Everyone who can have a case today, by name."""
    day = today()
    rows = session.execute(
        select(_people.c.id, _people.c.name)
        .where(
            _people.c.suspended.is_(False),
            _people.c.id.in_(
                select(_appointments.c.person_id).where(
                    _appointments.c.role == Role.OFFICIAL,
                    _appointments.c.from_date <= day,
                    (_appointments.c.until_date.is_(None)) | (_appointments.c.until_date >= day),
                )
            ),
        )
        .order_by(_people.c.name, _people.c.id)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True)
class Change:
    """The last thing that happened to a case, for whoever comes second."""

    who: str
    at: int
    what: str
    """The kind of the event; "sender" for whatever whoever handed the case in did."""


def last_change(session: Session, reference: str) -> Change | None:
    """Who did the last thing to this case, and when."""
    row = session.execute(
        select(_people.c.name, _events.c.at, _events.c.kind, _events.c.role)
        .outerjoin(_people, _people.c.id == _events.c.actor_id)
        .where(_events.c.stream == stream_of(reference))
        .order_by(_events.c.seq.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    if row.role is Role.RESIDENT:
        return Change("", row.at, SENDER)
    return Change(row.name or "", row.at, row.kind.value)
