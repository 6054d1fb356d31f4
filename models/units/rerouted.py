"""What a change of the configuration moves: rows of from where to where, and of each case."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, id_column, moment_column, reference_column, table_of


class Rerouting(SQLModel, table=True):
    """Cases that go from one unit to another because of one change, named by its version."""

    id: int | None = Field(default=None, sa_column=id_column())
    version: int = Field(
        sa_column=Column(Integer, ForeignKey("profile.version"), nullable=False, index=True)
    )
    from_id: int = Field(sa_column=reference_column("unit.id", index=False))
    to_id: int = Field(sa_column=reference_column("unit.id", index=False))
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


class ReroutedCase(SQLModel, table=True):
    """A case of it: one that waits to be moved, or has been, once."""

    __tablename__ = "rerouted_case"

    rerouting_id: int = Field(sa_column=Column(Id, ForeignKey("rerouting.id"), primary_key=True))
    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, index=True)
    )
    handovers: int = Field(sa_column=Column(Integer, nullable=False))
    """How often it had been passed on by then: more often now, and it stays where it was put."""
    moved: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


reroutings = table_of(Rerouting)
rerouted_cases = table_of(ReroutedCase)
