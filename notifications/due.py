"""What is known of a delivery in the moment before it goes, and whether it may still go (NT-5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.calendar import now
from models.comment import comments
from models.database import table_of
from models.delivery import DeliveryReason, DeliveryState, deliveries
from models.event import Event, EventKind
from models.silence import silences
from models.states import PUBLIC
from models.submission import submissions
from models.subscription import SubscriptionState, Topic, subscriptions
from models.suppression import Why, suppressions
from models.token import Token
from notifications.telling import UNCONFIRMED

_events = table_of(Event)
_reasons = table_of(DeliveryReason)

STOP_CONFIRMED, TEXT_HELP = "stop_confirmed", "text_help"
"""The kinds of the messages that answer STOP and HELP: they go also to whoever said STOP."""

_ROWS = (
    select(
        deliveries.c.id,
        deliveries.c.channel,
        deliveries.c.address,
        deliveries.c.message_key,
        deliveries.c.kind,
        deliveries.c.language,
        deliveries.c.contact_id,
        deliveries.c.submission_id,
        deliveries.c.subscription_id,
        deliveries.c.event_id,
        deliveries.c.token_id,
        deliveries.c.attempts,
        deliveries.c.created_at,
        silences.c.at.label("silent_since"),
        suppressions.c.why.label("unreached_why"),
        suppressions.c.until.label("unreached_until"),
        subscriptions.c.state.label("wish_state"),
        subscriptions.c.topic.label("wish_topic"),
        subscriptions.c.nonce.label("wish_nonce"),
        _events.c.kind.label("event_kind"),
        _events.c.facts.label("event_facts"),
        submissions.c.reference,
        submissions.c.publication,
        submissions.c.nonce.label("case_nonce"),
        submissions.c.version.label("case_version"),
        submissions.c.contact_id.label("author_contact_id"),
        submissions.c.confirmed_at.label("author_confirmed_at"),
    )
    .join_from(deliveries, silences, silences.c.contact_id == deliveries.c.contact_id, isouter=True)
    .outerjoin(suppressions, suppressions.c.contact_id == deliveries.c.contact_id)
    .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
    .outerjoin(_events, _events.c.id == deliveries.c.event_id)
    .outerjoin(submissions, submissions.c.id == deliveries.c.submission_id)
    .where(deliveries.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(deliveries.c.not_before, deliveries.c.id)
)
_WISHES = (
    select(subscriptions.c.id, subscriptions.c.topic, subscriptions.c.nonce)
    .join_from(_reasons, subscriptions, subscriptions.c.id == _reasons.c.subscription_id)
    .where(
        _reasons.c.delivery_id == bindparam("delivery_id"),
        subscriptions.c.state == SubscriptionState.ACTIVE,
    )
    .order_by(subscriptions.c.id)
)
_COMMENT = select(comments.c.publication, comments.c.version, comments.c.contact_id).where(
    comments.c.id == bindparam("comment_id")
)


class Wish(NamedTuple):
    """A subscription that still stands."""

    id: int
    topic: Topic
    nonce: str


@dataclass(frozen=True)
class Due:
    """One delivery with everything around it, as it stood in one transaction."""

    row: Row[Any]
    """The columns of the statement above."""
    facts: Mapping[str, Any]
    comment: Row[Any] | None
    wishes: tuple[Wish, ...]
    """The follower's wishes that still stand, oldest first; empty for everybody else."""
    token: Token | None

    @property
    def is_button(self) -> bool:
        """A letter that answers a form, and is no news of anything."""
        return self.row.event_id is None and self.token is not None

    @property
    def button(self) -> Token | None:
        """The token of the letter's button, while it can be pressed."""
        token = self.token
        return token if token and token.used_at is None and token.expires_at > now() else None

    @property
    def is_public(self) -> bool:
        return self.row.publication in PUBLIC


def look(session: Session, ids: Iterable[int]) -> list[Due]:
    """Read deliveries and all that decides about them, the longest due first."""
    rows: Any = session.connection().execute(_ROWS, {"ids": list(ids)})
    return [_with_its_own(session, row) for row in rows.all()]


def _with_its_own(session: Session, row: Row[Any]) -> Due:
    facts = json.loads(row.event_facts) if row.event_facts else {}
    comment: Row[Any] | None = None
    if "comment" in facts:
        comment = session.execute(_COMMENT, {"comment_id": facts["comment"]}).first()
    token = session.get(Token, row.token_id) if row.token_id is not None else None
    return Due(row, facts, comment, _wishes(session, row), token)


def _wishes(session: Session, row: Row[Any]) -> tuple[Wish, ...]:
    if row.subscription_id is None:
        return ()
    if row.wish_state is SubscriptionState.ACTIVE and row.event_kind != EventKind.DECIDED:
        # Only a decision can be wished for twice over: one look less for every other letter.
        return (Wish(row.subscription_id, row.wish_topic, row.wish_nonce),)
    return tuple(Wish(*found) for found in session.execute(_WISHES, {"delivery_id": row.id}))


def stale(due: Due) -> tuple[DeliveryState, str] | None:
    """Why a delivery may not go any more: its last state and a code. None when it may."""
    row = due.row
    if due.token is not None and due.is_button:
        return _stale_button(due.token)
    if row.silent_since is not None and row.kind not in {STOP_CONFIRMED, TEXT_HELP}:
        return DeliveryState.SUPPRESSED, "stopped"
    if _is_unreached(due):
        return DeliveryState.SUPPRESSED, row.unreached_why.value
    if row.event_id is None:
        return None
    if row.subscription_id is not None:
        return _stale_news(due)
    return _stale_own(due)


def _is_unreached(due: Due) -> bool:
    """Whether the address is left alone (NT-17). A letter whose button can be pressed goes all the
    same: somebody has just asked for it, and pressing it proves that the address works again.
    """
    row = due.row
    until = row.unreached_until
    if row.unreached_why is None or (until is not None and until <= now()):
        return False
    if row.unreached_why is Why.COMPLAINED:
        return row.subscription_id is not None
    return due.button is None


def _stale_button(token: Token) -> tuple[DeliveryState, str] | None:
    if token.used_at is not None:
        return DeliveryState.CANCELLED, "pressed"
    return (DeliveryState.EXPIRED, "too_late") if token.expires_at <= now() else None


def _stale_news(due: Due) -> tuple[DeliveryState, str] | None:
    """A follower's letter: she must still wish for it, and everyone be allowed to read of it."""
    if not due.wishes:
        return DeliveryState.CANCELLED, "unsubscribed"
    if not due.is_public and due.row.event_kind != EventKind.WITHDRAWN:
        return DeliveryState.EXPIRED, "not_public"
    if due.comment is not None and due.comment.publication not in PUBLIC:
        return DeliveryState.EXPIRED, "not_public"
    return None


def _stale_own(due: Due) -> tuple[DeliveryState, str] | None:
    """A letter about one's own text, public or not."""
    row = due.row
    writer_id = due.comment.contact_id if due.comment is not None else row.author_contact_id
    if writer_id != row.contact_id:
        return DeliveryState.CANCELLED, "not_own"
    own = due.comment is not None or row.author_confirmed_at is not None
    if not own and row.kind not in UNCONFIRMED:
        return DeliveryState.EXPIRED, "unconfirmed"
    if row.kind in {"published", "edited"} and not due.is_public:
        return DeliveryState.EXPIRED, "not_public"
    return None
