"""The rows of joining two cases: that it was done, and what each supporter was asked for it."""

from enum import StrEnum

from sqlalchemy import Column, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.calendar import DAY, Moment
from models.database import (
    Id,
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
)
from models.states import Status
from models.vote import VoteState

UNDONE_WITHIN = 30 * DAY
"""How long two cases that were joined can be parted again as if nothing had happened."""

LETTER = "move_support"
"""The folder of templates/mail that words the question, and the purpose of the key of its link."""

_STANDING = text("undone_at IS NULL")


class Moving(StrEnum):
    """What a supporter answers."""

    MOVED = "moved"
    KEPT = "kept"
    """Her support stays with the proposal that she gave it to."""


class Merging(SQLModel, table=True):
    """A case was joined with another, and from which status. One stands for each duplicate."""

    __table_args__ = (
        Index(
            "merging_standing",
            "submission_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    """The duplicate."""
    into_id: int = Field(sa_column=reference_column("submission.id"))
    was: Status = Field(sa_column=enum_column(Status, guarded=False))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    at: Moment = Field(sa_column=moment_column())
    undone_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


class MoveQuestion(SQLModel, table=True):
    """Somebody who supported the duplicate is asked whether to move her support.

    `vote_id` is her vote there, and `had` what it was; `new_vote_id` the one that a move made or
    woke in the case that goes on, and `before` what that was, None where there was none. Numbers
    without keys: a vote goes with its case.
    """

    __tablename__ = "move_question"
    __table_args__ = (UniqueConstraint("merging_id", "person_id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    merging_id: int = Field(sa_column=reference_column("merging.id", index=False))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    person_id: int = Field(sa_column=reference_column("person.id"))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    """Where she was asked; None for whoever has no address that we may write to."""
    vote_id: int = Field(sa_column=Column(Id, nullable=False))
    had: VoteState = Field(sa_column=enum_column(VoteState, guarded=False))
    new_vote_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    before: VoteState | None = Field(
        default=None, sa_column=enum_column(VoteState, guarded=False, nullable=True)
    )
    answer: Moving | None = Field(default=None, sa_column=enum_column(Moving, nullable=True))
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


mergings = table_of(Merging)
questions = table_of(MoveQuestion)
