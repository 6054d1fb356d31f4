"""Subscriptions: who wants to hear of what. No account: a confirmed address is enough."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, String, select, text
from sqlmodel import Field, Session, SQLModel

from models import keys
from models.calendar import Moment, now
from models.database import (
    Id,
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import NotFound

UNSUBSCRIBE, MANAGE = "unsubscribe", "manage"


class Topic(StrEnum):
    """What one wants to hear of: one case, all decisions, a subject, or what one unit has."""

    SUBMISSION = "submission"
    DECISIONS = "decisions"
    CATEGORY = "category"
    UNIT = "unit"


class Extent(StrEnum):
    """How much one wants to hear: the decision alone, answers and decisions (the preset), or all
    that happens. Each includes what stands before it.
    """

    DECISION = "decision"
    ANSWERS = "answers"
    EVERYTHING = "everything"

    @property
    def hearing(self) -> tuple["Extent", ...]:
        """All who hear of something that this is the least one must have asked for."""
        every = tuple(Extent)
        return every[every.index(self) :]


class Frequency(StrEnum):
    """How often. In this order also by letter, so that the least of several is the soonest."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class SubscriptionState(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    STOPPED = "stopped"


_LIST_SQL = "submission_id IS NULL AND category_id IS NULL AND unit_id IS NULL"


class Subscription(SQLModel, table=True):
    """One wish of one address. One per address and topic; asking again changes it."""

    __table_args__ = (
        CheckConstraint(
            "(topic = 'submission') = (submission_id IS NOT NULL)"
            " AND (topic = 'category') = (category_id IS NOT NULL)"
            " AND (topic = 'unit') = (unit_id IS NOT NULL)",
            name="subscription_topic",
        ),
        Index(
            "subscription_case",
            "contact_id",
            "submission_id",
            unique=True,
            sqlite_where=text("submission_id IS NOT NULL"),
            postgresql_where=text("submission_id IS NOT NULL"),
        ),
        Index(
            "subscription_list",
            "contact_id",
            "topic",
            unique=True,
            sqlite_where=text(_LIST_SQL),
            postgresql_where=text(_LIST_SQL),
        ),
        Index(
            "subscription_category",
            "contact_id",
            "category_id",
            unique=True,
            sqlite_where=text("category_id IS NOT NULL"),
            postgresql_where=text("category_id IS NOT NULL"),
        ),
        Index(
            "subscription_unit",
            "contact_id",
            "unit_id",
            unique=True,
            sqlite_where=text("unit_id IS NOT NULL"),
            postgresql_where=text("unit_id IS NOT NULL"),
        ),
        # In the order in which an event is addressed: a chunk reads its own followers alone.
        Index("subscription_audience", "submission_id", "topic", "state", "contact_id"),
        Index("subscription_of_category", "category_id", "state", "contact_id"),
        Index("subscription_of_unit", "unit_id", "state", "contact_id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    # Not guarded: SQLite changes a CHECK only with its table, and there will be other topics.
    topic: Topic = Field(sa_column=enum_column(Topic, guarded=False))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True, index=False)
    )
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True, index=False)
    )
    unit_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    extent: Extent = Field(default=Extent.ANSWERS, sa_column=enum_column(Extent))
    frequency: Frequency = Field(
        default=Frequency.AT_ONCE, sa_column=enum_column(Frequency, server_default="at_once")
    )
    state: SubscriptionState = Field(
        default=SubscriptionState.PENDING, sa_column=enum_column(SubscriptionState)
    )
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    created_at: Moment = Field(sa_column=moment_column())
    confirmed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    since: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when she hears as much as now: confirming, resuming and asking for more begin anew."""
    stopped_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    moved_from_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True, index=True))
    """The case she followed before it was joined with this one: she hears once that it was."""


subscriptions = table_of(Subscription)


def ask(
    session: Session,
    contact_id: int,
    topic: Topic,
    *,
    submission_id: int | None = None,
    category_id: int | None = None,
    unit_id: int | None = None,
    extent: Extent,
    language: str,
) -> Subscription:
    """Note a wish. It tells nobody anything until it is confirmed (double opt-in, NT-10)."""
    target = {"submission_id": submission_id, "category_id": category_id, "unit_id": unit_id}
    found = session.scalars(
        lock_rows(
            select(Subscription).where(
                subscriptions.c.contact_id == contact_id,
                subscriptions.c.topic == topic,
                *(subscriptions.c[name].is_not_distinct_from(it) for name, it in target.items()),
            )
        )
    ).first()
    wish = found or Subscription(
        contact_id=contact_id,
        topic=topic,
        submission_id=submission_id,
        category_id=category_id,
        unit_id=unit_id,
        nonce=keys.nonce(),
        created_at=now(),
    )
    if wish.state is not SubscriptionState.ACTIVE:
        wish.state = SubscriptionState.PENDING
        wish.extent = extent
        wish.language = language
    session.add(wish)
    session.flush()
    return wish


def confirm(
    session: Session, subscription_id: int, *, extent: Extent | None = None
) -> Subscription:
    """The button was pressed: from now on this address is told. Twice changes nothing."""
    wish = session.get_one(Subscription, subscription_id)
    if wish.state is not SubscriptionState.ACTIVE:
        wish.state = SubscriptionState.ACTIVE
        wish.confirmed_at = wish.since = now()
        wish.stopped_at = None
    if extent is not None:
        widen(wish, extent)
    session.add(wish)
    session.flush()
    return wish


def widen(wish: Subscription, extent: Extent) -> None:
    """Hear of more, or of less, from now on."""
    if wish.extent is not extent:
        wish.extent = extent
        wish.since = now()


def stop(session: Session, wish: Subscription) -> None:
    """Tell this address no more of this. Idempotent: a second press changes nothing."""
    if wish.state is not SubscriptionState.STOPPED:
        wish.state = SubscriptionState.STOPPED
        wish.stopped_at = now()
        session.add(wish)
        session.flush()


def link(wish: Any, purpose: str = UNSUBSCRIBE) -> str:
    """The standing token of one wish: recomputable, survives rotation, never expires (NT-10).

    `wish` is a Subscription, or a row of its id and nonce.
    """
    return f"{wish.id}.{keys.key(purpose, wish.id or 0, wish.nonce)}"


def by_link(session: Session, given: str, purpose: str = UNSUBSCRIBE) -> Subscription:
    """The wish a standing link stands for. Raises NotFound for a forged one."""
    number, _, key = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    wish = session.get(Subscription, int(number))
    if wish is None or not keys.fits(key, purpose, wish.id or 0, wish.nonce):
        raise NotFound
    return wish
