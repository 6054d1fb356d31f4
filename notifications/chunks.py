"""One chunk of an event's deliveries, by INSERT ... SELECT: people never pass through Python.

Core inserts know nothing of the defaults of SQLModel, so every column is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlmodel import Session

from models.calendar import Moment, now
from models.database import Id, changed, table_of, upsert
from models.delivery import DeliveryEvent, DeliveryReason, DeliveryState, deliveries
from models.event import Event, EventKind
from models.submission import stream_of, submissions
from models.subscription import subscriptions
from models.token import Purpose, Token
from notifications import audience
from notifications.audience import CASE, TOLD, Told, contacts

SIZE = 1_000

_events = table_of(Event)
_carried = table_of(DeliveryEvent)
_reasons = table_of(DeliveryReason)
_tokens = table_of(Token)


@dataclass(frozen=True)
class Matter:
    """One event, and all that decides who hears of it."""

    event_id: int
    case: Any
    told: Told
    actor_id: int | None
    at: Moment

    @property
    def message_key(self) -> str:
        return f"event:{self.event_id}"

    def common(self, kind: str) -> Mapping[str, Any]:
        """What all deliveries of one letter share."""
        at = now()
        return {
            "message_key": self.message_key,
            "kind": kind,
            "submission_id": self.case.id,
            "event_id": self.event_id,
            "state": DeliveryState.QUEUED,
            "code": "",
            "attempts": 0,
            "not_before": at,
            "created_at": at,
        }


def write(session: Session, event_id: int, after: int) -> tuple[int, int | None]:
    """Write the deliveries of the next followers, in order of their contact; first the author's.

    Returns how many were new, and the contact after which the next chunk begins, None at the end.
    """
    matter = _read(session, event_id)
    made = _to_author(session, matter) if after == 0 else 0
    heard = audience.followers(matter.case, matter.told, actor_id=matter.actor_id, at=matter.at)
    if heard is None:
        return made, None
    contact_id = subscriptions.c.contact_id
    some = heard.where(contact_id > after).order_by(contact_id).limit(SIZE).subquery()
    found, last = session.execute(select(func.count(), func.max(some.c.contact_id))).one()
    if not found:
        return made, None
    made += _to_followers(session, matter, after, last)
    return made, last if found == SIZE else None


def _read(session: Session, event_id: int) -> Matter:
    event = session.execute(
        select(_events.c.stream, _events.c.kind, _events.c.actor_id, _events.c.at).where(
            _events.c.id == event_id
        )
    ).one()
    reference = event.stream.removeprefix(stream_of(""))
    case = session.execute(select(*CASE).where(submissions.c.reference == reference)).one()
    return Matter(event_id, case, TOLD[EventKind(event.kind)], event.actor_id, event.at)


def _to_author(session: Session, matter: Matter) -> int:
    writer = audience.author(matter.case, matter.told, actor_id=matter.actor_id)
    found = session.execute(writer).first() if writer is not None else None
    if found is None:
        return 0
    values = {
        **matter.common(audience.author_kind(matter.case, matter.told)),
        "channel": found.channel,
        "address": found.address,
        "language": matter.case.language,
        "contact_id": found.id,
        "token_id": _button(session, matter),
    }
    made = changed(session, upsert(deliveries).values(values).on_conflict_do_nothing())
    _note_events(session, matter, contacts.c.id == found.id)
    return made


def _button(session: Session, matter: Matter) -> int | None:
    """The token that confirms an author's address, while that is still to be done."""
    if matter.case.confirmed_at is not None:
        return None
    found: int | None = session.execute(
        select(func.max(_tokens.c.id)).where(
            _tokens.c.submission_id == matter.case.id,
            _tokens.c.contact_id == matter.case.contact_id,
            _tokens.c.purpose == Purpose.SUBMISSION,
        )
    ).scalar()
    return found


def _to_followers(session: Session, matter: Matter, after: int, last: int) -> int:
    heard = audience.followers(matter.case, matter.told, actor_id=matter.actor_id, at=matter.at)
    wanted = audience.matching(matter.case, matter.told, actor_id=matter.actor_id, at=matter.at)
    if heard is None or wanted is None:
        return 0
    # Said of the subscription: said of the contact, every chunk would look at every follower.
    span = and_(subscriptions.c.contact_id > after, subscriptions.c.contact_id <= last)
    chosen = heard.where(span).subquery()
    common = matter.common(matter.told.kind)
    rows = (
        select(
            contacts.c.channel,
            contacts.c.address,
            subscriptions.c.language,
            contacts.c.id,
            subscriptions.c.id,
            # Typed, because PostgreSQL would take a moment for a 32-bit integer.
            *(literal(value, deliveries.c[name].type) for name, value in common.items()),
        )
        .join_from(chosen, contacts, contacts.c.id == chosen.c.contact_id)
        .join(subscriptions, subscriptions.c.id == chosen.c.subscription_id)
        .where(span)
    )
    names = ["channel", "address", "language", "contact_id", "subscription_id", *common]
    made = changed(session, upsert(deliveries).from_select(names, rows).on_conflict_do_nothing())
    _note_events(session, matter, and_(contacts.c.id > after, contacts.c.id <= last))
    reasons = (
        select(deliveries.c.id, subscriptions.c.id)
        .join_from(subscriptions, contacts, contacts.c.id == subscriptions.c.contact_id)
        .join(deliveries, _same_message(matter))
        .where(wanted, span)
    )
    session.execute(
        upsert(_reasons)
        .from_select(["delivery_id", "subscription_id"], reasons)
        .on_conflict_do_nothing()
    )
    return made


def _note_events(session: Session, matter: Matter, span: ColumnElement[bool]) -> None:
    """Say which event these deliveries carry: the key that no second message can pass."""
    rows = (
        select(
            deliveries.c.id,
            literal(matter.event_id, Id),
            deliveries.c.channel,
            deliveries.c.address,
        )
        .join_from(contacts, deliveries, _same_message(matter))
        .where(span)
    )
    session.execute(
        upsert(_carried)
        .from_select(["delivery_id", "event_id", "channel", "address"], rows)
        .on_conflict_do_nothing()
    )


def _same_message(matter: Matter) -> ColumnElement[bool]:
    return and_(
        deliveries.c.channel == contacts.c.channel,
        deliveries.c.address == contacts.c.address,
        deliveries.c.message_key == matter.message_key,
    )
