"""The days of a demonstration: working days counted back from the last one that is over.

Promises are made in working days, so what is told in them is as late, or as much in time, whatever
day somebody starts the demonstration on.
"""

import re
from datetime import date, datetime, timedelta

from models import calendar
from models.calendar import DAY, HOUR, MINUTE, Moment, is_working_day, local, next_working_day
from templates import dates

OPENS, CLOSES = 8, 17
"""The hours in which officials and moderators work."""

_PLACE = re.compile(r"\{(v?)([+-])(\d+)\}")


def before(day: date, count: int) -> date:
    """The working day that many working days before a day."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def after(day: date, count: int) -> date:
    """The working day that many working days after a day."""
    for _ in range(count):
        day = next_working_day(day)
    return day


def clock(day: date, at: str) -> Moment:
    """A day with a time as it is written in Swedish, 21.40."""
    hour, minute = map(int, at.split("."))
    return calendar.moment(
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=calendar.zone())
    )


def awake(moment: Moment) -> Moment:
    """That moment, or the evening before it: nobody hands anything in at four in the morning."""
    at = local(moment)
    if at.hour >= 7:
        return moment
    return clock(at.date() - timedelta(days=1), f"21.{at.hour * 7 + 5:02}")


def at_work(moment: Moment) -> Moment:
    """A quarter of an hour later, when somebody is at work: else the next morning of work."""
    at = local(moment + 15 * MINUTE)
    if is_working_day(at.date()) and OPENS <= at.hour < CLOSES:
        return moment + 15 * MINUTE
    early = is_working_day(at.date()) and at.hour < OPENS
    morning = at.date() if early else next_working_day(at.date())
    return clock(morning, f"{OPENS}.{at.minute:02}")


def dated(words: str, day: date) -> str:
    """Words with their days written out: {+5} is the date five working days on, {v+5} its week."""

    def written(found: re.Match[str]) -> str:
        week, sign, count = found.groups()
        that = after(day, int(count)) if sign == "+" else before(day, int(count))
        if week:
            return str(that.isocalendar().week)
        # Without a clock the year is added; here every date is near.
        return dates.week_date(that, "sv").removesuffix(f" {that.year}")

    return _PLACE.sub(written, words)


def paragraphs(words: str) -> str:
    """Text as a file tells it, its lines joined: paragraphs and lists as somebody typed them."""
    return "\n\n".join(_joined(part) for part in words.strip().split("\n\n"))


def _joined(part: str) -> str:
    lines: list[str] = []
    for line in part.split("\n"):
        if lines and not line.startswith("- "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
    return "\n".join(lines)


def midnights(first: Moment, last: Moment) -> list[Moment]:
    """Just after every midnight between two moments: when the town's clock ends what has rested."""
    return list(range(calendar.start_of(local(first).date()) + DAY + HOUR, last, DAY))
