"""How the post has fared lately: what failed, who is out of reach, how long the providers take.

Counts of nobody in particular, each read from a bounded number of rows.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models import suppression
from models.calendar import DAY, Moment, now, start_of, today
from models.database import table_of
from models.delivery import DeliveryAttempt, deliveries
from models.person import Channel

LOOKED_BACK = 10_000
"""The latest tries that are looked at, however many the last day had."""

TIMED = 1_000
"""The latest tries whose time is counted."""

_tries = table_of(DeliveryAttempt)


@dataclass(frozen=True)
class Pace:
    """How long a provider took for its latest messages, in seconds."""

    channel: Channel
    count: int
    total: float
    half: float
    """Half of them took less."""
    most: float
    """Nineteen of twenty took less."""


@dataclass(frozen=True)
class Post:
    """The last 24 hours, among at most `LOOKED_BACK` tries; and what stands now."""

    sent: int
    failed: int
    unreached: int
    """Addresses that nothing reaches."""
    newly_unreached: int
    """How many of them since a day ago."""
    paces: tuple[Pace, ...]

    @property
    def failure_rate(self) -> float:
        """From 0 to 1, of tries; 0 when there were none."""
        tries = self.sent + self.failed
        return self.failed / tries if tries else 0.0


def post(session: Session) -> Post:
    """How it has fared."""
    yesterday = now() - DAY
    latest = (
        select(_tries.c.at, _tries.c.outcome)
        .order_by(_tries.c.id.desc())
        .limit(LOOKED_BACK)
        .subquery()
    )
    counted = (
        select(latest.c.outcome, func.count())
        .where(latest.c.at > yesterday)
        .group_by(latest.c.outcome)
    )
    outcomes = {row[0]: row[1] for row in session.execute(counted)}
    return Post(
        sent=outcomes.get("sent", 0),
        failed=outcomes.get("failed", 0),
        unreached=suppression.count(session),
        newly_unreached=suppression.count(session, since=yesterday),
        paces=tuple(_paces(session, yesterday)),
    )


def sent_today(session: Session, channel: Channel) -> int:
    """How many messages have left on a channel since midnight, in the town's own time."""
    counted: int = session.execute(
        select(func.count()).where(
            deliveries.c.channel == channel, deliveries.c.sent_at >= start_of(today())
        )
    ).scalar_one()
    return counted


def _paces(session: Session, since: Moment) -> list[Pace]:
    timed = (
        select(_tries.c.delivery_id, _tries.c.took, _tries.c.at)
        .order_by(_tries.c.id.desc())
        .limit(TIMED)
        .subquery()
    )
    rows = session.execute(
        select(deliveries.c.channel, timed.c.took)
        .join(deliveries, deliveries.c.id == timed.c.delivery_id)
        .where(timed.c.took.is_not(None), timed.c.at > since)
    ).all()
    found = []
    for channel in Channel:
        took = sorted(row.took / 1000 for row in rows if row.channel is channel)
        if took:
            middle, high = took[len(took) // 2], took[len(took) * 19 // 20]
            found.append(Pace(channel, len(took), round(sum(took), 3), middle, high))
    return found
