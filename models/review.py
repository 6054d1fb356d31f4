"""What waits for judgement: one open item per thing a resident wrote, and the reports about it."""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    select,
    text,
    update,
)
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of


class ReviewState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    IGNORED = "ignored"
    ESCALATED = "escalated"


OPEN = (ReviewState.PENDING, ReviewState.ESCALATED)
_OPEN_SQL = "state IN ('pending', 'escalated')"


class Reviewable(SQLModel, table=True):
    """An item of the queue. Exactly one of the targets is set; at most one open item per target."""

    __table_args__ = (
        CheckConstraint(
            "(submission_id IS NULL) <> (comment_id IS NULL)", name="reviewable_one_target"
        ),
        Index(
            "reviewable_open_submission",
            "submission_id",
            unique=True,
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
        Index(
            "reviewable_open_comment",
            "comment_id",
            unique=True,
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
        Index("reviewable_queue", "state", "urgent", "created_at", "id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True, index=False)
    )
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True, index=False)
    )
    state: ReviewState = Field(default=ReviewState.PENDING, sa_column=enum_column(ReviewState))
    urgent: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    reports: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    created_at: Moment = Field(sa_column=moment_column())
    claimed_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    claimed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    decided_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    decided_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    """The very text that waits: a verdict on another revision is stale (T34)."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class Report(SQLModel, table=True):
    """Somebody said that a text breaks the rules. The words are hers and never published."""

    id: int | None = Field(default=None, sa_column=id_column())
    reviewable_id: int = Field(sa_column=reference_column("reviewable.id"))
    reason: str = Field(sa_column=Column(String(32), nullable=False))
    explanation: str = Field(sa_column=Column(LongText, nullable=False))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    at: Moment = Field(sa_column=moment_column())


reviewables = table_of(Reviewable)


def enqueue(
    session: Session,
    *,
    text_id: int,
    submission_id: int | None = None,
    comment_id: int | None = None,
    urgent: bool = False,
) -> Reviewable:
    """Put a thing in the queue, or return the open item it already has, brought up to this text."""
    target = (
        reviewables.c.submission_id == submission_id
        if submission_id is not None
        else reviewables.c.comment_id == comment_id
    )
    item = session.scalars(select(Reviewable).where(target, reviewables.c.state.in_(OPEN))).first()
    if item is None:
        item = Reviewable(
            submission_id=submission_id,
            comment_id=comment_id,
            text_id=text_id,
            urgent=urgent,
            created_at=now(),
        )
    else:
        item.text_id = text_id
        item.urgent = item.urgent or urgent
        item.version += 1
    session.add(item)
    session.flush()
    return item


def report(
    session: Session, item: Reviewable, *, reason: str, explanation: str, contact_id: int | None
) -> None:
    """Add one report to an open item. A second report never makes a second item (MQ-2)."""
    session.add(
        Report(
            reviewable_id=item.id or 0,
            reason=reason,
            explanation=explanation,
            contact_id=contact_id,
            at=now(),
        )
    )
    session.execute(
        update(reviewables)
        .where(reviewables.c.id == item.id)
        .values(reports=reviewables.c.reports + 1)
    )


def withdraw(session: Session, *, submission_id: int) -> None:
    """The author took the thing back: nothing waits any more."""
    session.execute(
        update(reviewables)
        .where(reviewables.c.submission_id == submission_id, reviewables.c.state.in_(OPEN))
        .values(state=ReviewState.IGNORED, decided_at=now(), version=reviewables.c.version + 1)
    )
