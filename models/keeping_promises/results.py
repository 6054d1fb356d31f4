"""How each line of the promise was kept lately, its four times apart (spec ST-18, ST-19).

As models.keeping counts a first answer: what was kept in the last ninety days, in time or not, and
what waits though its time is over.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlmodel import Session

from models.calendar import start_of, today
from models.clock import Clock
from models.keeping import DAYS, Figures
from models.keeping_promises.row import Which, clocks
from models.promise import promises
from models.states import OPEN_STATUSES
from models.submission import submissions

_k, _p = clocks.c, promises.c
OVER = text("promise_clock.state = 'missed'")
"""The condition as the partial index has it: SQLite uses that for the very same words alone."""

Of = tuple[Any, Any, Any]
"""What a line is for: kind, subject and channel, None for any."""


def of_lines(session: Session, lines: Sequence[Row[Any]]) -> Mapping[int, Mapping[Which, Figures]]:
    """By the id of each of these lines how it was kept, whichever version of it a case was given:
    a town that promises more does not begin with nothing.
    """
    whose = {
        row.id: (row.kind, row.category_id, row.channel)
        for row in session.execute(select(_p.id, _p.kind, _p.category_id, _p.channel))
    }
    found: dict[Of, dict[Which, Figures]] = {}
    for row in [*_kept(session), *_over(session)]:
        of = found.setdefault(whose[row.promise_id], {})
        one = Figures(row.all, row.in_time, row.late)
        of[row.which] = of.get(row.which, Figures()).and_also(one)
    return {line.id: found.get(whose[line.id], {}) for line in lines}


def _kept(session: Session) -> Sequence[Row[Any]]:
    since = start_of(today() - timedelta(days=DAYS))
    return session.execute(
        select(
            _k.promise_id,
            _k.which,
            func.count().label("all"),
            func.count().filter(_k.state == Clock.MET).label("in_time"),
            func.count().filter(_k.state == Clock.MISSED).label("late"),
        )
        .where(_k.met_at.is_not(None), _k.met_at >= since, _k.promise_id.is_not(None))
        .group_by(_k.promise_id, _k.which)
    ).all()


def _over(session: Session) -> Sequence[Row[Any]]:
    none = func.count().filter(_k.met_at.is_not(None))
    return session.execute(
        select(
            _k.promise_id,
            _k.which,
            none.label("all"),
            none.label("in_time"),
            func.count().label("late"),
        )
        .join(submissions, submissions.c.id == _k.submission_id)
        .where(OVER, _k.promise_id.is_not(None), submissions.c.status.in_(OPEN_STATUSES))
        .group_by(_k.promise_id, _k.which)
    ).all()
