"""How soon we read what residents write: of the whole desk, never of one person (MQ-18).

Counted are items that somebody decided, and those that still wait past their time: to leave these
out is to look better than one is. What its author took back nobody had to read.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, select, union_all
from sqlmodel import Session

from models.calendar import Moment, end_of, now, start_of, today
from models.keeping import DAYS, Figures
from models.review import IS_OPEN, ReviewState, reviewables

WEEKS, MONTHS = 12, 12

_r = reviewables.c


class Desk(NamedTuple):
    """What waits now: how much, since when the oldest, how much past its time."""

    waiting: int
    oldest: Moment | None
    late: int


class Period(NamedTuple):
    """A week or a month, from its first day to its last, and how it went."""

    first: date
    last: date
    kept: Figures


def lately(session: Session) -> Figures:
    """Of the last ninety days, with everything that is late now: one statement."""
    since = start_of(today() - timedelta(days=DAYS))
    return _counted(session, [(since, now(), and_(IS_OPEN, _r.due_at < now()))])[0]


def desk(session: Session) -> Desk:
    """What waits for anybody at the desk: one statement."""
    row = session.execute(
        select(
            func.count(),
            func.min(_r.created_at),
            func.count().filter(_r.due_at < now()),
        ).where(IS_OPEN)
    ).one()
    return Desk(*row)


def by_week(session: Session) -> list[Period]:
    """The last weeks, from Monday to Sunday, the present one first."""
    monday = today() - timedelta(days=today().weekday())
    starts = [monday - timedelta(weeks=n) for n in range(WEEKS)]
    return _periods(session, [(day, day + timedelta(days=6)) for day in starts])


def by_month(session: Session) -> list[Period]:
    """The last months, the present one first."""
    first = today().replace(day=1)
    spans = []
    for _ in range(MONTHS):
        spans.append((first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)))
        first = (first - timedelta(days=1)).replace(day=1)
    return _periods(session, spans)


def of_days(session: Session, first: date, last: date) -> Figures:
    """Of a time from one day to another, both included."""
    return _periods(session, [(first, last)])[0].kept


def _periods(session: Session, spans: Sequence[tuple[date, date]]) -> list[Period]:
    """Where something waits past its time, that counts where its time ended."""
    bounds = []
    for first, last in spans:
        since, until = start_of(first), end_of(last)
        late = and_(IS_OPEN, _r.due_at.between(since, min(until, now())))
        bounds.append((since, until, late))
    counted = _counted(session, bounds)
    return [Period(*span, kept) for span, kept in zip(spans, counted, strict=True)]


def _counted(
    session: Session, bounds: Sequence[tuple[Moment, Moment, ColumnElement[bool]]]
) -> list[Figures]:
    """For each time, what was read, how much of it in time, and what is late: one statement."""
    parts: list[Any] = []
    for number, (since, until, late) in enumerate(bounds):
        waiting = select(func.count()).select_from(reviewables).where(late).scalar_subquery()
        in_time = and_(_r.decided_at <= _r.due_at, _r.missed_at.is_(None))
        parts.append(
            select(
                literal(number).label("number"),
                func.count().label("read"),
                func.count().filter(in_time).label("in_time"),
                waiting.label("late"),
            ).where(_r.decided_at.between(since, until), _r.state != ReviewState.IGNORED)
        )
    rows = session.execute(union_all(*parts)).all()
    return [Figures(row.read, row.in_time, row.late) for row in sorted(rows)]
