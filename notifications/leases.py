"""Whose delivery is it? Leased by conditional UPDATE, and asked again at every step.

A worker that slept through its lease notices before it sends (spec F06): somebody else's name
stands there. No transaction of these is open while a provider is talked to.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, text, update
from sqlmodel import Session

from models import hold
from models.calendar import MINUTE, SECOND, Moment, now
from models.database import is_postgres
from models.delivery import DeliveryState, deliveries
from models.person import Channel
from notifications import quiet

LEASE = 3 * MINUTE
BATCH = 50

# Written out, because SQLite uses a partial index only for the very condition it was made with.
UNSETTLED = text("delivery.state IN ('queued', 'sending', 'temporary_failure')")


_BEGIN = (
    update(deliveries)
    .where(
        deliveries.c.id.in_(bindparam("ids", expanding=True)),
        deliveries.c.lease_owner == bindparam("owner"),
        UNSETTLED,
    )
    .values(
        state=DeliveryState.SENDING,
        attempts=deliveries.c.attempts + 1,
        lease_until=bindparam("until"),
    )
    .returning(deliveries.c.id)
)


class Leased(NamedTuple):
    """A delivery that is ours for a while. `many` are letters to followers: there may be more."""

    id: int
    many: bool


class Closed(NamedTuple):
    """What is not sent now: `shut` channels at all, `spent` ones but for what was asked for."""

    shut: Collection[Channel] = ()
    spent: Collection[Channel] = ()


NOTHING_CLOSED = Closed()


def due(session: Session, closed: Closed = NOTHING_CLOSED) -> bool:
    """Whether something could be sent now. In a town that is held, nothing can."""
    if hold.since(session) is not None:
        return False
    return session.execute(_free(closed).limit(1)).first() is not None


def claim(session: Session, owner: str, closed: Closed = NOTHING_CLOSED) -> list[Leased]:
    """Lease the next deliveries for `owner`, the longest due first; none while the town is held."""
    if hold.since(session) is not None:
        return []
    if quiet.is_quiet(now()):
        _rest(session)
    free = _free(closed).order_by(deliveries.c.not_before, deliveries.c.id).limit(BATCH)
    if is_postgres():
        free = free.with_for_update(skip_locked=True)
    claimed = session.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(free.scalar_subquery()))
        .values(lease_owner=owner, lease_until=now() + LEASE)
        .returning(
            deliveries.c.not_before,
            deliveries.c.id,
            deliveries.c.subscription_id.is_not(None) & (deliveries.c.channel == Channel.EMAIL),
        )
    )
    # RETURNING keeps no order.
    return [Leased(delivery_id, bool(many)) for _, delivery_id, many in sorted(map(tuple, claimed))]


def _free(closed: Closed) -> Any:
    unleased = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until < now())
    free = select(deliveries.c.id)
    if closed.shut:
        free = free.where(deliveries.c.channel.not_in(closed.shut))
    if closed.spent:
        asked_for = deliveries.c.event_id.is_(None)
        free = free.where(or_(deliveries.c.channel.not_in(closed.spent), asked_for))
    return free.where(
        UNSETTLED,
        deliveries.c.not_before <= now(),
        # A try whose worker died is first written down as interrupted (sweeping).
        deliveries.c.state != DeliveryState.SENDING,
        # What an operator took over and lost later is not sent again by itself. Written out, too.
        text("delivery.sent_at IS NULL"),
        unleased,
    )


def begin(session: Session, owner: str, ids: Sequence[int]) -> set[int]:
    """Say that tries begin now. Returns which of them still are this owner's to make."""
    values = {"ids": ids, "owner": owner, "until": now() + LEASE}
    return set(session.connection().execute(_BEGIN, values).scalars())


def not_begun(session: Session, owner: str, ids: Sequence[int]) -> None:
    """Take the beginning back of tries that were not made."""
    session.execute(
        _mine(owner)
        .where(deliveries.c.id.in_(ids), deliveries.c.state == DeliveryState.SENDING)
        .values(state=DeliveryState.QUEUED, attempts=deliveries.c.attempts - 1)
    )


def put_off(session: Session, owner: str, delivery_id: int, until: Moment) -> None:
    """Nothing is wrong, it only is not the time: neither a try nor a failure."""
    session.execute(
        _mine(owner)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.SENDING)
        .values(
            state=DeliveryState.QUEUED,
            attempts=deliveries.c.attempts - 1,
            not_before=until,
            lease_owner=None,
            lease_until=None,
        )
    )


def _rest(session: Session) -> None:
    """In the night, news by text message waits for the morning, spread over a while."""
    at = now()
    session.execute(
        update(deliveries)
        .where(
            UNSETTLED,
            deliveries.c.channel == Channel.SMS,
            deliveries.c.kind.not_in(quiet.ASKED_FOR),
            deliveries.c.state != DeliveryState.SENDING,
            text("delivery.sent_at IS NULL"),
            deliveries.c.not_before <= at,
        )
        .values(not_before=quiet.morning_after(at) + deliveries.c.id * SECOND % quiet.SPREAD)
    )


def renew(session: Session, owner: str, ids: Sequence[int]) -> None:
    """The provider takes its time: nobody else may think that the tries have died."""
    sending = deliveries.c.state == DeliveryState.SENDING
    session.execute(
        _mine(owner).where(deliveries.c.id.in_(ids), sending).values(lease_until=now() + LEASE)
    )


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
        .where(deliveries.c.id == delivery_id, UNSETTLED)
        .values(state=state, code=code, lease_owner=None, lease_until=None)
    )


def _mine(owner: str) -> Any:
    return update(deliveries).where(deliveries.c.lease_owner == owner)
