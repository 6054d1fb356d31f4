"""The figures of each case, and of each month: made of events, and to be made of them again.

Nothing here tells of a person: codes, counts, months and working days. A case's row is written anew
whenever something happened to the case; a month's cells are counted anew whenever one of its cases
was. So nothing is added up that could drift, and a recount (models.statistics.recount) finds the
same.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
)
from sqlmodel import Field, SQLModel

from models.actor import Source
from models.calendar import Moment, local
from models.database import Id, enum_column, moment_column, table_of
from models.satisfaction import Helped
from models.states import Kind

Month = int
"""Year and month as one number, 202611: months sort, and a year is a range of them."""


def month_of(at: Moment) -> Month:
    """The month of a moment on the municipality's clocks."""
    day = local(at)
    return day.year * 100 + day.month


class Sender(StrEnum):
    """Who wrote, as far as we were told. All of them are promised the same."""

    RESIDENT = "resident"
    """Somebody with an address, a number or a letter box."""
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    """Nobody who wanted to be known, or to be written to."""


class By(StrEnum):
    """What figures are divided by; each case is in one cell of each."""

    ALL = "all"
    DEPARTMENT = "department"
    """Its units together: added up when it is read, because units move."""
    KIND = "kind"
    UNIT = "unit"
    SUBJECT = "subject"
    AREA = "area"
    CHANNEL = "channel"
    SENDER = "sender"
    OUTCOME = "outcome"
    """Of what ended alone."""


def _month(*, nullable: bool = True) -> Column[int]:
    return Column(Integer, nullable=nullable, index=True)


def _count() -> Column[int]:
    return Column(Integer, nullable=False)


class CaseFigure(SQLModel, table=True):
    """One case in figures. Times are in working days after the day it came (spec ST-11)."""

    __tablename__ = "case_figure"

    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, autoincrement=False)
    )
    seq: int = Field(sa_column=_count())
    """The last event it was made of; 0 asks for it to be made anew."""
    kind: Kind = Field(sa_column=enum_column(Kind, guarded=False))
    unit_id: int = Field(sa_column=Column(Id, nullable=False))
    """Who has it now, or had it last."""
    category_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    area_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    channel: Source = Field(sa_column=enum_column(Source, guarded=False))
    sender: Sender = Field(sa_column=enum_column(Sender, guarded=False))
    """As it was when the case came: whoever is erased leaves nothing to tell it by."""
    received: Month = Field(sa_column=_month(nullable=False))
    answered: Month | None = Field(default=None, sa_column=_month())
    answer_days: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    pending: Moment | None = Field(default=None, sa_column=moment_column(nullable=True, index=True))
    """The end of the promised time, while that is still to come."""
    due: Month | None = Field(default=None, sa_column=_month())
    """When the promised time ended; None while it has not, and for what ended without an answer."""
    kept: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    ended: Month | None = Field(default=None, sa_column=_month())
    end_days: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    outcome: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    told: Month | None = Field(default=None, sa_column=_month())
    """When whoever wrote said whether it helped."""
    helped: Helped | None = Field(
        default=None, sa_column=enum_column(Helped, nullable=True, guarded=False)
    )
    handovers: int = Field(sa_column=_count())
    reopened: int = Field(sa_column=_count())
    direct: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    """Whether it was answered while its sender waited (models.at_once); None where nobody did."""


class MonthFigure(SQLModel, table=True):
    """One cell: what happened in a month to the cases of one unit, one kind, ..."""

    __tablename__ = "month_figure"
    __table_args__ = (PrimaryKeyConstraint("month", "by", "value"),)

    month: Month = Field(sa_column=Column(Integer, nullable=False))
    by: By = Field(sa_column=enum_column(By, guarded=False))
    value: str = Field(sa_column=Column(String(32), nullable=False))
    """A code, or an id; '' for all, and for cases without a subject or an area."""
    received: int = Field(sa_column=_count())
    passed_on: int = Field(sa_column=_count())
    """Of those received: passed on at least once; and at least twice; and all hand-overs."""
    passed_twice: int = Field(sa_column=_count())
    handovers: int = Field(sa_column=_count())
    reopened: int = Field(sa_column=_count())
    centre: int = Field(sa_column=_count())
    """Of those received: what the service centre took in while its sender waited."""
    direct: int = Field(sa_column=_count())
    answered: int = Field(sa_column=_count())
    due: int = Field(sa_column=_count())
    kept: int = Field(sa_column=_count())
    waiting: int = Field(sa_column=_count())
    """Of those due: nobody has answered yet."""
    ended: int = Field(sa_column=_count())
    told: int = Field(sa_column=_count())
    helped: int = Field(sa_column=_count())
    helped_partly: int = Field(sa_column=_count())
    answer_days: str = Field(sa_column=Column(Text, nullable=False))
    """How many took so many working days, as JSON, so that every median is exact: {"0":12,"3":1}"""
    end_days: str = Field(sa_column=Column(Text, nullable=False))


class DueMonth(SQLModel, table=True):
    """A month whose cells are to be counted anew."""

    __tablename__ = "month_due"

    month: Month = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))


class Counted(SQLModel, table=True):
    """Up to when events are in the figures, and by which calendar their days were counted."""

    __tablename__ = "figures_counted"

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    as_of: Moment = Field(sa_column=moment_column())
    calendar: str = Field(sa_column=Column(String(64), nullable=False))


case_figures = table_of(CaseFigure)
month_figures = table_of(MonthFigure)
due_months = table_of(DueMonth)
counted = table_of(Counted)
