"""Answers to statements as they are stored: who stands behind them only while the phase is open.

What somebody thinks in many questions is among the most private things there are (GDPR, article 9).
So a person is named by one row alone, her rater; when the phase has closed and the result is made,
the name goes from it, and the answers are nobody's.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, id_column, moment_column, reference_column, table_of


def _of_phase() -> Column[int]:
    return Column(
        Id,
        ForeignKey("dialogue_phase.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


class Rater(SQLModel, table=True):
    """Somebody who answers in one phase, or answered: then, and when imported, she has no name."""

    __table_args__ = (
        UniqueConstraint("phase_id", "person_id"),
        Index("rater_changed", "phase_id", "changed_at"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    phase_id: int = Field(
        sa_column=Column(Id, ForeignKey("dialogue_phase.id", ondelete="CASCADE"), nullable=False)
    )
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    changed_at: Moment = Field(sa_column=moment_column())
    """When she last answered. No answer has a time of its own."""
    left_out: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """She was suspended when the phase closed: her answers do not count."""


class Rating(SQLModel, table=True):
    """1 agrees, -1 disagrees, 0 passes."""

    rater_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("rater.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    comment_id: int = Field(
        sa_column=Column(
            Id,
            ForeignKey("comment.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            index=True,
        )
    )
    value: int = Field(sa_column=Column(SmallInteger, nullable=False))


class StatementPhase(SQLModel, table=True):
    """What is chosen for a phase of statements. Without a row nothing is shown before it closes."""

    __tablename__ = "statement_phase"

    phase_id: int = Field(sa_column=_of_phase())
    live: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Whether the result is shown while it goes on."""


class OpinionResult(SQLModel, table=True):
    """What the answers of a phase say, as of a moment: made by the clock, never by a reader."""

    __tablename__ = "opinion_result"

    phase_id: int = Field(sa_column=_of_phase())
    as_of: Moment = Field(sa_column=moment_column())
    basis: str = Field(sa_column=Column(String(64), nullable=False))
    """Of which answers, statements and people it was made: made anew when another comes out."""
    final: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """The phase had closed, and nobody stands behind an answer any more."""
    figures: str = Field(sa_column=Column(Text, nullable=False))
    """JSON (models.opinion.findings); what few answered is not in it."""
    answered: str = Field(sa_column=Column(Text, nullable=False))
    """JSON: how many answered each, however few. For the order of showing alone."""


raters = table_of(Rater)
ratings = table_of(Rating)
statement_phases = table_of(StatementPhase)
opinion_results = table_of(OpinionResult)
