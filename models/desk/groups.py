"""Open cases in groups, not one sort: what is late, what today asks for, what waits for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select, text, tuple_
from sqlmodel import Session

from models.calendar import now, today
from models.clock import Clock
from models.database import table_of
from models.desk.whose import Condition
from models.keeping_promises import delaying
from models.keeping_promises.row import Which, clocks
from models.person import Person
from models.showing import listed
from models.states import OPEN_STATUSES
from models.submission import submissions
from models.submission_indexes import ELSEWHERE_SQL, GOES_ON_SQL, PROMISED_SQL

MANY = 100
"""Beyond this nobody counts: it is said that there are more."""


class Group(StrEnum):
    """In the order of the desk."""

    APPEALS = "appeals"
    """Nobody's to choose, and nobody's to miss: they stand among the other cases as well."""
    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    """Those with a promise first; then what was answered and goes on, unless the day by which it
    was to be decided is over as well.
    """
    WAITING = "waiting"


@dataclass(frozen=True)
class Key:
    """The place of a case in its group: in which part of it, its day, its id."""

    part: int
    day: date
    id: int


_people = table_of(Person)
_s, _k = submissions.c, clocks.c

# Conditions as the partial indexes have them: SQLite uses those only for the very same words.
_promised, _goes_on, _elsewhere = (
    text(f"submission.{words}".replace("AND ", "AND submission."))
    for words in (PROMISED_SQL, GOES_ON_SQL, ELSEWHERE_SQL)
)


_Part = tuple[Any, list[Condition]]
"""By which day its cases are listed, and which they are."""


def _parts(group: Group) -> Sequence[_Part]:
    """A case that is delayed stands where its new day is: there is something else to be done today.

    It keeps its flag, and in public it stays late.
    """
    day = today()
    sunday = day + timedelta(days=6 - day.weekday())
    # A promise in minutes may be over before its day is.
    over = (_s.answer_by == day) & _s.due_at.is_not(None) & (_s.due_at < now())
    late: ColumnElement[bool] = or_(_s.answer_by < day, over)
    promised, put_off = _s.answer_by, _s.put_off_to
    on_time: list[Condition] = [_promised, put_off.is_(None)]
    delayed: list[Condition] = [_promised, put_off.is_not(None)]
    undecided = delaying.undecided(day)
    parts: dict[Group, Sequence[_Part]] = {
        Group.APPEALS: [(promised, [text("submission.appeal"), _s.status.in_(OPEN_STATUSES)])],
        Group.LATE: [
            (promised, [*on_time, promised <= day, late]),
            (put_off, [*delayed, put_off < day]),
            (promised, [_goes_on, undecided]),
        ],
        Group.TODAY: [
            (promised, [*on_time, promised == day, ~over]),
            (put_off, [*delayed, put_off == day]),
        ],
        Group.WEEK: [
            (promised, [*on_time, promised > day, promised <= sunday]),
            (put_off, [*delayed, put_off > day, put_off <= sunday]),
        ],
        Group.LATER: [
            (promised, [*on_time, promised > sunday]),
            (put_off, [*delayed, put_off > sunday]),
            (promised, [_goes_on, ~undecided]),
        ],
        Group.WAITING: [(promised, [_elsewhere])],
    }
    return parts[group]


def keys(
    session: Session,
    group: Group,
    only: Sequence[Condition],
    *,
    most: int,
    after: Key | None = None,
) -> list[Key]:
    """The places of a group's cases from `after` on, soonest promised first."""
    found: list[Key] = []
    for number, (day, conditions) in enumerate(_parts(group)):
        if after is not None and number < after.part:
            continue
        ordered = _asked(day, conditions, only).order_by(day, _s.id).limit(most - len(found))
        if after is not None and number == after.part:
            ordered = ordered.where(tuple_(day, _s.id) > (after.day, after.id))
        found += [Key(number, *row) for row in session.execute(ordered)]
        if len(found) == most:
            break
    return found


def count(session: Session, group: Group, only: Sequence[Condition]) -> int:
    """How many a group has; one more than MANY stands for any more."""
    total = 0
    for day, conditions in _parts(group):
        some = _asked(day, conditions, only).limit(MANY + 1 - total).subquery()
        total += session.execute(select(func.count()).select_from(some)).scalar_one()
    return total


def _asked(day: Any, conditions: list[Condition], only: Sequence[Condition]) -> Select[Any]:
    """What an index alone can answer; further is looked up only what is shown."""
    return select(day, _s.id).where(*conditions, *only)


_RUN = (Clock.RUNNING, Clock.MISSED)
_DECIDE_BY = (
    select(func.max(_k.due_at))
    .where(_k.submission_id == _s.id, _k.which == Which.DECIDE, _k.state.in_(_RUN))
    .scalar_subquery()
)
_LINES = (
    listed()
    .add_columns(
        _people.c.name.label("assignee"),
        _s.version,
        _s.unit_id,
        _s.reply_by,
        _DECIDE_BY.label("decide_at"),
    )
    # Somebody who is suspended has nothing: her cases are there to be given to others.
    .outerjoin(_people, (_people.c.id == _s.assignee_id) & _people.c.suspended.is_(False))
)
_LINES_OF_IDS = _LINES.where(_s.id.in_(bindparam("cases", expanding=True)))
_LINES_REFERRED_TO = _LINES.where(_s.reference.in_(bindparam("cases", expanding=True)))


def rows(session: Session, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Cases by their ids, as `models.showing.listed` has them, with `assignee`, `version` and the
    last moment to decide them, `decide_at`; None for none, and while it stands still.
    """
    found = session.execute(_LINES_OF_IDS, {"cases": list(ids)}) if ids else ()
    return {row.id: row for row in found}


def referred_to(session: Session, references: Sequence[str]) -> list[Row[Any]]:
    """The same of cases by their numbers, in the order of those; unknown ones are left out."""
    found = session.execute(_LINES_REFERRED_TO, {"cases": list(references)}) if references else ()
    lines = {row.reference: row for row in found}
    return [lines[reference] for reference in references if reference in lines]
