"""A reorganisation is taken back: what went along returns, but for what was moved by hand since."""

from sqlalchemy import select, update
from sqlmodel import Session

from models.actor import Actor
from models.calendar import now, today
from models.errors import NotAllowed
from models.organisation import Unit
from models.states import TYPES, StatusType
from models.submission import Submission
from models.units import along
from models.units.moving import move, some_of
from models.units.planning import may_be_taken_back, taken
from models.units.reorganisation import (
    Change,
    Reorganisation,
    ReorganisedRow,
    State,
    moved_cases,
)
from models.units.turning import able, answer_the_phone, become, planner, was_centre

_m = moved_cases.c


def take_back(
    session: Session, reorganisation_id: int, *, by: Actor, version: int | None = None
) -> None:
    """It is as it was before. Cases that nobody has passed on by hand since go back in batches;
    what has come to an end meanwhile keeps the name it ended with.

    Raises NotFound, Stale, and NotAllowed: `reorganised_long_ago` after thirty days,
    `reorganised_since` where the other unit is no more, or the unit has been put somewhere else.
    """
    held = taken(session, reorganisation_id, version)
    if not may_be_taken_back(held):
        raise NotAllowed("reorganised_long_ago")
    unit = session.get_one(Unit, held.unit_id)
    if held.state is State.PLANNED:
        become(session, held, State.CALLED_OFF, by=by)
        return
    if held.what is Change.PUT_UNDER:
        if unit.parent_id != held.to_id or unit.retired_at is not None:
            raise NotAllowed("reorganised_since")
        unit.parent_id = held.from_id
        session.add(unit)
        become(session, held, State.TAKEN_BACK, by=by)
        return
    other = session.get_one(Unit, held.to_id)
    if other.retired_at is not None or unit.successor_id != other.id:
        raise NotAllowed("reorganised_since")
    unit.retired_at = unit.successor_id = unit.valid_until = None
    session.add(unit)
    session.flush()
    if other.service_centre and session.get(ReorganisedRow, was_centre(held).key) is not None:
        answer_the_phone(session, other, unit)
    along.give_back(session, held.id or 0, held.unit_id, other.id or 0, by=by)
    become(session, held, State.MOVING_BACK, by=by)


def go_on(session: Session, held: Reorganisation, most: int) -> None:
    """Some of its cases go back; in the end it is taken back."""
    by, to_id = planner(held), held.to_id or 0
    wanted = (
        select(Submission, _m.handovers)
        .join(moved_cases, _m.submission_id == Submission.id)
        .where(_m.reorganisation_id == held.id, _m.back.is_(False))
        .order_by(_m.submission_id)
        .limit(most)
    )
    here = able(session, held.unit_id)
    rows = session.execute(wanted).all()
    for case, handovers in rows:
        untouched = case.unit_id == to_id and case.handovers == handovers
        over = TYPES.get(case.status) is StatusType.CLOSED
        if untouched and not over:
            keeps = case.assignee_id if case.assignee_id in here else None
            move(
                session,
                case,
                held.unit_id,
                by=by,
                reorganisation_id=held.id or 0,
                assignee_id=keeps,
            )
        session.execute(
            update(moved_cases)
            .where(_m.reorganisation_id == held.id, _m.submission_id == case.id)
            .values(back=True)
        )
    if len(rows) == most:
        return
    if held.what is Change.RENAMED and not _close(session, held, most, by):
        return
    become(session, held, State.TAKEN_BACK, by=by)


def _close(session: Session, held: Reorganisation, most: int, by: Actor) -> bool:
    """The unit of the new name is no more, and what came to it meanwhile goes to the old one. False
    while some of that is left.
    """
    to_id = held.to_id or 0
    left = some_of(session, to_id, most=most)
    for case in left:
        move(session, case, held.unit_id, by=by, reorganisation_id=held.id or 0)
    if len(left) == most:
        return False
    other = session.get_one(Unit, to_id)
    other.retired_at, other.successor_id, other.valid_until = now(), held.unit_id, today()
    session.add(other)
    session.flush()
    return True
