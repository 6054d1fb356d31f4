"""What one person may not decide alone: she proposes it, and a second one confirms it or not.

The row says who proposed what, and who answered; the act itself is done by the verb that asked, in
the transaction of the answer (moderation.four_eyes; spec MQ-7).
"""

from enum import StrEnum

from sqlalchemy import Column, Index, Integer, String, text
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked


class Matter(StrEnum):
    """What kind of thing is proposed."""

    VERDICT = "verdict"
    """A judgement of a text: `code` is the judgement, `reason` why."""
    ESCALATION = "escalation"
    """Somebody else is to decide, and decides freely; `note` says why."""
    SUSPENSION = "suspension"
    """That a person may not write until a day: `code` and `until` say what."""


class Answer(StrEnum):
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    """The text was changed, taken back or judged otherwise meanwhile."""


_OPEN_SQL = "answer IS NULL"
IS_OPEN = text(f"second_opinion.{_OPEN_SQL}")


class SecondOpinion(SQLModel, table=True):
    """One proposal. What is about a case goes with the case."""

    __tablename__ = "second_opinion"
    __table_args__ = (
        # A proposal about an item that was judged otherwise is open no more (four_eyes.lapse).
        Index(
            "second_opinion_open_item",
            "reviewable_id",
            unique=True,
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
        Index(
            "second_opinion_waiting",
            "asked_at",
            "id",
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    matter: Matter = Field(sa_column=enum_column(Matter, guarded=False))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    reviewable_id: int | None = Field(
        default=None, sa_column=reference_column("reviewable.id", nullable=True)
    )
    item_version: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """The item as it was when it was proposed: of another one it would be another proposal."""
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    """Whom it is about, where it is about no text."""
    code: str = Field(default="", sa_column=Column(String(32), nullable=False))
    reason: str = Field(default="", sa_column=Column(String(32), nullable=False))
    until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    message: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """What the author is to be told beside the reason."""
    note: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """To the second person, and never to anybody outside."""
    asked_by: int = Field(sa_column=reference_column("person.id"))
    asked_at: Moment = Field(sa_column=moment_column())
    answer: Answer | None = Field(
        default=None, sa_column=enum_column(Answer, nullable=True, guarded=False)
    )
    answered_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    verdict_id: int | None = Field(
        default=None, sa_column=reference_column("verdict.id", nullable=True)
    )
    """What came of it, where it was about a text: the second person gave it."""


second_opinions = table_of(SecondOpinion)
