"""Appointing people to roles, changing how a role is held, and taking it."""

from datetime import date, timedelta

from sqlalchemy import insert, or_, select, update
from sqlmodel import Session

from models import access_log
from models.access_log import What
from models.actor import Actor, Role
from models.administered import done, leave_one, taken
from models.calendar import today
from models.database import table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.organisation import Unit
from models.person import Appointment, Person

GIVEN = (Role.OFFICIAL, Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR)
"""The roles that somebody can be appointed to."""

_people = table_of(Person)
_appointments = table_of(Appointment)
_a = _appointments.c


def give(
    session: Session,
    person_id: int,
    role: Role,
    *,
    by: Actor,
    unit_id: int | None = None,
    lead: bool = False,
    trusted: bool = False,
    first: date | None = None,
    until: date | None = None,
    known: int | None = None,
) -> None:
    """Appoint somebody from a day (today) until a day (for good), to one unit or to all of them.

    `known` as in models.administered.taken. Raises Invalid, Stale, NotFound, and NotAllowed for
    somebody who is suspended.
    """
    if taken(session, person_id, known).suspended:
        raise NotAllowed("is_suspended")
    first = first or today()
    check(session, role, unit_id=unit_id, lead=lead, first=first, until=until)
    overlaps = (
        select(_a.id)
        .where(
            _a.person_id == person_id,
            _a.role == role,
            _a.unit_id.is_not_distinct_from(unit_id),
            or_(_a.until_date.is_(None), _a.until_date >= first),
            *([_a.from_date <= until] if until is not None else ()),
        )
        .limit(1)
    )
    if session.execute(overlaps).first() is not None:
        raise Invalid("role", "held")
    session.execute(
        insert(_appointments).values(
            person_id=person_id,
            role=role,
            unit_id=unit_id,
            from_date=first,
            until_date=until,
            lead=lead,
            trusted=trusted,
        )
    )
    done(session, person_id, What.ROLE_GIVEN, by=by, detail=role.value, number=unit_id)


def change(
    session: Session,
    person_id: int,
    appointment_id: int,
    *,
    by: Actor,
    lead: bool,
    trusted: bool,
    until: date | None,
    known: int | None = None,
) -> None:
    """Change how a role is held; another role or unit is another appointment. Raises as `end`, and
    Invalid.
    """
    held = _held(session, person_id, appointment_id, known)
    check(session, held.role, unit_id=held.unit_id, lead=lead, first=held.from_date, until=until)
    if (held.lead, held.trusted, held.until_date) == (lead, trusted, until):
        return
    if until is not None and held.role is Role.ADMINISTRATOR:
        leave_one(session, held.person_id)
    session.execute(
        update(_appointments)
        .where(_a.id == appointment_id)
        .values(lead=lead, trusted=trusted, until_date=until)
    )
    _changed(session, held, What.ROLE_CHANGED, by)


def end(
    session: Session,
    person_id: int,
    appointment_id: int,
    *,
    by: Actor,
    known: int | None = None,
) -> None:
    """Take a role from the next request on. Ending what is over changes nothing.

    Raises Stale, NotFound; NotAllowed for the last administrator's, and for one that a provider
    gives, which would come back when she signs in.
    """
    held = _held(session, person_id, appointment_id, known)
    yesterday = today() - timedelta(days=1)
    if held.until_date is not None and held.until_date <= yesterday:
        return
    if held.role is Role.ADMINISTRATOR and held.from_date <= today():
        leave_one(session, held.person_id)
    session.execute(
        update(_appointments).where(_a.id == appointment_id).values(until_date=yesterday)
    )
    _changed(session, held, What.ROLE_ENDED, by)


def check(
    session: Session,
    role: Role,
    *,
    unit_id: int | None,
    lead: bool,
    first: date,
    until: date | None,
) -> None:
    """Raises Invalid for a role that cannot be held like that."""
    if role not in GIVEN:
        raise Invalid("role", "unknown")
    if unit_id is not None and role is Role.ADMINISTRATOR:
        raise Invalid("unit", "all_units")
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.retired_at is not None):
        raise Invalid("unit", "unknown")
    if lead and (role is not Role.OFFICIAL or unit_id is None):
        raise Invalid("lead", "of_a_unit")
    if until is not None and until < today():
        raise Invalid("until", "past")
    if until is not None and until < first:
        raise Invalid("until", "before_first")


def rename(session: Session, person_id: int, name: str, *, by: Actor) -> None:
    """What colleagues and residents call somebody who works here. Raises NotFound."""
    if taken(session, person_id).name == name:
        return
    session.execute(update(_people).where(_people.c.id == person_id).values(name=name))
    access_log.note(session, by, What.RENAMED, person_id=person_id)


def _held(session: Session, person_id: int, appointment_id: int, known: int | None) -> Appointment:
    taken(session, person_id, known)
    found = session.get(Appointment, appointment_id, populate_existing=True)
    if found is None or found.person_id != person_id:
        raise NotFound(str(appointment_id))
    if found.source:
        raise NotAllowed("from_provider")
    return found


def _changed(session: Session, held: Appointment, what: What, by: Actor) -> None:
    session.expire(held)
    done(session, held.person_id, what, by=by, detail=held.role.value, number=held.unit_id)
