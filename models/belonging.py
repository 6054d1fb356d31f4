"""Who works where: the units of an official, who leads them, and who can have a case at all."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import Session

from models.actor import Actor, Role
from models.calendar import today
from models.database import table_of
from models.organisation import Unit
from models.person import Appointment, Person
from models.viewer import Post

_people = table_of(Person)
_appointments = table_of(Appointment)
_units = table_of(Unit)
_a = _appointments.c


def in_force() -> ColumnElement[bool]:
    """That an appointment holds today."""
    day = today()
    return (_a.from_date <= day) & or_(_a.until_date.is_(None), _a.until_date >= day)


def posts_of(session: Session, person_id: int) -> frozenset[Post]:
    """The appointments that somebody holds today, for what is told to her by letter; whoever is
    signed in has them from her session.
    """
    rows = session.execute(
        select(_a.role, _a.unit_id, _a.lead, _a.trusted, _units.c.service_centre)
        .outerjoin(_units, _units.c.id == _a.unit_id)
        .where(_a.person_id == person_id, in_force())
    )
    return frozenset(
        Post(Role(row.role), row.unit_id, row.lead, row.trusted, bool(row.service_centre))
        for row in rows
    )


def handlers() -> Select[tuple[int]]:
    """The ids of everybody who can have a case today: official by appointment, not suspended."""
    return (
        select(_a.person_id)
        .join(_people, _people.c.id == _a.person_id)
        .where(_a.role == Role.OFFICIAL, in_force(), _people.c.suspended.is_(False))
    )


def judges() -> Select[tuple[int]]:
    """The ids of everybody who can judge texts today, each once."""
    return (
        select(_a.person_id)
        .join(_people, _people.c.id == _a.person_id)
        .where(
            _a.role.in_((Role.MODERATOR, Role.ADMINISTRATOR)),
            in_force(),
            _people.c.suspended.is_(False),
        )
        .distinct()
    )


def units_of(session: Session, person_id: int | None) -> frozenset[int] | None:
    """The units that an official works for; None for whoever works for all of them: most do in a
    small town, and an administrator everywhere.
    """
    found = list(
        session.scalars(
            select(_a.unit_id).where(
                _a.person_id == person_id,
                _a.role.in_((Role.OFFICIAL, Role.ADMINISTRATOR)),
                in_force(),
            )
        )
    )
    return None if not found or None in found else frozenset(found)


def answers_for(session: Session, person_id: int | None) -> frozenset[int]:
    """The units that a question reaches somebody through: her own, or for an official of all units
    those that have nobody of their own.
    """
    own = units_of(session, person_id)
    if own is not None:
        return own
    taken = select(_a.unit_id).where(
        _a.unit_id.is_not(None), _a.person_id.in_(handlers()), _a.role == Role.OFFICIAL, in_force()
    )
    return frozenset(session.scalars(select(_units.c.id).where(_units.c.id.not_in(taken))))


def leads(session: Session, unit_id: int) -> list[int]:
    """Who leads a unit; where nobody does, who leads the service centre. In a small town none."""
    centre = select(_units.c.id).where(_units.c.service_centre)
    leading = (_a.role == Role.OFFICIAL) & _a.lead
    for wanted in (leading & (_a.unit_id == unit_id), leading & _a.unit_id.in_(centre)):
        found: list[int] = list(session.scalars(_acting(wanted)))
        if found:
            return found
    return []


def responsible(session: Session, unit_id: int) -> list[int]:
    """Who leads a unit, or else the administrators: somebody must hear of what must not be lost."""
    return leads(session, unit_id) or administrators(session)


def lead_of(session: Session, unit_id: int) -> list[int]:
    """Who leads this very unit; nobody in its stead."""
    leading = (_a.role == Role.OFFICIAL) & _a.lead & (_a.unit_id == unit_id)
    return list(session.scalars(_acting(leading)))


def administrators(session: Session) -> list[int]:
    """The ids of everybody who administers the site today."""
    return list(session.scalars(_acting(_a.role == Role.ADMINISTRATOR)))


def led_by(session: Session, person_id: int | None) -> frozenset[int]:
    """The units that somebody leads; for the service centre's lead those without one as well."""
    mine = _led(_a.person_id == person_id)
    own = set(session.scalars(mine))
    centre = session.scalar(select(_units.c.id).where(_units.c.service_centre))
    if centre in own:
        led = _led(_a.person_id.in_(handlers()))
        own |= set(session.scalars(select(_units.c.id).where(_units.c.id.not_in(led))))
    return frozenset(own)


def under(session: Session, by: Actor) -> Select[Any]:
    """Id and name of the colleagues whose absence somebody may enter, by name: her own always, of
    her unit as its lead, of everybody as administrator.
    """
    wanted = _people.c.id == by.person_id
    if by.role is Role.ADMINISTRATOR:
        wanted = wanted | _people.c.id.in_(handlers())
    else:
        here = select(_a.person_id).where(
            _a.role == Role.OFFICIAL, in_force(), _a.unit_id.in_(led_by(session, by.person_id))
        )
        wanted = wanted | _people.c.id.in_(here)
    return (
        select(_people.c.id, _people.c.name)
        .where(wanted, _people.c.suspended.is_(False))
        .order_by(_people.c.name, _people.c.id)
    )


def _acting(wanted: ColumnElement[bool]) -> Any:
    return (
        select(_a.person_id)
        .join(_people, _people.c.id == _a.person_id)
        .where(wanted, in_force(), _people.c.suspended.is_(False))
        .distinct()
        .order_by(_a.person_id)
    )


def _led(whose: ColumnElement[bool]) -> Select[Any]:
    return select(_a.unit_id).where(
        whose, _a.role == Role.OFFICIAL, _a.lead, _a.unit_id.is_not(None), in_force()
    )
