"""A change of the organisation, from a day on: rows of what is planned, and of what it moved."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of


class Change(StrEnum):
    """What becomes of the unit."""

    MERGED = "merged"
    """Another unit has its work."""
    RENAMED = "renamed"
    """It is called something else: a new unit has its work, so that old cases keep the old name."""
    PUT_UNDER = "put_under"
    """It becomes part of another department or board, or of none."""


class State(StrEnum):
    """Where a reorganisation stands."""

    PLANNED = "planned"
    MOVING = "moving"
    """Its day has come: what is new goes to the right unit, and open cases follow."""
    DONE = "done"
    MOVING_BACK = "moving_back"
    TAKEN_BACK = "taken_back"
    CALLED_OFF = "called_off"
    """Taken back before its day came."""


class Reorganisation(SQLModel, table=True):
    """One change to one unit."""

    __table_args__ = (Index("reorganisation_due", "state", "day"),)

    id: int | None = Field(default=None, sa_column=id_column())
    what: Change = Field(sa_column=enum_column(Change, guarded=False))
    state: State = Field(default=State.PLANNED, sa_column=enum_column(State, guarded=False))
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    to_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    """The unit that has its work, from its day on also where that is new; or what it is put under,
    None for nothing.
    """
    from_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    """What it was a part of before it was put under something else."""
    slug: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    name_sv: str = Field(
        default="", sa_column=Column(String(120), nullable=False, server_default="")
    )
    name_en: str = Field(
        default="", sa_column=Column(String(120), nullable=False, server_default="")
    )
    """Address and names of a unit that is renamed."""
    day: dt.date = Field(sa_column=Column(Date, nullable=False))
    """The first day on which it is so."""
    by_id: int = Field(sa_column=reference_column("person.id"))
    made_at: Moment = Field(sa_column=moment_column())
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))


class ReorganisedCase(SQLModel, table=True):
    """A case that a reorganisation moved: once, whatever happens meanwhile."""

    __tablename__ = "reorganised_case"

    reorganisation_id: int = Field(
        sa_column=Column(Id, ForeignKey("reorganisation.id"), primary_key=True)
    )
    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, index=True)
    )
    assignee_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Who had it before."""
    handovers: int = Field(sa_column=Column(Integer, nullable=False))
    """How often it had been passed on by then: more often now, and it stays where it was put."""
    back: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Whether taking the reorganisation back has dealt with it."""


class ReorganisedRow(SQLModel, table=True):
    """Something else that went along: which row of what, so that it can come back."""

    __tablename__ = "reorganised_row"

    reorganisation_id: int = Field(
        sa_column=Column(Id, ForeignKey("reorganisation.id"), primary_key=True)
    )
    what: str = Field(sa_column=Column(String(32), primary_key=True))
    row_id: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))

    @property
    def key(self) -> tuple[int, str, int]:
        return self.reorganisation_id, self.what, self.row_id


reorganisations = table_of(Reorganisation)
moved_cases = table_of(ReorganisedCase)
moved_rows = table_of(ReorganisedRow)
