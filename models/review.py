"""What waits for judgement: one open item per thing a resident wrote."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Integer,
    Select,
    false,
    insert,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import profile
from models.calendar import DAY, HOUR, Moment, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.review_indexes import OPEN_SQL, indexes


class ReviewState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    IGNORED = "ignored"
    ESCALATED = "escalated"


class LetIn(StrEnum):
    """Why a text is shown that nobody had judged."""

    AFTER = "after"
    """Its place is reviewed afterwards: the item waits."""
    REACTIVE = "reactive"
    """Its place is reviewed when somebody reports: the item waits for nobody."""
    TRUSTED = "trusted"
    """Its author is trusted. A few are read all the same; the item of the rest is for samples."""
    RULE = "rule"
    """Nobody read it in time, and the profile lets the rule show what nothing was found in."""


OPEN = (ReviewState.PENDING, ReviewState.ESCALATED)
IS_OPEN = text(f"reviewable.{OPEN_SQL}")
"""The condition of an open item as the partial indexes have it: SQLite uses those only when the
statement says the same with constants, never with bound values."""

URGENT_WITHIN = HOUR
HIDDEN_AT_MOST = DAY
"""How long a text may stay hidden before somebody says what becomes of it (MQ-4)."""

ENTERED = "review_entered"
"""Key of `session.info`: the targets that came into the queue, or came again with other words.
Whoever commits asks moderation.modes whether they may be shown at once.
"""


class Reviewable(SQLModel, table=True):
    """An item of the queue. Exactly one of the targets is set; at most one open item per target."""

    __table_args__ = (
        CheckConstraint(
            "(submission_id IS NULL) <> (comment_id IS NULL)", name="reviewable_one_target"
        ),
        *indexes(),
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
    due_at: Moment = Field(sa_column=moment_column())
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
    score: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    """How soon it should be read among its like: the sum of its reports' weights (MQ-4)."""
    fine: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Nothing was found in it and its author is known: it may be shown with others in one press."""
    screened: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    """The version of the screening rules by which it was put in its heap; below 1 when not yet."""
    overdue: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Its time has passed: kept a second behind at most, so that the queue is read in order."""
    missed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was found that the promised time had passed."""
    told_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When its author was told that it takes longer: once, whatever the cause."""
    rule_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When the rule shows it, unless somebody judges it or pauses the rule (moderation.rule)."""
    let_in: LetIn | None = Field(
        default=None, sa_column=enum_column(LetIn, nullable=True, guarded=False)
    )
    """Why it was shown before anybody judged it; None for what waited."""


reviewables = table_of(Reviewable)


def target(submission_id: int | None, comment_id: int | None) -> ColumnElement[bool]:
    """The condition for the items of one thing: a comment when it is named, else a submission."""
    if comment_id is not None:
        return reviewables.c.comment_id == comment_id
    return reviewables.c.submission_id == submission_id


def due(site: profile.Site, *, urgent: bool) -> Moment:
    """By when somebody should have looked: within the hour, or by the town's own promise."""
    return now() + URGENT_WITHIN if urgent else site.reviewing.due(site.opening, now())


_ADD = insert(reviewables)


def add(session: Session, site: profile.Site, *, submission_id: int, text_id: int) -> None:
    """Put a submission that was handed in this moment in the queue: it cannot be there already."""
    _enters(session, submission_id, None)
    session.execute(
        _ADD,
        {
            "submission_id": submission_id,
            "text_id": text_id,
            "state": ReviewState.PENDING,
            "urgent": False,
            "reports": 0,
            "score": 0,
            "fine": False,
            "screened": 0,
            "created_at": now(),
            "due_at": due(site, urgent=False),
            "version": 1,
        },
    )


def enqueue(
    session: Session,
    *,
    text_id: int,
    submission_id: int | None = None,
    comment_id: int | None = None,
    urgent: bool = False,
) -> Reviewable:
    """Put a thing in the queue, or return the open item it already has, brought up to this text.

    Its version grows only with the text or the urgency, so that a stream of reports cannot keep a
    moderator from deciding.
    """
    item = session.scalars(
        select(Reviewable).where(target(submission_id, comment_id), IS_OPEN)
    ).first()
    if item is None or item.text_id != text_id:
        _enters(session, submission_id, comment_id)
    site = profile.site(session)
    if item is None:
        item = Reviewable(
            submission_id=submission_id,
            comment_id=comment_id,
            text_id=text_id,
            urgent=urgent,
            created_at=now(),
            due_at=due(site, urgent=urgent),
        )
    elif item.text_id != text_id or (urgent and not item.urgent):
        item.text_id = text_id
        item.urgent = item.urgent or urgent
        item.due_at = min(item.due_at, due(site, urgent=item.urgent))
        item.fine, item.screened, item.rule_at = False, 0, None
        item.version += 1
    session.add(item)
    session.flush()
    return item


def _enters(session: Session, submission_id: int | None, comment_id: int | None) -> None:
    session.info.setdefault(ENTERED, []).append((submission_id, comment_id))


def settle(session: Session, item: Reviewable, state: ReviewState, *, by_id: int | None) -> None:
    """Note who decided and when; a hidden text stays open and must be decided within a day. Without
    a person a rule of the profile decided.
    """
    item.state = state
    item.decided_by = by_id
    item.decided_at = now()
    item.claimed_by = item.claimed_at = None
    item.version += 1
    if state in OPEN:
        item.due_at = now() + HIDDEN_AT_MOST
        item.overdue = item.fine = False
    session.add(item)
    session.flush()


def let_go_of_all(session: Session, person_id: int) -> None:
    """What somebody was reading is anybody's again: she has no desk any more."""
    session.execute(
        update(reviewables)
        .where(reviewables.c.claimed_by == person_id, IS_OPEN)
        .values(claimed_by=None, claimed_at=None)
    )


def forget_the_rule(session: Session) -> None:
    """What the rule was about to show waits as if nobody had been warned (moderation.rule)."""
    warned = reviewables.c.rule_at > 0
    session.execute(update(reviewables).where(IS_OPEN, warned).values(rule_at=None))


def withdraw(
    session: Session, *, submission_id: int | None = None, comment_id: int | None = None
) -> None:
    """The author took the thing back, or its place is read on report alone: nothing waits."""
    _withdraw(session, target(submission_id, comment_id))


def withdraw_written(session: Session, cases: Select[Any], comments: Select[Any]) -> None:
    """The same of everything that two statements name by their ids."""
    named = reviewables.c.submission_id.in_(cases) | reviewables.c.comment_id.in_(comments)
    _withdraw(session, named)


def _withdraw(session: Session, wanted: ColumnElement[bool]) -> None:
    session.execute(
        update(reviewables)
        .where(wanted, IS_OPEN)
        .values(state=ReviewState.IGNORED, decided_at=now(), version=reviewables.c.version + 1)
    )
