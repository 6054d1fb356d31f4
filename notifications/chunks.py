"""One chunk of an event's deliveries, by INSERT ... SELECT: people never pass through Python.

Core inserts know nothing of the defaults of SQLModel, so every column is named.
"""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, literal, null, select
from sqlmodel import Session

from models.calendar import now
from models.database import changed, table_of, upsert
from models.delivery import DeliveryEvent, DeliveryReason, DeliveryState, deliveries
from models.pause import pauses
from models.subscription import Frequency, subscriptions
from notifications import audience, carrying, gathering, the_two
from notifications.audience import PAUSED, Matter, Span, contacts
from notifications.gathering import Sending
from notifications.matters import matter_of

SIZE = 1_000
"""Wishes of one sort that a chunk looks at."""

_LAST = 2**62
"""After every contact."""

_carried = table_of(DeliveryEvent)
_reasons = table_of(DeliveryReason)
_d = deliveries.c

Ways = dict[str, Sending]
"""How it goes to whoever hears so often, by Frequency."""


def write(session: Session, event_id: int, after: int) -> tuple[int, int | None]:
    """Write the deliveries of the next followers, in order of their contact; first the author's.

    An event is attached to a message that is still open, or makes a new one. Returns how many were
    new, and the contact after which the next chunk begins, None at the end.
    """
    matter = matter_of(session, event_id)
    if matter is None:
        return 0, None
    gathering.alone(session)
    made = the_two.write(session, event_id, matter) if after == 0 else 0
    if not audience.wished(matter):
        return made, None
    last = _last(session, matter, after)
    made += _to_followers(session, event_id, matter, Span(after, last))
    return made, last if last < _LAST else None


def _last(session: Session, matter: Matter, after: int) -> int:
    """The last contact of this chunk: no way to have wished for it gives more than SIZE wishes."""
    who = subscriptions.c.contact_id
    ends = [
        session.execute(
            select(who).where(way.about, who > after).order_by(who).offset(SIZE - 1).limit(1)
        ).scalar()
        for way in audience.wished(matter)
    ]
    return min((end for end in ends if end is not None), default=_LAST)


def _to_followers(session: Session, event_id: int, matter: Matter, span: Span) -> int:
    met, heard = audience.matching(matter, span), audience.followers(matter, span)
    if met is None or heard is None:
        return 0
    kind = matter.told.listed or matter.told.kind
    ways = _ways(event_id, matter, kind)
    theirs = and_(_d.contact_id > span.after, _d.contact_id <= span.last)
    chosen = heard.subquery()
    all_ways = list(ways.values())
    if carrying.attach(session, event_id, all_ways, theirs, among=_gathered(chosen, ways)):
        carrying.note(session, event_id, kind, all_ways, theirs)
    made = _insert(session, event_id, matter, chosen, ways)
    carrying.note(session, event_id, kind, all_ways, theirs)
    _note_suppressed(session, event_id, kind, ways, span)
    _note_reasons(session, event_id, matter, met.subquery())
    return made


def _ways(event_id: int, matter: Matter, kind: str) -> Ways:
    return {
        Frequency.AT_ONCE.value: gathering.at_once(event_id, matter, kind),
        Frequency.DAILY.value: gathering.digest(Frequency.DAILY),
        Frequency.WEEKLY.value: gathering.digest(Frequency.WEEKLY),
    }


def _gathered(chosen: Subquery, ways: Ways) -> Any:
    """The chosen contacts, each with the only key of a message that she may be told in."""
    return select(chosen.c.contact_id, _by_way(chosen, ways, "gathers")).where(
        chosen.c.often != PAUSED
    )


def _by_way(chosen: Subquery, ways: Ways, name: str) -> ColumnElement[Any]:
    """A column of the delivery that hangs on how often somebody hears."""
    column = _d[name].type
    told = {often: literal(getattr(how, name), column) for often, how in ways.items()}
    paused = {"gathers": null(), "not_before": literal(now(), column)}
    at_once = told[Frequency.AT_ONCE.value]
    return case(told, value=chosen.c.often, else_=paused.get(name, at_once))


