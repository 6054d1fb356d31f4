"""What a look at the tables finds left undone, whatever became of who should have done it."""

from sqlalchemy import select, text, update
from sqlmodel import Session

from models.calendar import HOUR, now
from models.database import changed, is_postgres
from models.delivery import DeliveryState, deliveries
from notifications import settling

NO_RECEIPT_AFTER = 72 * HOUR
"""When we stop hoping that a phone is switched on again (NT-4)."""

BATCH = 200

# Written out, because SQLite uses a partial index only for the very condition it was made with.
_SENDING = text(
    "delivery.state IN ('queued', 'sending', 'temporary_failure') AND delivery.sent_at IS NULL"
    " AND delivery.state = 'sending'"
)
_UNREPORTED = text("delivery.channel = 'sms' AND delivery.state = 'sent'")


def died(session: Session) -> bool:
    """Whether a worker died in the middle of a try and its lease has run out."""
    lapsed = select(deliveries.c.id).where(_SENDING, deliveries.c.lease_until < now()).limit(1)
    return session.execute(lapsed).first() is not None


def recover(session: Session) -> int:
    """Take the tries of dead workers back, each written down as interrupted. Returns how many."""
    lapsed = select(deliveries.c.id).where(_SENDING, deliveries.c.lease_until < now())
    lapsed = lapsed.order_by(deliveries.c.id).limit(BATCH)
    if is_postgres():
        lapsed = lapsed.with_for_update(skip_locked=True)
    found = session.scalars(lapsed).all()
    for delivery_id in found:
        settling.interrupted(session, delivery_id)
    return len(found)


def give_up_on_receipts(session: Session) -> int:
    """Text messages of which the operator never said that they arrived. Returns how many."""
    return changed(
        session,
        update(deliveries)
        .where(_UNREPORTED, deliveries.c.sent_at < now() - NO_RECEIPT_AFTER)
        .values(state=DeliveryState.TEMPORARY_FAILURE, code="no_receipt"),
    )
