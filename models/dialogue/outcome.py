"""What came of a dialogue, as it is stored: reports, what each theme is answered, what is to be
done, and what the municipality learnt. All words are its own.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked

LONGEST_WHO = 120
_CLOSING = text("phase_id IS NULL")


class Report(SQLModel, table=True):
    """What was heard in a phase; without a phase, the report that closes the dialogue."""

    __tablename__ = "dialogue_report"
    __table_args__ = (
        UniqueConstraint("submission_id", "phase_id", name="dialogue_report_once"),
        # A null is no other's equal, so that the constraint above does not hold the closing one.
        Index(
            "dialogue_report_closing",
            "submission_id",
            unique=True,
            sqlite_where=_CLOSING,
            postgresql_where=_CLOSING,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    phase_id: int | None = Field(
        default=None, sa_column=reference_column("dialogue_phase.id", nullable=True)
    )
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    influenced: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """So this influenced the decision; of the closing one."""
    published_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When everyone could first read it; None for a draft."""
    updated_at: Moment = Field(sa_column=moment_column())
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class Answer(StrEnum):
    """What becomes of what a theme asks for."""

    DONE = "done"
    WILL = "will"
    NOT = "not"


class ThemeAnswer(SQLModel, table=True):
    """The answer to one theme, in the closing report."""

    __tablename__ = "theme_answer"

    report_id: int = Field(
        sa_column=Column(Id, ForeignKey("dialogue_report.id", ondelete="CASCADE"), primary_key=True)
    )
    theme_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("dialogue_theme.id", ondelete="CASCADE"), primary_key=True, index=True
        )
    )
    answer: Answer | None = Field(
        default=None, sa_column=enum_column(Answer, nullable=True, guarded=False)
    )
    """None while it is a draft."""
    words: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """What was done or will be, or why not."""
    due_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    who: str = Field(default="", sa_column=Column(Masked(LONGEST_WHO), nullable=False))


class Evaluation(SQLModel, table=True):
    """What the municipality learnt of how the dialogue went; everyone may read it."""

    __tablename__ = "dialogue_evaluation"

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    at: Moment = Field(sa_column=moment_column())


class ActionStatus(StrEnum):
    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


OPEN_ACTIONS = frozenset({ActionStatus.PLANNED, ActionStatus.DOING})


class DialogueAction(SQLModel, table=True):
    """Something that the municipality does because of the dialogue."""

    __tablename__ = "dialogue_action"
    __table_args__ = (
        Index("dialogue_action_of", "submission_id", "due_on"),
        Index("dialogue_action_due", "status", "due_on"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    theme_id: int | None = Field(
        default=None,
        sa_column=Column(
            Id, ForeignKey("dialogue_theme.id", ondelete="SET NULL"), nullable=True, index=True
        ),
    )
    words: str = Field(sa_column=Column(LongMasked, nullable=False))
    owner_unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    owner_name: str = Field(default="", sa_column=Column(Masked(LONGEST_WHO), nullable=False))
    due_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    status: ActionStatus = Field(sa_column=enum_column(ActionStatus, guarded=False))
    done_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    why: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """Why it was put off, or will not be done."""
    carried_from: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The day it was first to be done, where that was put off to another year."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class YearNote(SQLModel, table=True):
    """How it goes with what came of the dialogue: "Aktuellt 2027"."""

    __tablename__ = "dialogue_year_note"

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    at: Moment = Field(sa_column=moment_column())


reports = table_of(Report)
answers = table_of(ThemeAnswer)
evaluations = table_of(Evaluation)
actions = table_of(DialogueAction)
year_notes = table_of(YearNote)
