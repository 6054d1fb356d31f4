"""When news goes, and which later news goes with it.

News about one case waits a little (setting `gather_seconds`), so that what happens to it meanwhile
comes in the same message. An act on several cases is one message, too. Whoever wished for it hears
once a day or once a week. A delivery is open while nobody has begun it and it is not due. Attaching
locks the open ones by an UPDATE, and a claim takes only what is due and not locked: an event is
attached before its message is claimed, or it gets a message of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, text
from sqlmodel import Session

from models import calendar
from models.calendar import MINUTE, SECOND, Moment, now
from models.database import is_postgres
from models.delivery import deliveries
from models.settings import settings
from models.subscription import Frequency
from notifications.audience import Matter
from notifications.telling import UNCONFIRMED

MORNING = time(7)
"""When digests go, on the municipality's clocks (NT-9)."""

BATCH_WAIT = MINUTE
"""An act on several cases is one message even where nothing else waits."""

GATHERED, DIGEST = "gathered", "digest"
"""The kinds of letters that may carry several events."""

# Written out, because SQLite uses a partial index only for the very condition it was made with.
OPEN = text("delivery.state = 'queued' AND delivery.gathers IS NOT NULL")
_LOCK = text("SELECT pg_advisory_xact_lock(20261122)")


@dataclass(frozen=True)
class Sending:
    """How an event goes to some of those who hear of it."""

    gathers: str
    """What open message it may be attached to."""
    message_key: str
    kind: str
    attached: str
    """The kind of a message once it carries more than one event."""
    not_before: Moment


def at_once(event_id: int, matter: Matter, kind: str) -> Sending:
    """What is told as it happens, or a little later. Acknowledgements wait for nothing."""
    waits = settings().gathering_seconds * SECOND
    key, attached = f"case:{matter.case.id}", GATHERED
    if matter.batch:
        waits, key = max(waits, BATCH_WAIT), f"batch:{matter.batch}"
    if kind in UNCONFIRMED:
        # It says nothing of what happened: once is enough, and it stays what it is.
        key, attached = f"{key}:{kind}", kind
    if matter.told.receipt:
        waits, key = 0, f"event:{event_id}"
    return Sending(key, f"event:{event_id}", kind, attached, now() + waits)


def digest(frequency: Frequency) -> Sending:
    """The next digest, which the first event makes and the others are attached to."""
    day, at = next_morning(now(), frequency)
    key = f"{frequency.value}:{day.isoformat()}"
    return Sending(key, key, DIGEST, DIGEST, at)


def next_morning(at: Moment, frequency: Frequency) -> tuple[date, Moment]:
    """The day and moment of the first digest after a moment: 07:00 of a day, or of a Monday."""
    day = calendar.local(at).date()
    if frequency is Frequency.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    step = timedelta(days=7 if frequency is Frequency.WEEKLY else 1)
    while (found := _morning(day)) <= at:
        day += step
    return day, found


def _morning(day: date) -> Moment:
    return calendar.moment(datetime.combine(day, MORNING, tzinfo=calendar.zone()))


def alone(session: Session) -> None:
    """Let one chunk at a time look for open messages and make those that are missing.

    Two at once would each make one for the same address. SQLite has one writer anyway.
    """
    if is_postgres():
        session.execute(_LOCK)


def is_open() -> ColumnElement[bool]:
    """Over delivery: whether something may still be attached."""
    d = deliveries.c
    free: Any = or_(d.lease_until.is_(None), d.lease_until < now())
    return and_(OPEN, d.attempts == 0, free, d.not_before > now())
