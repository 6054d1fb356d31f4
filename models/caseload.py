"""Who can have a case, and who did the last thing to one."""

from dataclasses import dataclass

from sqlalchemy import select, true
from sqlmodel import Session

from models.actor import Role
from models.calendar import today
from models.database import table_of
from models.event import Event
from models.person import Appointment, Person
from models.submission import stream_of

SENDER = "sender"

_people = table_of(Person)
_appointments = table_of(Appointment)
_events = table_of(Event)


def colleagues(session: Session, *, protected: bool = False) -> list[tuple[int, str]]:
    """Everyone who can have a case today, by name: of one that is `protected`, all who are trusted
    with the people whose identity is (spec L17).
    """
    day = today()
    wanted = _appointments.c.trusted if protected else true()
    rows = session.execute(
        select(_people.c.id, _people.c.name)
        .where(
            _people.c.suspended.is_(False),
            _people.c.id.in_(
                select(_appointments.c.person_id).where(
                    _appointments.c.role == Role.OFFICIAL,
                    wanted,
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
