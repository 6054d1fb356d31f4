"""Deliveries: one row per message to one address, with its tries and what became of it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    insert,
    text,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import HOUR, Moment, now
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.event import TELLS
from models.person import Channel, Contact
from models.token import Purpose, Token


class DeliveryState(StrEnum):
    """The states of spec NT-3."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary_failure"
    PERMANENT_FAILURE = "permanent_failure"
    TECHNICAL_FAILURE = "technical_failure"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


AHEAD = HOUR
"""How long before other letters of the same moment a button's letter is due."""

_WAITING_SQL = "state IN ('queued', 'sending', 'temporary_failure') AND sent_at IS NULL"
_DEAD_SQL = "state IN ('permanent_failure', 'technical_failure')"
_OPEN_SQL = "state = 'queued' AND gathers IS NOT NULL"
_UNREPORTED_SQL = "channel = 'sms' AND state = 'sent'"


class Delivery(SQLModel, table=True):
    """One message to one address on one channel, and the same one however often it is tried."""

    __table_args__ = (
        UniqueConstraint("channel", "address", "message_key"),
        Index(
            "delivery_waiting",
            "not_before",
            "id",
            sqlite_where=text(_WAITING_SQL),
            postgresql_where=text(_WAITING_SQL),
        ),
        Index(
            "delivery_open",
            "gathers",
            "contact_id",
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
        Index(
            "delivery_unreported",
            "sent_at",
            sqlite_where=text(_UNREPORTED_SQL),
            postgresql_where=text(_UNREPORTED_SQL),
        ),
        Index(
            "delivery_dead",
            "id",
            sqlite_where=text(_DEAD_SQL),
            postgresql_where=text(_DEAD_SQL),
        ),
        Index("delivery_sent", "channel", "sent_at"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    channel: Channel = Field(sa_column=enum_column(Channel))
    address: str = Field(sa_column=Column(String(254), nullable=False))
    message_key: str = Field(sa_column=Column(String(80), nullable=False))
    kind: str = Field(sa_column=Column(String(40), nullable=False))
    """The folder of templates/mail and templates/sms that words it."""
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    event_id: int | None = Field(
        default=None, sa_column=reference_column("event.id", nullable=True, index=False)
    )
    subscription_id: int | None = Field(
        default=None, sa_column=reference_column("subscription.id", nullable=True, index=False)
    )
    token_id: int | None = Field(
        default=None, sa_column=reference_column("token.id", nullable=True)
    )
    gathers: str | None = Field(default=None, sa_column=Column(String(80), nullable=True))
    """What may still be attached while it has not begun: further events with this key."""
    newest_event_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """The event that was attached last; `event_id` is the first."""
    state: DeliveryState = Field(default=DeliveryState.QUEUED, sa_column=enum_column(DeliveryState))
    code: str = Field(default="", sa_column=Column(String(60), nullable=False))
    lease_owner: str | None = Field(default=None, sa_column=Column(String(40), nullable=True))
    lease_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    not_before: Moment = Field(sa_column=moment_column())
    created_at: Moment = Field(sa_column=moment_column())
    sent_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    provider_ref: str | None = Field(default=None, sa_column=Column(String(120), nullable=True))
    template: str | None = Field(default=None, sa_column=Column(String(16), nullable=True))
    """Which version of its templates it was written with (NT-16)."""
    rendered: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    """SHA-256 of the words that went, so that a copy can be told from them (NT-16)."""


class DeliveryEvent(SQLModel, table=True):
    """Which events a delivery carries: each event one message per address and channel."""

    __tablename__ = "delivery_event"
    __table_args__ = (
        PrimaryKeyConstraint("delivery_id", "event_id"),
        UniqueConstraint("event_id", "channel", "address"),
    )

    delivery_id: int = Field(sa_column=Column(Id, ForeignKey("delivery.id"), nullable=False))
    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), nullable=False))
    channel: Channel = Field(sa_column=enum_column(Channel))
    address: str = Field(sa_column=Column(String(254), nullable=False))
    kind: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    """How this event is worded; "" is the delivery's own kind."""
    code: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=""))
    """Why it was left out of a message that went without it; "" while it was not."""


class DeliveryReason(SQLModel, table=True):
    """Which subscriptions made us send an event; the letter's foot names them."""

    __tablename__ = "delivery_reason"
    __table_args__ = (
        PrimaryKeyConstraint(
            "delivery_id", "subscription_id", "event_id", name="delivery_reason_key"
        ),
    )

    delivery_id: int = Field(sa_column=Column(Id, ForeignKey("delivery.id"), nullable=False))
    subscription_id: int = Field(
        sa_column=Column(Id, ForeignKey("subscription.id"), nullable=False, index=True)
    )
    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), nullable=False))


class DeliveryAttempt(SQLModel, table=True):
    """One try: when it began, how it ended."""

    __tablename__ = "delivery_attempt"

    id: int | None = Field(default=None, sa_column=id_column())
    delivery_id: int = Field(sa_column=reference_column("delivery.id"))
    at: Moment = Field(sa_column=moment_column())
    outcome: str = Field(sa_column=Column(String(20), nullable=False))
    code: str = Field(default="", sa_column=Column(String(60), nullable=False))
    took: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """Milliseconds until the provider took it."""


deliveries = table_of(Delivery)


def post(
    session: Session,
    kind: str,
    contact: Contact,
    *,
    key: str,
    submission_id: int | None = None,
    language: str,
) -> None:
    """Queue a letter that is about no event. `key` makes it the only one to its address."""
    _queue(
        session,
        contact,
        kind=kind,
        message_key=key,
        submission_id=submission_id,
        language=language,
        not_before=now(),
    )


def post_to(
    session: Session, kind: str, readers: Iterable[Any], *, key: str, submission_id: int
) -> None:
    """The same to each of these: rows of a contact and its person's `language`."""
    for contact, language in readers:
        post(session, kind, contact, key=key, submission_id=submission_id, language=language)


def post_button(session: Session, token: Token, *, kind: str = "") -> None:
    """Queue the letter with a button (confirm, sign in): it answers a form, not an event. `kind` is
    that of a letter with words of its own.
    """
    _queue(
        session,
        session.get_one(Contact, token.contact_id),
        kind=kind or _KINDS.get(token.purpose, "confirm_contact"),
        message_key=f"token:{token.id}",
        submission_id=token.submission_id,
        token_id=token.id,
        language=token.language,
        # Somebody sits and waits for it: it goes before any mass sending.
        not_before=now() - AHEAD,
    )


_KINDS = {
    Purpose.SIGN_IN: "sign_in",
    Purpose.NEW_ADDRESS: "new_address",
    Purpose.UNDO_ADDRESS: "address_changed",
}


def _queue(session: Session, contact: Contact, **said: object) -> None:
    session.info[TELLS] = True
    session.execute(
        insert(deliveries).values(
            channel=contact.channel,
            address=contact.address,
            contact_id=contact.id,
            state=DeliveryState.QUEUED,
            code="",
            attempts=0,
            created_at=now(),
            **said,
        )
    )
