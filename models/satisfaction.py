"""What senders say once their case has ended (ST-20): was it solved, how did we do, and why.

One row for each end of a case. Nobody who works here reads an answer of one case: what a unit is
told are counts and words of a whole quarter, from five answers on. Marks from 1 to 5 are told as
the mean of 0, 25, 50, 75 and 100, as SKR's Servicemätning has it.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    UniqueConstraint,
    bindparam,
    func,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.database import enum_column, id_column, reference_column, table_of
from models.masking import LongMasked
from models.states import Publication
from models.submission import submissions

FEWEST = 5
"""Answers of a unit and a quarter from which on anything of them is told."""
MARKS = range(1, 6)
WORDS_SHOWN = 50

_NEVER = frozenset({Publication.HIDDEN, Publication.UNPUBLISHED, Publication.REFUSED})


class Helped(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Satisfaction(SQLModel, table=True):
    """What was said of one end of a case; `solved` is None where its sender would not say.

    `ended` is the number of the event in its stream that ended it. No moment stands here: together
    with the hour in which somebody was here it would tell whose answer it is.
    """

    __table_args__ = (
        UniqueConstraint("submission_id", "ended", name="satisfaction_once"),
        CheckConstraint("mark IS NULL OR mark BETWEEN 1 AND 5", name="satisfaction_mark"),
        Index("satisfaction_of_unit", "unit_id", "quarter"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    ended: int = Field(sa_column=Column(Integer, nullable=False))
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    """Who had the case when it ended."""
    quarter: dt.date = Field(sa_column=Column(Date, nullable=False))
    """The first day of the quarter in which it ended."""
    solved: Helped | None = Field(
        default=None, sa_column=enum_column(Helped, nullable=True, guarded=False)
    )
    mark: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    words: str = Field(default="", sa_column=Column(LongMasked, nullable=False, server_default=""))


satisfactions = table_of(Satisfaction)
_f = satisfactions.c


@dataclass(frozen=True)
class Figures:
    """What some answers say together."""

    solved: Counter[Helped]
    marks: Counter[int]

    @property
    def answers(self) -> int:
        return self.solved.total()

    @property
    def mean(self) -> float | None:
        """From 0 to 100; None without a mark."""
        known = self.marks.total()
        if not known:
            return None
        return sum((mark - 1) * 25 * times for mark, times in self.marks.items()) / known


def quarter_of(day: dt.date) -> dt.date:
    """The first day of its quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def is_asked(publication: Publication) -> bool:
    """Whether a case's sender is asked at all: nobody is of a text that broke the rules."""
    return publication not in _NEVER


def of_end(session: Session, submission_id: int, ended: int) -> Satisfaction | None:
    """What was said of one end of a case."""
    return session.scalars(
        select(Satisfaction).where(_f.submission_id == submission_id, _f.ended == ended)
    ).first()


_COUNTED = (
    select(_f.unit_id, _f.quarter, _f.solved, _f.mark, func.count().label("times"))
    .where(
        _f.quarter >= bindparam("first"), _f.quarter <= bindparam("last"), _f.solved.is_not(None)
    )
    .group_by(_f.unit_id, _f.quarter, _f.solved, _f.mark)
)


def figures(session: Session, first: dt.date, last: dt.date) -> dict[tuple[int, dt.date], Figures]:
    """By unit and quarter, of the quarters that begin from `first` to `last`: as they are, however
    few. Whoever shows them leaves out those of fewer than `FEWEST` answers.
    """
    made: dict[tuple[int, dt.date], Figures] = {}
    for row in session.execute(_COUNTED, {"first": first, "last": last}):
        own = made.setdefault((row.unit_id, row.quarter), Figures(Counter(), Counter()))
        own.solved[row.solved] += row.times
        if row.mark is not None:
            own.marks[row.mark] += row.times
    return made


_WORDS = (
    select(_f.words)
    .where(_f.unit_id == bindparam("unit"), _f.quarter == bindparam("quarter"), _f.words != "")
    # In no order of time, which would tell whose they are.
    .order_by(_f.words)
    .limit(WORDS_SHOWN)
)


def words_of(session: Session, unit_id: int, quarter: dt.date, told: Figures) -> list[str]:
    """What was written of a unit in a quarter; nothing before there are enough answers."""
    if told.answers < FEWEST:
        return []
    asked = {"unit": unit_id, "quarter": quarter}
    return list(session.scalars(_WORDS, asked))


_LAST = (
    select(_f.solved)
    .join(submissions, submissions.c.id == _f.submission_id)
    .where(submissions.c.contact_id == bindparam("contact"))
    .order_by(_f.id.desc())
    .limit(1)
)


def wants_none(session: Session, contact_id: int | None) -> bool:
    """Whether whoever reads at this address said last that she wants no such question."""
    if contact_id is None:
        return False
    last = session.execute(_LAST, {"contact": contact_id}).first()
    return last is not None and last.solved is None
