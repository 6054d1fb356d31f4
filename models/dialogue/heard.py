"""What was heard outside of the dialogue's own pages, and the themes that all of it is sorted into.

An input is a comment of the dialogue, a field note, or a case that staff have linked to it.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked

LONGEST_NAME = 120
LONGEST_PLACE = 200
_ONE_INPUT = (
    "(CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN note_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN evidence_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class NoteChannel(StrEnum):
    """Where staff heard what a field note says."""

    MEETING = "meeting"
    INTERVIEW = "interview"
    DROP_IN = "drop_in"
    CHECKPOINT = "checkpoint"
    PHONE = "phone"
    LETTER = "letter"
    E_MAIL = "e_mail"
    OTHER = "other"


class FieldNote(SQLModel, table=True):
    """What staff heard somewhere, in their words. Everyone may read it only where `shown`."""

    __tablename__ = "field_note"
    __table_args__ = (Index("field_note_of", "submission_id", "at", "id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    phase_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """In which phase it was heard, where that is said."""
    channel: NoteChannel = Field(sa_column=enum_column(NoteChannel, guarded=False))
    place: str = Field(default="", sa_column=Column(Masked(LONGEST_PLACE), nullable=False))
    day: dt.date = Field(sa_column=Column(Date, nullable=False))
    people: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """How many were met there, where that was counted."""
    words: str = Field(sa_column=Column(LongMasked, nullable=False))
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())
    """When it was written down."""
    shown: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


class Evidence(SQLModel, table=True):
    """A case that tells something of the dialogue's question."""

    __tablename__ = "dialogue_evidence"
    __table_args__ = (
        UniqueConstraint("submission_id", "case_id", name="dialogue_evidence_once"),
        Index("dialogue_evidence_of", "submission_id", "at", "id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    """The dialogue."""
    case_id: int = Field(sa_column=reference_column("submission.id"))
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())


class Theme(SQLModel, table=True):
    """What many inputs are about. What is `main` is answered one by one when the dialogue ends."""

    __tablename__ = "dialogue_theme"
    __table_args__ = (Index("dialogue_theme_of", "submission_id", "position"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(sa_column=Column(Masked(LONGEST_NAME), nullable=False))
    main: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


def _input(target: str) -> Column[int]:
    return Column(Id, ForeignKey(target, ondelete="CASCADE"), nullable=True, index=True)


class ThemeInput(SQLModel, table=True):
    """That an input is about a theme; one may be about several."""

    __tablename__ = "theme_input"
    __table_args__ = (
        CheckConstraint(_ONE_INPUT, name="theme_input_one"),
        UniqueConstraint("theme_id", "comment_id", name="theme_input_comment"),
        UniqueConstraint("theme_id", "note_id", name="theme_input_note"),
        UniqueConstraint("theme_id", "evidence_id", name="theme_input_evidence"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    theme_id: int = Field(
        sa_column=Column(Id, ForeignKey("dialogue_theme.id", ondelete="CASCADE"), nullable=False)
    )
    comment_id: int | None = Field(default=None, sa_column=_input("comment.id"))
    note_id: int | None = Field(default=None, sa_column=_input("field_note.id"))
    evidence_id: int | None = Field(default=None, sa_column=_input("dialogue_evidence.id"))


field_notes = table_of(FieldNote)
evidences = table_of(Evidence)
themes = table_of(Theme)
theme_inputs = table_of(ThemeInput)
