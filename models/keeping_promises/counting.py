"""How long a promised time runs: in the town's own days and hours, later by what it stood still.

Pure: an `Opening` and moments in, moments out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.calendar import DAY, Moment, end_of
from models.opening import Opening
from models.promise_line import Unit, amount

LONGEST_PAUSE = 30 * DAY
"""A clock stands still no longer than this at a time: nobody parks a case (ST-12)."""


@dataclass(frozen=True)
class Pause:
    """From when to when the next step was the sender's; `end` is None while it still is."""

    start: Moment
    end: Moment | None

    def over_at(self) -> Moment:
        """When the clock runs again, at the latest."""
        longest = self.start + LONGEST_PAUSE
        return longest if self.end is None else min(self.end, longest)


def due(opening: Opening, start: Moment, time: str, pauses: Sequence[Pause] = ()) -> Moment:
    """The last moment of a time such as "10 working days" that begins at `start`.

    `pauses` are those that are over, in order. One that began when the time was over moves nothing.
    """
    count, unit = amount(time)
    last = _after(opening, start, count, unit)
    for pause in pauses:
        if pause.start > last:
            break
        count += _length(opening, max(pause.start, start), pause.over_at(), unit)
        last = _after(opening, start, count, unit)
    return last


def _after(opening: Opening, start: Moment, count: int, unit: Unit) -> Moment:
    if unit is Unit.MINUTES:
        return opening.add_minutes(start, count)
    add = opening.add_working_days if unit is Unit.WORKING_DAYS else opening.add_days
    return end_of(add(opening.day_of(start), count))


def _length(opening: Opening, start: Moment, end: Moment, unit: Unit) -> int:
    """How much of a unit goes by in a pause. Days are counted as promises count them: the first is
    day 0.
    """
    if unit is Unit.MINUTES:
        return opening.minutes_between(start, end)
    first, last = opening.day_of(start), opening.day_of(end)
    if unit is Unit.CALENDAR_DAYS:
        return (last - first).days
    return working_days(opening, first, last)


def working_days(opening: Opening, first: date, last: date) -> int:
    """How many working days there are after `first`, up to and with `last`."""
    days = range(1, (last - first).days + 1)
    return sum(opening.is_working_day(first + timedelta(days=one)) for one in days)


def stood_still(pauses: Sequence[Pause], start: Moment, end: Moment) -> Moment:
    """How long of a time it stood still, in microseconds."""
    return sum(
        max(0, min(pause.over_at(), end) - max(pause.start, start))
        for pause in pauses
        if pause.start < end
    )


def worked(opening: Opening, pauses: Sequence[Pause], start: Moment, end: Moment) -> int:
    """Working minutes between two moments, without those in which it stood still."""
    still = sum(
        opening.minutes_between(max(pause.start, start), min(pause.over_at(), end))
        for pause in pauses
        if pause.start < end
    )
    return opening.minutes_between(start, end) - still


def slack(opening: Opening, met: Moment, last: Moment) -> int:
    """Working minutes left when a promise was kept; below zero when it was kept late."""
    if met <= last:
        return opening.minutes_between(met, last)
    return -opening.minutes_between(last, met)


def level_at(start: Moment, last: Moment, paused: Moment, level: int) -> Moment:
    """When `level` per cent of the time between `start` and `last` is over, as time passes for
    whoever waits: nights and Sundays count, and what it has stood still comes on top.
    """
    if level == 100:
        return last + 1
    return start + paused + (last - start - paused) * level // 100
