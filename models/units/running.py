"""A reorganisation is done: on its day by the clock, a batch at a time, each case exactly once.

What is stopped in the middle goes on where it was: a case that has moved is a row, in the same
transaction as its event.
"""

from sqlalchemy import func, insert, or_, select, update
from sqlmodel import Session

from models.calendar import now, today
from models.database import table_of
from models.organisation import Unit
from models.person import Appointment
from models.submission import Submission
from models.units import along, taking_back
from models.units.moving import heir, move, some_of
from models.units.planning import taken
from models.units.reorganisation import (
    Change,
    Reorganisation,
    State,
    moved_cases,
    reorganisations,
)
from models.units.turning import able, answer_the_phone, become, planner, was_centre

BATCH = 50
"""Cases of one transaction: nobody else who writes waits longer than for these."""

_units = table_of(Unit)
_a = table_of(Appointment).c
_r = reorganisations.c
_m = moved_cases.c


def due(session: Session) -> list[int]:
    """Those in which something is to be done now, by id."""
    begins = (_r.state == State.PLANNED) & (_r.day <= today())
    goes_on = _r.state.in_((State.MOVING, State.MOVING_BACK))
    return list(session.scalars(select(_r.id).where(or_(begins, goes_on)).order_by(_r.id)))


def step(session: Session, reorganisation_id: int, *, most: int = BATCH) -> None:
    """Do the next part of one: the turn itself, or some of its cases. Done already is nothing."""
    held = taken(session, reorganisation_id)
    if held.state is State.PLANNED and held.day <= today():
        _turn(session, held)
    elif held.state is State.MOVING:
        _move_some(session, held, most)
    elif held.state is State.MOVING_BACK:
        taking_back.go_on(session, held, most)


def _turn(session: Session, held: Reorganisation) -> None:
    """From now on it is so: what is new goes where it belongs, and open cases follow in batches."""
    by, unit = planner(held), session.get_one(Unit, held.unit_id)
    to_id = heir(session, held.to_id) if held.to_id is not None else None
    if unit.retired_at is not None or to_id == unit.id:
        # Somebody took the ground from under the plan meanwhile.
        become(session, held, State.CALLED_OFF, by=by)
        return
    if held.what is Change.PUT_UNDER:
        unit.parent_id = to_id
        session.add(unit)
        held.done_at = now()
        become(session, held, State.DONE, by=by)
        return
    if held.what is Change.RENAMED:
        to_id = _renamed(session, unit, held)
    held.to_id = to_id
    unit.successor_id, unit.valid_until = to_id, held.day
    session.add(unit)
    if unit.service_centre:
        session.add(was_centre(held))
        answer_the_phone(session, unit, session.get_one(Unit, to_id))
    along.take(session, held.id or 0, unit.id or 0, to_id or 0, by=by)
    become(session, held, State.MOVING, by=by)


def _renamed(session: Session, unit: Unit, held: Reorganisation) -> int:
    """The unit under its new name, with everything else as it was."""
    same = unit.model_dump(exclude={"id", "slug", "name_sv", "name_en", "service_centre"})
    made = Unit(
        **same | {"valid_from": held.day, "valid_until": None, "successor_id": None},
        slug=held.slug,
        name_sv=held.name_sv,
        name_en=held.name_en,
        service_centre=False,
    )
    session.add(made)
    session.flush()
    return made.id or 0


def _move_some(session: Session, held: Reorganisation, most: int) -> None:
    by, to_id = planner(held), held.to_id or 0
    last = select(func.max(_m.submission_id)).where(_m.reorganisation_id == held.id)
    after = session.scalar(last) or 0
    # From where it was; in the end once more from the beginning, for what came in between.
    cases = some_of(session, held.unit_id, most=most, after=after) or some_of(
        session, held.unit_id, most=most
    )
    here = able(session, to_id)
    for case in cases:
        _remember(session, held, case)
        keeps = case.assignee_id if case.assignee_id in here else None
        move(session, case, to_id, by=by, reorganisation_id=held.id or 0, assignee_id=keeps)
    if not cases:
        unit = session.get_one(Unit, held.unit_id)
        unit.retired_at = held.done_at = now()
        session.add(unit)
        become(session, held, State.DONE, by=by)


def _remember(session: Session, held: Reorganisation, case: Submission) -> None:
    values = {"handovers": case.handovers, "back": False, "assignee_id": case.assignee_id}
    known = session.execute(
        select(_m.submission_id).where(_m.reorganisation_id == held.id, _m.submission_id == case.id)
    ).first()
    if known is not None:
        # It was passed back by hand, to a unit that is going: it goes along once more.
        session.execute(
            update(moved_cases)
            .where(_m.reorganisation_id == held.id, _m.submission_id == case.id)
            .values(values)
        )
        return
    session.execute(
        insert(moved_cases).values(reorganisation_id=held.id, submission_id=case.id, **values)
    )
