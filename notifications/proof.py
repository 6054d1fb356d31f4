"""The proof afterwards: of every event, whoever should have heard has a message, and only one."""

from collections.abc import Iterator

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models.database import table_of
from models.delivery import DeliveryEvent
from models.event import Event, Outbox, OutboxState
from models.person import Contact
from models.subscription import subscriptions
from notifications import audience
from notifications.matters import matter_of
from notifications.telling import TOLD

CHUNK = 500

_events = table_of(Event)
_outbox = table_of(Outbox)
_carried = table_of(DeliveryEvent)
_contacts = table_of(Contact)


Told = Row[tuple[int, str, int]]
"""An event: its id, stream and seq."""


def addressed(session: Session) -> Iterator[Told]:
    """Every addressed event that is told to anybody: id, stream, seq; read in chunks."""
    after = 0
    while True:
        rows = session.execute(
            select(_events.c.id, _events.c.stream, _events.c.seq)
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


def left_out(session: Session, event_id: int) -> int:
    """How many followers of an event have no message that carries it: zero when all is well.

    Judged by who follows now and did so as much, without a break, when it happened; a case that is
    no longer public has no followers to be told.
    """
    matter = matter_of(session, event_id)
    if matter is None:
        return 0
    heard = audience.followers(matter)
    if heard is None:
        return 0
    follower = heard.subquery()
    told = (
        select(_carried.c.event_id)
        .where(
            _carried.c.event_id == event_id,
            _carried.c.channel == _contacts.c.channel,
            _carried.c.address == _contacts.c.address,
        )
        .exists()
    )
    missing: int = session.execute(
        select(func.count())
        .select_from(follower)
        .join(_contacts, _contacts.c.id == follower.c.contact_id)
        .join(subscriptions, subscriptions.c.id == follower.c.subscription_id)
        .where(~told, func.coalesce(subscriptions.c.since, 0) <= matter.at)
    ).scalar_one()
    return missing


def messages(session: Session) -> int:
    """How many pairs of event and address are carried by a message. Unique by their key."""
    count: int = session.execute(select(func.count()).select_from(_carried)).scalar_one()
    return count
