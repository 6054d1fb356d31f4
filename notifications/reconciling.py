"""Counting everything over again: of every event of some time, who should have been told, who was.

The truth is the events and the wishes; deliveries are what is doubted. Each event is looked at in a
reading transaction of its own, by statements that the database runs over all its followers at once:
a town that goes on waits for nothing, and no follower passes through here but those who are named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlmodel import Session

from models.calendar import MINUTE, Moment, now
from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryEvent, deliveries
from models.event import Event, Outbox, OutboxState
from models.submission import stream_of
from models.undelivered import AGAIN
from notifications import differences
from notifications.differences import Difference, Wrong
from notifications.retries import AMBIGUOUS, INTERRUPTED, MAILBOX_FULL
from notifications.telling import TOLD
from notifications.then import Course, course, then

DAYS = 30
CHUNK = 500
COURSES = 200
"""Cases whose course is remembered: events of one case lie near each other."""

PATIENCE = 10 * MINUTE
"""How long an event may wait to be addressed before it is said."""

_MAY_GO_AGAIN = (INTERRUPTED, AMBIGUOUS, MAILBOX_FULL)
_events = table_of(Event)
_outbox = table_of(Outbox)
_carried = table_of(DeliveryEvent)
_attempts = table_of(DeliveryAttempt)


@dataclass(frozen=True)
class Named:
    """A difference and the event it is about: the case's number and the place in its history."""

    event_id: int
    reference: str
    seq: int
    kind: str
    what: Difference


@dataclass
class Reconciled:
    """What was looked at so far, and what could not be judged."""

    events: int = 0
    messages: int = 0
    not_known: int = 0
    differences: int = 0
    by_kind: dict[Wrong, int] = field(default_factory=dict)

    def note(self, named: Named) -> Named:
        self.differences += 1
        self.by_kind[named.what.wrong] = self.by_kind.get(named.what.wrong, 0) + 1
        return named


def total(since: Moment) -> int:
    """How many told events there are to look at."""
    with transaction(write=False) as session:
        first = _first(session, since)
        count: int = session.execute(_told(first).with_only_columns(func.count())).scalar_one()
        return count


def look(since: Moment, found: Reconciled) -> Iterator[Named | None]:
    """Every difference since a moment; None after each event, so that progress can be shown."""
    courses: dict[str, Course] = {}
    with transaction(write=False) as session:
        after = _first(session, since) - 1
    while rows := _some(after):
        for event in rows:
            if len(courses) > COURSES:
                courses.clear()
            with transaction(write=False) as session:
                if event.stream not in courses or event.seq > courses[event.stream].last:
                    courses[event.stream] = course(session, event.stream)
                yield from _of(session, event, courses[event.stream], found)
            yield None
        after = rows[-1].id
    yield from _sent_twice(since, found)


def _of(session: Session, event: Row[Any], history: Course, found: Reconciled) -> Iterator[Named]:
    found.events += 1
    if event.state == OutboxState.PENDING:
        if event.at < now() - PATIENCE:
            yield found.note(_named(event, Difference(Wrong.WAITS)))
        return
    was = then(session, event, history)
    carried = select(func.count()).select_from(_carried).where(_carried.c.event_id == event.id)
    found.messages += session.execute(carried).scalar_one()
    found.not_known += differences.not_known(session, event.id, was)
    for what in differences.of_event(session, event, was):
        yield found.note(_named(event, what))


def _named(event: Any, what: Difference) -> Named:
    reference = event.stream.removeprefix(stream_of(""))
    return Named(event.id, reference, event.seq, event.kind.value, what)


def _told(after: int) -> Any:
    return (
        select(
            _events.c.id,
            _events.c.stream,
            _events.c.seq,
            _events.c.kind,
            _events.c.at,
            _outbox.c.state,
            _outbox.c.addressed_at,
        )
        .join(_outbox, _outbox.c.event_id == _events.c.id)
        .where(_events.c.id > after, _events.c.kind.in_(tuple(TOLD)))
    )


def _some(after: int) -> list[Row[Any]]:
    with transaction(write=False) as session:
        rows = session.execute(_told(after).order_by(_events.c.id).limit(CHUNK))
        return list(rows.all())


def _first(session: Session, since: Moment) -> int:
    """The first event since a moment, near enough: they lie in the order of time, but for those
    that were written at once. Found by halves, because there is no index by time.
    """
    low, high = 1, (session.execute(select(func.max(_events.c.id))).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.execute(
            select(_events.c.at).where(_events.c.id >= middle).order_by(_events.c.id).limit(1)
        ).scalar()
        if at is not None and at < since:
            low = middle + 1
        else:
            high = middle
    return low


def _sent_twice(since: Moment, found: Reconciled) -> Iterator[Named]:
    """Messages that went more often than a worker's death, a silent relay, what came back from a
    full mailbox and an official's "send again" explain.
    """
    attempts = _attempts.c
    sent = (
        select(attempts.delivery_id, func.count().label("times"))
        .where(attempts.outcome == "sent", attempts.at >= since)
        .group_by(attempts.delivery_id)
        .having(func.count() > 1)
        .subquery()
    )
    broken = (
        select(func.count())
        .where(
            attempts.delivery_id == sent.c.delivery_id,
            or_(attempts.code.in_(_MAY_GO_AGAIN), attempts.outcome == AGAIN),
        )
        .scalar_subquery()
    )
    with transaction(write=False) as session:
        rows = session.execute(
            select(
                sent.c.delivery_id, _events.c.id, _events.c.stream, _events.c.seq, _events.c.kind
            )
            .join_from(sent, deliveries, deliveries.c.id == sent.c.delivery_id)
            .join(_events, _events.c.id == deliveries.c.event_id)
            .where(sent.c.times > 1 + broken)
        ).all()
    for row in rows:
        yield found.note(_named(row, Difference(Wrong.SENT_TWICE, delivery_id=row.delivery_id)))
