"""Of one event: who should have been told and was not, and who was told and should not have been.

Judged by what is certain. A wish holds its last change alone (`since`), so of an earlier time only
what it cannot have been is said; what nobody can know any more is no difference, and is counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import Session

from models.calendar import Moment
from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryReason, deliveries
from models.erasing import ERASED
from models.event import EventKind
from models.silence import silences
from models.subscription import SubscriptionState, subscriptions
from notifications import audience
from notifications.audience import Matter, contacts
from notifications.then import Then

_carried = table_of(DeliveryEvent)
_reasons = table_of(DeliveryReason)
_w = subscriptions.c
_is_erased = _carried.c.address.startswith(f"{ERASED}:")
"""Her case no longer says that it was hers, and nobody knows what she wished."""


class Wrong(StrEnum):
    """What can be wrong with the telling of one event."""

    LEFT_OUT = "left out"
    AUTHOR_LEFT_OUT = "author left out"
    UNWISHED = "told without a wish"
    OWN_ACT = "told of her own act"
    TWICE = "told twice"
    SENT_TWICE = "sent twice"
    WAITS = "not addressed"


@dataclass(frozen=True)
class Difference:
    """One thing that is wrong. Never an address: a subscription and a delivery are numbers."""

    wrong: Wrong
    subscription_id: int | None = None
    delivery_id: int | None = None


def of_event(session: Session, event: Any, was: Then) -> Iterator[Difference]:
    """Every difference of one addressed event; `event` is a row of its id, kind and at."""
    if was.matter is not None:
        if was.clear:
            yield from left_out(session, event.id, was)
        if event.kind != EventKind.CONFIRMED:
            # What waited for her when she confirmed is no longer to be told from what came later.
            yield from _author_left_out(session, event.id, was)
    if was.clear:
        yield from _unwished(session, event.id, was.matter)
    yield from _own_act(session, event.id, was.matter)
    yield from _told_twice(session, event.id)


def left_out(session: Session, event_id: int, was: Then) -> Iterator[Difference]:
    """Followers who wished for it then, and of whom no message carries it."""
    matter = was.matter
    ways = audience.wished(matter, _stood(was)) if matter is not None else []
    if matter is None or not ways:
        return
    wishes = union_all(
        *(
            select(_w.contact_id, _w.id.label("subscription_id")).where(way.about, way.much)
            for way in ways
        )
    ).subquery()
    rows = session.execute(
        select(func.min(wishes.c.subscription_id).label("subscription_id"))
        .join_from(wishes, contacts, contacts.c.id == wishes.c.contact_id)
        .where(_could_hear(matter, was.until), ~_is_told(event_id))
        .group_by(wishes.c.contact_id)
    )
    yield from (Difference(Wrong.LEFT_OUT, subscription_id=row.subscription_id) for row in rows)


def _stood(was: Then) -> ColumnElement[bool]:
    """Wishes that certainly stood, as wide as now, from the event until all had been addressed."""
    at = was.matter.at if was.matter is not None else 0
    ended = false() if was.until is None else _w.stopped_at > was.until
    active = _w.state == SubscriptionState.ACTIVE
    return and_(
        or_(active, and_(_w.state == SubscriptionState.STOPPED, ended)),
        _w.confirmed_at <= at,
        func.coalesce(_w.since, 0) <= at,
    )


def _could_hear(matter: Matter, until: Moment | None) -> ColumnElement[bool]:
    """Over contact: confirmed and listening all the while, and told neither otherwise nor of her
    own act.
    """
    hears = [contacts.c.confirmed_at.is_not(None), _listened(matter.at, until)]
    if matter.actor_id is not None:
        hears.append(or_(contacts.c.person_id.is_(None), contacts.c.person_id != matter.actor_id))
    others = (matter.case.contact_id if matter.author_kind else None, matter.writer_id)
    hears += [contacts.c.id != contact_id for contact_id in others if contact_id is not None]
    return and_(*hears)


def _listened(at: Moment, until: Moment | None) -> ColumnElement[bool]:
    silent = select(silences.c.contact_id)
    if until is not None:
        silent = silent.where(silences.c.at <= until)
    return and_(contacts.c.id.not_in(silent), func.coalesce(contacts.c.heard_since, 0) <= at)


def _is_told(event_id: int) -> ColumnElement[bool]:
    return exists().where(
        _carried.c.event_id == event_id,
        _carried.c.channel == contacts.c.channel,
        _carried.c.address == contacts.c.address,
    )


def _author_left_out(session: Session, event_id: int, was: Then) -> Iterator[Difference]:
    matter = was.matter
    if matter is None or not matter.told.author or matter.case.contact_id is None:
        return
    confirmed_at = matter.case.confirmed_at
    after = matter.at if was.until is None else was.until
    if confirmed_at is not None and matter.at < confirmed_at <= after:
        return
    kind = matter.told.unconfirmed
    if confirmed_at is not None and confirmed_at <= matter.at:
        kind = matter.told.kind
    if not kind or (confirmed_at is not None and was.until is None and confirmed_at > matter.at):
        return
    hers = and_(contacts.c.id == matter.case.contact_id, _listened(matter.at, was.until))
    if matter.actor_id is not None and not matter.told.receipt:
        hers = and_(
            hers, or_(contacts.c.person_id.is_(None), contacts.c.person_id != matter.actor_id)
        )
    if session.execute(select(contacts.c.id).where(hers, ~_is_told(event_id))).first():
        yield Difference(Wrong.AUTHOR_LEFT_OUT)


def _unwished(session: Session, event_id: int, matter: Matter | None) -> Iterator[Difference]:
    """Messages that carry it to somebody who cannot have wished for it."""
    unwished = _told(event_id)
    if matter is not None:
        wished = exists().where(
            _reasons.c.delivery_id == _carried.c.delivery_id,
            _reasons.c.event_id == event_id,
            _w.id == _reasons.c.subscription_id,
            _w.contact_id == deliveries.c.contact_id,
            _may_have_wished(matter),
        )
        unwished = unwished.where(
            deliveries.c.contact_id.not_in(_by_right(matter)), ~wished, ~_is_erased
        )
    for row in session.execute(unwished):
        yield Difference(Wrong.UNWISHED, row.subscription_id, row.delivery_id)


def _by_right(matter: Matter) -> list[int]:
    """The contacts of those who need no wish."""
    author = matter.case.contact_id if matter.told.author else None
    writer = matter.writer_id if matter.told.writer else None
    return [contact_id for contact_id in (author, writer) if contact_id is not None]


def _own_act(session: Session, event_id: int, matter: Matter | None) -> Iterator[Difference]:
    if matter is None or matter.actor_id is None or matter.told.receipt:
        return
    hers = (
        _told(event_id)
        .join(contacts, contacts.c.id == deliveries.c.contact_id)
        .where(contacts.c.person_id == matter.actor_id, contacts.c.confirmed_at <= matter.at)
    )
    for row in session.execute(hers):
        yield Difference(Wrong.OWN_ACT, row.subscription_id, row.delivery_id)


def _told(event_id: int) -> Select[Any]:
    return (
        select(_carried.c.delivery_id, deliveries.c.subscription_id)
        .join(deliveries, deliveries.c.id == _carried.c.delivery_id)
        .where(_carried.c.event_id == event_id)
    )


def _may_have_wished(matter: Matter) -> ColumnElement[bool]:
    """Over subscription: what it is now does not rule out that it was a wish for this."""
    changed = func.coalesce(_w.since, _w.created_at) > matter.at
    about = [and_(way.about, or_(changed, way.much)) for way in audience.wished(matter, true())]
    ended = and_(_w.state == SubscriptionState.STOPPED, _w.stopped_at <= matter.at)
    # Whoever followed a case that was joined with another follows that one now.
    elsewhere = _w.moved_from_id.is_not(None)
    return and_(_w.created_at <= matter.at, ~ended, or_(*about, elsewhere))


def _told_twice(session: Session, event_id: int) -> Iterator[Difference]:
    rows = session.execute(
        select(func.max(_carried.c.delivery_id).label("delivery_id"))
        .where(_carried.c.event_id == event_id)
        .group_by(_carried.c.channel, _carried.c.address)
        .having(func.count() > 1)
    )
    yield from (Difference(Wrong.TWICE, delivery_id=row.delivery_id) for row in rows)


def not_known(session: Session, event_id: int, was: Then) -> int:
    """How many of whom nobody can say any more whether they should have been told."""
    if was.matter is None:
        return 0
    carried = select(func.count()).select_from(_carried).where(_carried.c.event_id == event_id)
    if not was.clear:
        count: int = session.execute(carried).scalar_one()
        return count
    at = was.matter.at
    changed = and_(_w.created_at <= at, func.coalesce(_w.since, 0) > at)
    total: int = session.execute(carried.where(_is_erased)).scalar_one()
    for way in audience.wished(was.matter, changed):
        untold = (
            select(func.count())
            .select_from(subscriptions)
            .join(contacts, contacts.c.id == _w.contact_id)
            .where(way.about, _w.state != SubscriptionState.PENDING, ~_is_told(event_id))
        )
        total += session.execute(untold).scalar_one()
    return total
