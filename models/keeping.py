"""How the promises were kept lately, by kind: counted by the clock's own work, read by pages.

Counted are all cases, shown or not, which were answered in the last ninety days, and all that wait
for an answer past their day, however old: to leave these out is to look better than one is (ST-18).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now, start_of, today
from models.database import enum_column, moment_column, table_of
from models.states import HANDED_IN, OPEN_STATUSES, Kind
from models.submission import submissions

DAYS = 90
LEAST = 5
"""Fewer cases tell nothing of how it goes, and may tell of whose they are."""
KEPT_FOR = DAY
"""Figures older than this are not shown: nobody has counted."""


class Result(SQLModel, table=True):
    """The figures of one kind, as of the last count. Equal to the rows after every count."""

    __tablename__ = "promise_result"
    __table_args__ = (PrimaryKeyConstraint("kind"),)

    kind: Kind = Field(sa_column=enum_column(Kind))
    answered: int = Field(sa_column=Column(Integer, nullable=False))
    in_time: int = Field(sa_column=Column(Integer, nullable=False))
    late: int = Field(sa_column=Column(Integer, nullable=False))
    as_of: Moment = Field(sa_column=moment_column())


results = table_of(Result)
_s = submissions.c


@dataclass(frozen=True)
class Figures:
    """Answered in ninety days, how many of these in time, and how many wait past their day."""

    answered: int = 0
    in_time: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.answered + self.late

    @property
    def share(self) -> int | None:
        """Whole per cent in time, rounded down so that it is never better; None for too few."""
        return self.in_time * 100 // self.total if self.total >= LEAST else None

    def and_also(self, other: Self) -> "Figures":
        return Figures(
            self.answered + other.answered, self.in_time + other.in_time, self.late + other.late
        )


LATE = and_(
    _s.answered_at.is_(None),
    _s.status.in_(OPEN_STATUSES),
    or_(_s.answer_by < bindparam("day"), _s.due_at < bindparam("now")),
)
"""What nobody has answered though its day, or its minute, is over; `day` and `now` are bound."""


def count(session: Session) -> dict[Kind, Figures]:
    """Count anew, by two indexes: what was answered lately, and what nobody answered."""
    day = today()
    answered = (
        select(_s.kind, func.count().label("all"), func.count().filter(_s.kept).label("in_time"))
        .where(_s.answered_at >= start_of(day - timedelta(days=DAYS)))
        .group_by(_s.kind)
    )
    late = (
        select(_s.kind, func.count().label("late"))
        # Nothing else is over: so the index of what is unanswered is read no further.
        .where(LATE, _s.answer_by <= bindparam("day"))
        .group_by(_s.kind)
    )
    found: dict[Kind, Figures] = dict.fromkeys(HANDED_IN, Figures())
    for row in session.execute(answered):
        found[row.kind] = Figures(row.all, row.in_time)
    for row in session.execute(late, {"day": day, "now": now()}):
        found[row.kind] = replace(found[row.kind], late=row.late)
    return found


def note(session: Session, counted: Mapping[Kind, Figures]) -> None:
    """Keep these figures in place of the last ones."""
    session.execute(delete(results))
    session.execute(
        insert(results),
        [{"kind": kind, "as_of": now(), **vars(one)} for kind, one in counted.items()],
    )


def figures(session: Session) -> dict[Kind, Figures]:
    """The last count by kind; empty while there is none, or none of today."""
    rows = session.execute(select(results).where(results.c.as_of > now() - KEPT_FOR))
    return {row.kind: Figures(row.answered, row.in_time, row.late) for row in rows}


def whole(counted: Mapping[Kind, Figures]) -> Figures:
    """All kinds together."""
    total = Figures()
    for one in counted.values():
        total = total.and_also(one)
    return total
