"""How long a text waits to be read just now: counted by the clock, read by pages (MQ-19).

One row. The median is of the texts that somebody read in the last seven days, in minutes of working
time, so that a weekend makes nobody look slow and nobody look fast.
"""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Integer, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import HOUR, Moment, now
from models.database import moment_column, table_of, upsert

KEPT_FOR = HOUR
"""Figures older than this are not told: nobody has counted."""


class ReviewWait(SQLModel, table=True):
    """The last count. `behind` says that it takes longer than promised, or that more wait than the
    profile's `backlog`; `expected` is how long a new text will wait, None where nobody can say.
    """

    __tablename__ = "review_wait"

    id: int = Field(default=1, primary_key=True)
    waiting: int = Field(sa_column=Column(Integer, nullable=False))
    median: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    expected: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """Minutes of working time, as `median`."""
    behind: bool = Field(sa_column=Column(Boolean, nullable=False))
    as_of: Moment = Field(sa_column=moment_column())


@dataclass(frozen=True)
class Counted:
    """A count: see ReviewWait."""

    waiting: int
    median: int | None
    expected: int | None
    behind: bool


_waits = table_of(ReviewWait)
_ONE = select(_waits.c.waiting, _waits.c.median, _waits.c.expected, _waits.c.behind, _waits.c.as_of)


def note(session: Session, counted: Counted) -> None:
    """Keep a count in place of the last one."""
    values = vars(counted) | {"as_of": now()}
    session.execute(
        upsert(_waits)
        .values(id=1, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )


def last(session: Session) -> Counted | None:
    """The last count, by one row; None while there is none, or none of this hour."""
    row = session.execute(_ONE).first()
    if row is None or row.as_of <= now() - KEPT_FOR:
        return None
    return Counted(row.waiting, row.median, row.expected, row.behind)


def counted_at(session: Session) -> Moment | None:
    """When somebody last counted."""
    row = session.execute(_ONE).first()
    return row.as_of if row is not None else None
