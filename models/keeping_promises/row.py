"""The tables of the clocks. What stands here is made of events, and can be made again."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Index, Integer, SmallInteger, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.clock import Clock
from models.database import enum_column, id_column, moment_column, reference_column, table_of


class Which(StrEnum):
    """The four times of a promise (spec ST-10)."""

    CONFIRM = "confirm"
    """That it has a number: a letter that lies unopened has none yet."""
    FIRST = "first"
    """A first answer that an official wrote (ST-13). It never pauses."""
    UPDATE = "update"
    """A word of ours on how it goes; each begins the time anew."""
    DECIDE = "decide"
    """The end of the matter."""


class Cause(StrEnum):
    """Why a promise was not kept, as far as the case itself tells when its time is over."""

    SUPPORT = "support"
    """A proposal was still collecting support."""
    BOARD = "board"
    """It waited for its board."""
    EXPLAINED = "explained"
    """We had said before that it would take longer."""
    CONSULTED = "consulted"
    """Another unit was asked and had not answered."""
    PASSED_ON = "passed_on"
    """It had been handed from unit to unit, twice or more."""
    NOBODY = "nobody"
    """Nobody had it."""
    OTHER = "other"


LEVELS = (75, 100, 150)
"""Shares of the promised time, in per cent, at which somebody is told (ST-16)."""
WARNS, BREAKS, EXPOSES = LEVELS
"""To whoever has it; to her and to whoever leads her unit; to those above, and to everyone."""

RUNS = (Clock.RUNNING, Clock.MISSED, Clock.PAUSED)
"""States in which a promise is still to be kept."""

_DUE = text("next_at IS NOT NULL")
_MET = text("met_at IS NOT NULL")
_MISSED = text("missed_at IS NOT NULL")
_OVER = text("state = 'missed'")


class PromiseClock(SQLModel, table=True):
    """One time of one promise to one case. A case that is opened again, and every word on how it
    goes, begin a new `cycle`.
    """

    __tablename__ = "promise_clock"
    __table_args__ = (
        UniqueConstraint("submission_id", "which", "cycle"),
        Index("promise_clock_next", "next_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index(
            "promise_clock_met",
            *("met_at", "which", "promise_id", "state"),
            sqlite_where=_MET,
            postgresql_where=_MET,
        ),
        Index(
            "promise_clock_missed",
            *("missed_at", "unit_id"),
            sqlite_where=_MISSED,
            postgresql_where=_MISSED,
        ),
        Index(
            "promise_clock_over",
            *("which", "promise_id", "due_at"),
            sqlite_where=_OVER,
            postgresql_where=_OVER,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    which: Which = Field(sa_column=enum_column(Which, guarded=False))
    cycle: int = Field(sa_column=Column(Integer, nullable=False))
    promise_id: int | None = Field(
        default=None, sa_column=reference_column("promise.id", nullable=True, index=False)
    )
    state: Clock = Field(sa_column=enum_column(Clock, guarded=False))
    started_at: Moment = Field(sa_column=moment_column())
    due_at: Moment = Field(sa_column=moment_column())
    """The last moment in which it is kept, later by what it stood still."""
    met_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    paused_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when it stands still; None while it does not."""
    paused: int = Field(sa_column=moment_column())
    """How long it has stood still before, in microseconds."""
    elapsed: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """Working minutes that it took, without those in which it stood still (ST-17)."""
    slack: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """Working minutes that were left when it was kept; below zero when it was kept late."""
    missed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was noted that it was not kept in time, once: the event `promise_missed`."""
    cause: Cause | None = Field(
        default=None, sa_column=enum_column(Cause, nullable=True, guarded=False)
    )
    unit_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    """Which unit had it then."""
    next_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it must be looked at though nothing happens; None when there is nothing to come."""
    seq: int = Field(sa_column=Column(Integer, nullable=False))
    """The last event of the case that this was made of."""


class Escalation(SQLModel, table=True):
    """That a share of a promised time was over, noted once whatever stops and starts (ST-16)."""

    __tablename__ = "promise_escalation"
    __table_args__ = (
        UniqueConstraint("submission_id", "which", "level", "cycle"),
        Index(
            "promise_escalation_untold",
            "id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    which: Which = Field(sa_column=enum_column(Which, guarded=False))
    cycle: int = Field(sa_column=Column(Integer, nullable=False))
    level: int = Field(sa_column=Column(SmallInteger, nullable=False))
    at: Moment = Field(sa_column=moment_column())
    open: bool = Field(sa_column=Column(Boolean, nullable=False))
    """Whether the promise was still to be kept when it was noted: of any other nobody is told."""
    told_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


clocks = table_of(PromiseClock)
escalations = table_of(Escalation)
