"""From the outbox to deliveries: who gets which message, written down before any is sent.

An event is leased by one worker and addressed in chunks, each in its own transaction. A crash in
the middle loses nothing and repeats nothing: the unique keys of delivery and delivery_event make
every chunk idempotent (decisions.md, Outbox).
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, or_, select, text, update
from sqlmodel import Session

from models.calendar import SECOND, now
from models.database import changed, is_postgres, table_of, transaction
from models.event import Event, Outbox, OutboxState
from notifications import chunks, staff_alerts
from notifications.telling import TOLD

BATCH = 50
LEASE = 60 * SECOND

_outbox = table_of(Outbox)
_events = table_of(Event)

# Written out, because SQLite uses a partial index only for the very condition it was made with.
_PENDING = text("outbox.state = 'pending'")


def pending(session: Session) -> bool:
    """Whether an event waits that nobody is addressing."""
    waiting = select(_outbox.c.event_id).where(_PENDING, _unleased()).limit(1)
    return session.execute(waiting).first() is not None


def address(owner: str, going: Callable[[], bool] = lambda: True) -> int:
    """Address every pending event and return how many deliveries were made.

    `owner` names this worker in the leases; `going` turning False ends it between two chunks.
    """
    made = 0
    while going():
        with transaction() as session:
            leased = _claim(session, owner)
            staff_alerts.alert(session, leased)
            told = _telling(session, leased)
        if not leased:
            break
        for event_id in sorted(told):
            made += _address(owner, event_id, going)
    return made


def give_back(session: Session, owner: str) -> None:
    """Let another worker have at once what this one will not finish."""
    session.execute(
        update(_outbox)
        .where(_PENDING, _outbox.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None)
    )


def _unleased() -> ColumnElement[bool]:
    return or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until < now())


def _claim(session: Session, owner: str) -> set[int]:
    """Lease some events, the oldest that are free."""
    free: Any = (
        select(_outbox.c.event_id)
        .where(_PENDING, _unleased())
        .order_by(_outbox.c.event_id)
        .limit(BATCH)
    )
    if is_postgres():
        free = free.with_for_update(skip_locked=True)
    return set(
        session.scalars(
            update(_outbox)
            .where(_outbox.c.event_id.in_(free.scalar_subquery()))
            .values(lease_owner=owner, lease_until=now() + LEASE)
            .returning(_outbox.c.event_id)
        )
    )


def _telling(session: Session, leased: set[int]) -> set[int]:
    """Those of the leased events that anybody is told of; the others are done with here."""
    telling = set(
        session.scalars(
            select(_events.c.id).where(_events.c.id.in_(leased), _events.c.kind.in_(list(TOLD)))
        )
    )
    _done(session, leased - telling)
    return telling


def _done(session: Session, event_ids: set[int]) -> None:
    session.execute(
        update(_outbox)
        .where(_outbox.c.event_id.in_(event_ids))
        .values(state=OutboxState.ADDRESSED, addressed_at=now(), lease_owner=None, lease_until=None)
    )


def _address(owner: str, event_id: int, going: Callable[[], bool]) -> int:
    made = 0
    after: int | None = 0
    while after is not None and going():
        with transaction() as session:
            if not _still_mine(session, owner, event_id):
                break
            written, after = chunks.write(session, event_id, after)
            made += written
            if after is None:
                _done(session, {event_id})
    return made


def _still_mine(session: Session, owner: str, event_id: int) -> bool:
    """Renew the lease; False when it ran out and another worker took the event."""
    return (
        changed(
            session,
            update(_outbox)
            .where(_PENDING, _outbox.c.event_id == event_id, _outbox.c.lease_owner == owner)
            .values(lease_until=now() + LEASE),
        )
        == 1
    )
