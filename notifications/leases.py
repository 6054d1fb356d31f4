"""Whose delivery is it? Leased by conditional UPDATE, and asked again at every step.

A worker that slept through its lease notices before it sends (spec F06): somebody else's name
stands there. No transaction of these is open while a provider is talked to.
"""

from typing import Any

from sqlalchemy import or_, select, text, update
from sqlmodel import Session

from models.calendar import MINUTE, now
from models.database import changed, is_postgres
from models.delivery import DeliveryState, deliveries

LEASE = 3 * MINUTE
BATCH = 50

# Written out, because SQLite uses a partial index only for the very condition it was made with.
UNSETTLED = text("delivery.state IN ('queued', 'sending', 'temporary_failure')")


def due(session: Session) -> bool:
    """Whether something could be sent now."""
    return session.execute(_free().limit(1)).first() is not None


def claim(session: Session, owner: str) -> list[int]:
    """Lease the next deliveries for `owner`, the longest due first."""
    free = _free().order_by(deliveries.c.not_before, deliveries.c.id).limit(BATCH)
    if is_postgres():
        free = free.with_for_update(skip_locked=True)
    claimed = session.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(free.scalar_subquery()))
        .values(lease_owner=owner, lease_until=now() + LEASE)
        .returning(deliveries.c.not_before, deliveries.c.id)
    )
    return [delivery_id for _, delivery_id in sorted(tuple(row) for row in claimed)]


def _free() -> Any:
    unleased = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now())
    return select(deliveries.c.id).where(
        UNSETTLED,
        deliveries.c.not_before <= now(),
        # A try whose worker died is first written down as interrupted (sweeping).
        deliveries.c.state != DeliveryState.SENDING,
        # What an operator took over and lost later is not sent again by itself.
        deliveries.c.sent_at.is_(None),
        unleased,
    )


def begin(session: Session, owner: str, delivery_id: int) -> bool:
    """Say that a try begins now. False when the delivery is no longer this owner's to send."""
    values = {
        "state": DeliveryState.SENDING,
        "attempts": deliveries.c.attempts + 1,
        "lease_until": now() + LEASE,
    }
    return changed(session, _mine(owner).where(_is(delivery_id), UNSETTLED).values(values)) == 1


def renew(session: Session, owner: str, delivery_id: int) -> None:
    """The provider takes its time: nobody else may think that the try has died."""
    sending = deliveries.c.state == DeliveryState.SENDING
    session.execute(_mine(owner).where(_is(delivery_id), sending).values(lease_until=now() + LEASE))


def give_back(session: Session, owner: str) -> None:
    """Let others have at once what was leased and not begun."""
    unbegun = deliveries.c.state != DeliveryState.SENDING
    session.execute(
        _mine(owner).where(UNSETTLED, unbegun).values(lease_owner=None, lease_until=None)
    )


def drop(session: Session, delivery_id: int, state: DeliveryState, code: str) -> None:
    """It may not go any more, and nobody tries again."""
    session.execute(
        update(deliveries)
        .where(_is(delivery_id), UNSETTLED)
        .values(state=state, code=code, lease_owner=None, lease_until=None)
    )


def _mine(owner: str) -> Any:
    return update(deliveries).where(deliveries.c.lease_owner == owner)


def _is(delivery_id: int) -> Any:
    return deliveries.c.id == delivery_id
