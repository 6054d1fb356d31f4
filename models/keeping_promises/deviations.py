"""The month's deviations: promises that were not kept in time, noted by the clock itself with why,
for each department to learn from. Nobody has to report them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, text
from sqlmodel import Session

from models.calendar import local, start_of, today
from models.database import table_of
from models.keeping_promises.row import Cause, Which, clocks
from models.submission import submissions
from models.text import Text
from models.units import tree

LISTED = 200
"""Cases of one month that a page names; the figures are of all."""

_texts = table_of(Text)
_s, _k = submissions.c, clocks.c
_MISSED = text("promise_clock.missed_at IS NOT NULL")


@dataclass
class Department:
    """What the units of one department let go by in a month, by time, by cause and by unit."""

    total: int = 0
    times: Counter[Which] = field(default_factory=Counter)
    causes: Counter[Cause] = field(default_factory=Counter)
    units: Counter[int] = field(default_factory=Counter)


def next_month(first: dt.date) -> dt.date:
    """The first day of the month after."""
    return (first + dt.timedelta(days=31)).replace(day=1)


def first_month(session: Session) -> dt.date:
    """The first day of the month of the oldest deviation; of this one where there is none."""
    oldest = session.execute(select(func.min(_k.missed_at)).where(_MISSED)).scalar()
    return (local(oldest).date() if oldest is not None else today()).replace(day=1)


def _in(first: dt.date) -> tuple[Any, ...]:
    return (_MISSED, _k.missed_at >= start_of(first), _k.missed_at < start_of(next_month(first)))


def by_department(session: Session, first: dt.date) -> dict[int, Department]:
    """The figures of a month by the id of a department, as the units hang together today."""
    whose = tree.department_of(session)
    found: dict[int, Department] = {}
    for row in session.execute(
        select(_k.unit_id, _k.which, _k.cause, func.count().label("count"))
        .where(*_in(first))
        .group_by(_k.unit_id, _k.which, _k.cause)
    ):
        one = found.setdefault(whose[row.unit_id], Department())
        count = int(row[3])
        one.total += count
        one.times[row.which] += count
        one.causes[row.cause] += count
        one.units[row.unit_id] += count
    return found


def cases(session: Session, first: dt.date, hers: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """The month's deviations in the cases she may have, the newest first."""
    return session.execute(
        select(
            _s.reference,
            _s.kind,
            _texts.c.title,
            _k.which,
            _k.cause,
            _k.unit_id,
            _k.due_at,
            _k.missed_at,
            _k.met_at,
        )
        .join(submissions, _s.id == _k.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(*_in(first), hers)
        .order_by(_k.missed_at.desc(), _k.id.desc())
        .limit(LISTED)
    ).all()
