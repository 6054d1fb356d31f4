"""Verdicts: who judged what, when and why. The publication of a text is their shadow."""

from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, text
from sqlmodel import Field, SQLModel

from models.calendar import SECOND, Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked
from models.settings import settings
from models.states import Publication


def undo_lasts() -> Moment:
    """How long a moderator may take back what she just decided; until then no letter says it."""
    return settings().undo_seconds * SECOND


class Judgement(StrEnum):
    PUBLISH = "publish"
    REDACT = "redact"
    RETURN = "return"
    REFUSE = "refuse"
    HIDE = "hide"
    UNPUBLISH = "unpublish"
    KEEP = "keep"
    """A report was looked at and the text stays as it is."""


RESTRICTING = frozenset(
    {Judgement.REDACT, Judgement.RETURN, Judgement.REFUSE, Judgement.HIDE, Judgement.UNPUBLISH}
)


class Verdict(SQLModel, table=True):
    """One judgement of one item. Triggers on both databases refuse UPDATE and DELETE.

    `message` is the author's only; the public register has the reason. `by_id` is None for what a
    rule did by itself: hiding, until somebody has looked. `shown` is where the judgement put the
    text, None when it stayed where it was.
    """

    __table_args__ = (
        Index("verdict_newest", "at", "id"),
        # What a rule did by itself, which must not last (moderation.unhiding).
        Index(
            "verdict_by_rule",
            "at",
            sqlite_where=text("by_id IS NULL"),
            postgresql_where=text("by_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    reviewable_id: int = Field(sa_column=reference_column("reviewable.id"))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True)
    )
    judgement: Judgement = Field(sa_column=enum_column(Judgement, guarded=False))
    shown: Publication | None = Field(
        default=None, sa_column=enum_column(Publication, nullable=True, guarded=False)
    )
    reason: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    message: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    by_id: int | None = Field(default=None, sa_column=reference_column("person.id", nullable=True))
    at: Moment = Field(sa_column=moment_column())
    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), nullable=False, unique=True))


verdicts = table_of(Verdict)
