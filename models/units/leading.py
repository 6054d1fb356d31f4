"""Whom the page of a unit names as its lead: somebody who works there, as an administrator chose.

Who is told of its cases is an appointment's to say (models.person.Appointment.lead).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlmodel import Session

from models.access_log import What, note
from models.actor import Actor
from models.belonging import in_force
from models.database import lock_rows, table_of
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind, record
from models.organisation import Unit
from models.person import Appointment, Person
from models.profile import CONFIGURATION

_people = table_of(Person)
_units = table_of(Unit)
_a = table_of(Appointment).c


def _able(unit_id: int) -> Select[tuple[int, str]]:
    """She works there today, is not suspended, and nothing may lead to who she is (spec L17)."""
    works = select(_a.person_id).where(or_(_a.unit_id == unit_id, _a.unit_id.is_(None)), in_force())
    return (
        select(_people.c.id, _people.c.name)
        .where(_people.c.id.in_(works), _people.c.name != "")
        .where(_people.c.suspended.is_(False), _people.c.protected.is_(False))
    )


def able(session: Session, unit_id: int) -> Sequence[Row[Any]]:
    """Whoever can be named: id and name, by name."""
    return session.execute(_able(unit_id).order_by(_people.c.name, _people.c.id)).all()


def named(session: Session, unit_id: int, lead_id: int | None) -> str:
    """The name that the page shows; "" where nobody is named, or who was no longer can be."""
    if lead_id is None:
        return ""
    found = session.execute(_able(unit_id).where(_people.c.id == lead_id)).first()
    return "" if found is None else str(found.name)


def name(session: Session, slug: str, person_id: int | None, *, was: int, by: Actor) -> None:
    """The unit's page names this person from now on, or nobody. `was` is whom it named (0 for
    nobody) when whoever chooses saw it.

    Raises NotFound for a unit that is no more, Stale when somebody else chose meanwhile, and
    Invalid for a person who cannot be named.
    """
    wanted = select(Unit).where(_units.c.slug == slug, _units.c.retired_at.is_(None))
    unit = session.scalars(lock_rows(wanted)).first()
    if unit is None or unit.id is None:
        raise NotFound(slug)
    if (unit.lead_id or 0) != was:
        raise Stale(what="reconfigured")
    if person_id is not None and not named(session, unit.id, person_id):
        raise Invalid("lead", "unknown")
    if person_id == unit.lead_id:
        return
    for one, what in ((unit.lead_id, What.LEAD_ENDED), (person_id, What.LEAD_NAMED)):
        if one is not None:
            note(session, by, what, person_id=one, number=unit.id)
    unit.lead_id = person_id
    session.add(unit)
    session.flush()
    facts = {"unit": unit.id, "lead": int(person_id is not None)}
    record(session, CONFIGURATION, EventKind.RECONFIGURED, by=by, facts=facts, public=False)
