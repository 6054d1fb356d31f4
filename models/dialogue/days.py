"""The last day of a phase as it is told, and the hour where it closes before that day is over."""

import datetime as dt

from models.calendar import Moment, local


def last_day(closes_at: Moment) -> dt.date:
    """The last day on which something may be done: the day before, of what closes at midnight."""
    return local(closes_at - 1).date()


def closing_time(closes_at: Moment) -> Moment | None:
    """The moment at which it closes, where its last day is not over by then; else None. Many say
    23.59 for the end of a day.
    """
    closes = local(closes_at)
    return None if (closes.hour, closes.minute) in {(0, 0), (23, 59)} else closes_at
