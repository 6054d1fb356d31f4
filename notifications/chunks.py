"""One chunk of an event's deliveries, by INSERT ... SELECT: people never pass through Python.

Core inserts know nothing of the defaults of SQLModel, so every column is named.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, literal, select
from sqlmodel import Session

from models.answer import answers
from models.calendar import now
from models.comment import comments
from models.database import Id, changed, table_of, upsert
from models.decision import decisions
from models.delivery import DeliveryEvent, DeliveryReason, DeliveryState, deliveries
from models.event import Event, EventKind
from models.person import Person
from models.states import Outcome, Status
from models.submission import stream_of, submissions
from models.subscription import subscriptions
from models.token import Purpose, Token
from notifications import audience
from notifications.audience import CASE, Matter, contacts
from notifications.telling import telling

SIZE = 1_000

_events = table_of(Event)
_carried = table_of(DeliveryEvent)
_reasons = table_of(DeliveryReason)
_tokens = table_of(Token)
_people = table_of(Person)


def write(session: Session, event_id: int, after: int) -> tuple[int, int | None]:
    """Write the deliveries of the next followers, in order of their contact; first the author's.

    Returns how many were new, and the contact after which the next chunk begins, None at the end.
    """
    matter = matter_of(session, event_id)
    if matter is None:
        return 0, None
    made = _to_the_two(session, event_id, matter) if after == 0 else 0
    heard = audience.followers(matter)
    if heard is None:
        return made, None
    contact_id = subscriptions.c.contact_id
    some = heard.where(contact_id > after).order_by(contact_id).limit(SIZE).subquery()
    found, last = session.execute(select(func.count(), func.max(some.c.contact_id))).one()
    if not found:
        return made, None
    made += _to_followers(session, event_id, matter, after, last)
    return made, last if found == SIZE else None


def matter_of(session: Session, event_id: int) -> Matter | None:
    """What an event is about and how it is told; None when nobody is told of it."""
    event = session.execute(
        select(
            _events.c.stream, _events.c.kind, _events.c.actor_id, _events.c.at, _events.c.facts
        ).where(_events.c.id == event_id)
    ).one()
    facts = json.loads(event.facts)
    told = telling(EventKind(event.kind), facts)
    if told is None:
        return None
    reference = event.stream.removeprefix(stream_of(""))
    case = session.execute(select(*CASE).where(submissions.c.reference == reference)).one()
    if event.kind == EventKind.CONFIRMED:
        kind = _waits_for_her(session, case)
        if not kind:
            return None
        told = replace(told, kind=kind)
    writer_id = None
    if "comment" in facts:
        writer_id = session.execute(
            select(comments.c.contact_id).where(comments.c.id == facts["comment"])
        ).scalar()
    return Matter(case, told, event.actor_id, event.at, writer_id)


def _waits_for_her(session: Session, case: Any) -> str:
    """The letter about how her case ended before she confirmed her address; '' when it goes on."""
    for kind, submission_id in (
        ("decided", decisions.c.submission_id),
        ("answered", answers.c.submission_id),
    ):
        if session.execute(select(submission_id).where(submission_id == case.id)).first():
            return kind
    if case.status != Status.CLOSED:
        return ""
    return "merged" if case.outcome == Outcome.DUPLICATE else "closed"


def _common(event_id: int, matter: Matter, kind: str) -> Mapping[str, Any]:
    """The columns that all deliveries of one letter share."""
    at = now()
    return {
        "message_key": _key(event_id),
        "kind": kind,
        "submission_id": matter.case.id,
        "event_id": event_id,
        "state": DeliveryState.QUEUED,
        "code": "",
        "attempts": 0,
        "not_before": at,
        "created_at": at,
    }


def _key(event_id: int) -> str:
    return f"event:{event_id}"


def _to_the_two(session: Session, event_id: int, matter: Matter) -> int:
    """The author of the submission, and the writer of the comment."""
    made = 0
    author, writer = audience.to_author(matter), audience.to_writer(matter)
    if author is not None and (found := session.execute(author).first()) is not None:
        values = _common(event_id, matter, matter.author_kind)
        button = _button(session, matter)
        made += _to_one(
            session, event_id, found, {**values, "language": matter.case.language, **button}
        )
    if writer is not None and (found := session.execute(writer).first()) is not None:
        values = _common(event_id, matter, matter.told.writer)
        language = _language(session, found.id) or matter.case.language
        made += _to_one(session, event_id, found, {**values, "language": language})
    return made


def _to_one(session: Session, event_id: int, found: Row[Any], values: Mapping[str, Any]) -> int:
    contact = {"contact_id": found.id, "channel": found.channel, "address": found.address}
    one = upsert(deliveries).values({**values, **contact}).on_conflict_do_nothing()
    made = changed(session, one)
    _note_events(session, event_id, contacts.c.id == found.id)
    return made


def _button(session: Session, matter: Matter) -> Mapping[str, Any]:
    """The token that confirms an author's address, while that is still to be done."""
    if matter.case.confirmed_at is not None:
        return {}
    newest = select(func.max(_tokens.c.id)).where(
        _tokens.c.submission_id == matter.case.id,
        _tokens.c.contact_id == matter.case.contact_id,
        _tokens.c.purpose == Purpose.SUBMISSION,
    )
    return {"token_id": session.execute(newest).scalar()}


def _language(session: Session, contact_id: int) -> str | None:
    spoken = select(_people.c.language).join(contacts, contacts.c.person_id == _people.c.id)
    return session.execute(spoken.where(contacts.c.id == contact_id)).scalar()


def _to_followers(session: Session, event_id: int, matter: Matter, after: int, last: int) -> int:
    heard, wanted = audience.followers(matter), audience.matching(matter)
    if heard is None or wanted is None:
        return 0
    # Said of the subscription: said of the contact, every chunk would look at every follower.
    span = and_(subscriptions.c.contact_id > after, subscriptions.c.contact_id <= last)
    chosen = heard.where(span).subquery()
    common = _common(event_id, matter, matter.told.kind)
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
    _note_events(session, event_id, and_(contacts.c.id > after, contacts.c.id <= last))
    reasons = (
        select(deliveries.c.id, subscriptions.c.id)
        .join_from(subscriptions, contacts, contacts.c.id == subscriptions.c.contact_id)
        .join(deliveries, _same_message(event_id))
        .where(wanted, span)
    )
    ids = ["delivery_id", "subscription_id"]
    session.execute(upsert(_reasons).from_select(ids, reasons).on_conflict_do_nothing())
    return made


def _note_events(session: Session, event_id: int, span: ColumnElement[bool]) -> None:
    """Say which event these deliveries carry: the key that no second message can pass."""
    rows = (
        select(deliveries.c.id, literal(event_id, Id), deliveries.c.channel, deliveries.c.address)
        .join_from(contacts, deliveries, _same_message(event_id))
        .where(span)
    )
    names = ["delivery_id", "event_id", "channel", "address"]
    session.execute(upsert(_carried).from_select(names, rows).on_conflict_do_nothing())


def _same_message(event_id: int) -> ColumnElement[bool]:
    return and_(
        deliveries.c.channel == contacts.c.channel,
        deliveries.c.address == contacts.c.address,
        deliveries.c.message_key == _key(event_id),
    )