def _insert(session: Session, event_id: int, matter: Matter, chosen: Subquery, ways: Ways) -> int:
    """A new delivery for everyone of the chosen whom no message tells of it yet."""
    common = carrying.common(event_id, matter)
    paused = chosen.c.often == PAUSED
    state, code = _d.state.type, _d.code.type
    columns: dict[str, Any] = {
        "channel": contacts.c.channel,
        "address": contacts.c.address,
        "language": subscriptions.c.language,
        "contact_id": contacts.c.id,
        "subscription_id": subscriptions.c.id,
        "message_key": _message_key(event_id, chosen, ways),
        "kind": _by_way(chosen, ways, "kind"),
        "gathers": _by_way(chosen, ways, "gathers"),
        "not_before": _by_way(chosen, ways, "not_before"),
        "state": case(
            (paused, literal(DeliveryState.SUPPRESSED, state)),
            else_=literal(DeliveryState.QUEUED, state),
        ),
        "code": case((paused, literal(PAUSED, code)), else_=literal("", code)),
        # Typed, because PostgreSQL would take a moment for a 32-bit integer.
        **{name: literal(value, _d[name].type) for name, value in common.items()},
    }
    rows = (
        select(*columns.values())
        .join_from(chosen, contacts, contacts.c.id == chosen.c.contact_id)
        .join(subscriptions, subscriptions.c.id == chosen.c.subscription_id)
        .where(_told_in(event_id).is_(None))
    )
    made = upsert(deliveries).from_select(list(columns), rows).on_conflict_do_nothing()
    return changed(session, made)


def _message_key(event_id: int, chosen: Subquery, ways: Ways) -> ColumnElement[str]:
    """A digest that has gone takes nothing more, whatever the clock says: then there is another."""
    key = _by_way(chosen, ways, "message_key")
    there = deliveries.alias("there")
    gone = exists().where(
        there.c.channel == contacts.c.channel,
        there.c.address == contacts.c.address,
        there.c.message_key == key,
    )
    digests = chosen.c.often.in_([Frequency.DAILY.value, Frequency.WEEKLY.value])
    return case((and_(digests, gone), key + literal(f":{event_id}")), else_=key)


def _note_suppressed(session: Session, event_id: int, kind: str, ways: Ways, span: Span) -> None:
    """Say of which event somebody was not told who wants to hear nothing until a day."""
    rows = (
        select(*carrying.carried(event_id, kind))
        .join_from(pauses, contacts, contacts.c.id == pauses.c.contact_id)
        .join(
            deliveries,
            and_(
                _d.channel == contacts.c.channel,
                _d.address == contacts.c.address,
                _d.message_key == ways[Frequency.AT_ONCE.value].message_key,
            ),
        )
        .where(pauses.c.until > now(), contacts.c.id > span.after, contacts.c.id <= span.last)
    )
    carrying.insert(session, rows)


def _note_reasons(session: Session, event_id: int, matter: Matter, met: Subquery) -> None:
    """Which wishes each of them is told for, also those that alone would have told her later."""
    found = (
        select(_told_in(event_id).label("delivery_id"), met.c.subscription_id)
        .join_from(met, contacts, contacts.c.id == met.c.contact_id)
        .where(audience.may_hear(matter))
        .subquery()
    )
    event = literal(event_id, _d.id.type)
    rows = select(found.c.delivery_id, found.c.subscription_id, event).where(
        found.c.delivery_id.is_not(None)
    )
    ids = ["delivery_id", "subscription_id", "event_id"]
    session.execute(upsert(_reasons).from_select(ids, rows).on_conflict_do_nothing())


def _told_in(event_id: int) -> Any:
    """The delivery that tells a contact of it. Looked up one by one: as a join, PostgreSQL may look
    at everyone's for each, before it knows how many there are.
    """
    return (
        select(_carried.c.delivery_id)
        .where(
            _carried.c.event_id == event_id,
            _carried.c.channel == contacts.c.channel,
            _carried.c.address == contacts.c.address,
        )
        .correlate(contacts)
        .scalar_subquery()
    )
