"""What doing a reorganisation and taking it back have in common."""

from sqlalchemy import or_, select
from sqlmodel import Session

from models.actor import Actor, Role
from models.belonging import handlers, in_force
from models.database import table_of
from models.organisation import Unit, UnitSort
from models.person import Appointment
from models.units.planning import note
from models.units.reorganisation import Reorganisation, ReorganisedRow, State

_a = table_of(Appointment).c


def planner(held: Reorganisation) -> Actor:
    """In whose name the clock does it."""
    return Actor(Role.ADMINISTRATOR, held.by_id)


def become(session: Session, held: Reorganisation, state: State, *, by: Actor) -> None:
    """Its next state, in the history of the configuration as well."""
    held.state = state
    held.version += 1
    session.add(held)
    session.flush()
    note(session, held, by)


def answer_the_phone(session: Session, unit: Unit, other: Unit) -> None:
    """The other one is the service centre from now on: never two, and never none."""
    unit.service_centre, unit.sort = False, UnitSort.UNIT
    session.add(unit)
    session.flush()
    other.service_centre, other.sort = True, UnitSort.SERVICE_CENTRE
    session.add(other)
    session.flush()


def able(session: Session, unit_id: int) -> set[int | None]:
    """Who can have cases of a unit: those who work there, or for all units."""
    here = select(_a.person_id).where(
        _a.role == Role.OFFICIAL,
        in_force(),
        or_(_a.unit_id.is_(None), _a.unit_id == unit_id),
        _a.person_id.in_(handlers()),
    )
    return set(session.scalars(here))


def was_centre(held: Reorganisation) -> ReorganisedRow:
    """That the unit was the service centre."""
    return ReorganisedRow(
        reorganisation_id=held.id or 0, what="service_centre", row_id=held.unit_id
    )
