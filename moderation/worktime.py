"""What a moderator's day turns on: the evening before, and the next time something must be done."""

import datetime as dt

from models.calendar import Moment, moment
from models.opening import LOOKED_AHEAD, Opening

NOON = 12 * 60
"""Minutes after midnight."""


def last_evening(opening: Opening, at: Moment) -> Moment:
    """When the municipality last closed on a working day before the day of `at`."""
    day = opening.day_of(at)
    for _ in range(LOOKED_AHEAD):
        day -= dt.timedelta(days=1)
        if opening.is_working_day(day):
            break
    return _at(opening, day, max((end for _, end in opening.hours_on(day)), default=0))


def next_stop(opening: Opening, at: Moment) -> Moment:
    """The next noon or closing time of a working day: what is due before it comes first."""
    day = opening.day_of(at)
    for _ in range(LOOKED_AHEAD):
        if opening.is_working_day(day):
            ends = max(end for _, end in opening.hours_on(day))
            for minute in sorted({min(NOON, ends), ends}):
                if (stop := _at(opening, day, minute)) > at:
                    return stop
        day += dt.timedelta(days=1)
    raise AssertionError("a calendar opens again")


def _at(opening: Opening, day: dt.date, minute: int) -> Moment:
    days, minute = divmod(minute, 24 * 60)
    when = dt.datetime.combine(
        day + dt.timedelta(days=days),
        dt.time(minute // 60, minute % 60),
        tzinfo=opening.zone,
    )
    return moment(when)
