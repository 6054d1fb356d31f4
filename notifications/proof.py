"""The proof afterwards: of every event, whoever should have heard has a message, and only one."""

from collections.abc import Iterator

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models.calendar import Moment
from models.database import table_of
from models.delivery import DeliveryEvent
from models.event import Event, Outbox, OutboxState
from notifications import differences
from notifications.telling import TOLD
from notifications.then import course, then

CHUNK = 500

_events = table_of(Event)
_outbox = table_of(Outbox)
_carried = table_of(DeliveryEvent)


Told = Row[tuple[int, str, int, Moment | None]]
"""An event: its id, stream, seq and addressed_at."""


def addressed(session: Session) -> Iterator[Told]:
    """Every addressed event that is told to anybody, of all time; read in chunks."""
    after = 0
    while True:
        rows = session.execute(
            select(_events.c.id, _events.c.stream, _events.c.seq, _outbox.c.addressed_at)
            .join(_outbox, _outbox.c.event_id == _events.c.id)
            .where(
                _events.c.id > after,
                _events.c.kind.in_(tuple(TOLD)),
                _outbox.c.state == OutboxState.ADDRESSED,
            )
            .order_by(_events.c.id)
            .limit(CHUNK)
        ).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1].id


def left_out(session: Session, event: Told) -> int:
    """How many followers of an event have no message that carries it: zero when all is well."""
    was = then(session, event, course(session, event.stream))
    return sum(1 for _ in differences.left_out(session, event.id, was)) if was.clear else 0


def messages(session: Session) -> int:
    """How many pairs of event and address are carried by a message. Unique by their key."""
    count: int = session.execute(select(func.count()).select_from(_carried)).scalar_one()
    return count
