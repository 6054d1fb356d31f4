"""The only clock of the product, and the municipality's days.

Every stored time is a `Moment`: whole microseconds since 1970-01-01 00:00 UTC. Integers sort,
compare and survive both databases unchanged, where floats and naive datetimes do not. Days are
`datetime.date` in the municipality's zone, because promises and appeals are promised in days as
people live them, not in UTC.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Moment = int
"""Microseconds since the epoch, UTC."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Twenty-four hours. A local day may have 23 or 25: use `start_of` and `end_of` for days."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_zone = ZoneInfo("Europe/Stockholm")
_frozen: Moment | None = None


def now() -> Moment:
    """This moment; the frozen one while a test has stopped the clock."""
    return time.time_ns() // 1000 if _frozen is None else _frozen


def freeze(at: Moment) -> None:
    """Stop the clock at a moment, for every thread of this process. For tests."""
    global _frozen
    _frozen = at


def unfreeze() -> None:
    """Let the clock run again."""
    global _frozen
    _frozen = None


def advance(seconds: float) -> Moment:
    """Move the clock by seconds and return the new moment; a running clock is frozen first."""
    freeze(now() + round(seconds * SECOND))
    return now()


@contextmanager
def at(moment: Moment) -> Iterator[Moment]:
    """Stop the clock inside a `with` block and put it back as it was afterwards."""
    global _frozen
    before = _frozen
    _frozen = moment
    try:
        yield moment
    finally:
        _frozen = before


def zone() -> ZoneInfo:
    """The municipality's time zone."""
    return _zone


def use_zone(name: str) -> None:
    """Choose the municipality's zone by its IANA name; `ZoneInfoNotFoundError` if unknown."""
    global _zone
    _zone = ZoneInfo(name)


def local(at: Moment) -> datetime:
    """A moment as the municipality's clocks show it."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(_zone)


def moment(when: datetime) -> Moment:
    """An aware datetime as a moment. Exact: no float comes near it.

    ValueError for a naive datetime, whose zone would have to be guessed.
    """
    if when.tzinfo is None:
        raise ValueError("a datetime without a zone is not a moment")
    return (when - _EPOCH) // _MICROSECOND


def start_of(day: date) -> Moment:
    """The first microsecond of a local day."""
    return moment(datetime(day.year, day.month, day.day, tzinfo=_zone))


def end_of(day: date) -> Moment:
    """The last microsecond of a local day, also on days of 23 or 25 hours."""
    return start_of(day + timedelta(days=1)) - 1


def today() -> date:
    """The date on the municipality's clocks now."""
    return local(now()).date()
