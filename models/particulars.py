"""What has to be said with a status: the day of the work, a delay, the board, who else has it.

One row per case that has any of it. Names and words stand here or in Text, never in an event.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, String
from sqlmodel import Field, Session, SQLModel

from models.database import Id, reference_column, table_of


class Particulars(SQLModel, table=True):
    """The particulars of one case. What no longer fits its status stays, and is not shown."""

    __table_args__ = (
        CheckConstraint("(delay_text_id IS NULL) = (delay_day IS NULL)", name="particulars_delay"),
        CheckConstraint("(forwarded IS NULL) = (receiver = '')", name="particulars_receiver"),
    )

    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, autoincrement=False)
    )
    planned_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The day on which what is planned shall be done."""
    board: str = Field(default="", sa_column=Column(String(120), nullable=False))
    """The board that a proposal was referred to; "" when nobody said which."""
    board_id: int | None = Field(
        default=None, sa_column=reference_column("board.id", nullable=True, index=False)
    )
    """The same as one of the profile, where it was chosen from there."""
    delay_text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    delay_day: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    receiver: str = Field(default="", sa_column=Column(String(120), nullable=False))
    """Who is responsible when we are not, and how to reach them (förvaltningslagen 6, 8 §§)."""
    receiver_contact: str = Field(default="", sa_column=Column(String(200), nullable=False))
    forwarded: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    """Whether we have sent it on to them; None when there is no receiver."""


particulars = table_of(Particulars)


def note(session: Session, submission_id: int, **said: Any) -> None:
    """Write down some of the particulars of a case, and leave the others as they are."""
    row = session.get(Particulars, submission_id) or Particulars(submission_id=submission_id)
    for name, value in said.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def forget_the_end(session: Session, submission_id: int) -> None:
    """It is open again: nobody else has it, and no new day was given yet."""
    if session.get(Particulars, submission_id) is not None:
        note(
            session,
            submission_id,
            delay_text_id=None,
            delay_day=None,
            receiver="",
            receiver_contact="",
            forwarded=None,
        )
