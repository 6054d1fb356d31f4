"""When the municipality is open, and how its working time is counted (spec ST-9, ST-11).

The rules stand in the profile; `Opening` is what can be asked of them. Intervals are half open: at
closing time it is closed. Everything is counted in the real time that passes, so that the nights in
which the clocks change are an hour shorter or longer and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models import calendar
from models.calendar import Moment, add_working_days, eves, next_working_day
from models.hours import MIDNIGHT, Closed, Rules, Short, Spans

DAYS_KNOWN = 6_000
"""Days whose hours are kept in memory: sixteen years."""
LOOKED_AHEAD = 400
"""Days in which a municipality opens at least once, or its calendar is a mistake."""


@dataclass(frozen=True)
class Change:
    """A day that is not as its weekday is: a holiday's code, or our own words; its hours if any."""

    day: date
    code: str = ""
    sv: str = ""
    en: str = ""
    hours: Spans = ()


@dataclass(frozen=True)
class Opening:
    """The municipality's calendar. Make it with `of`."""

    rules: Rules
    zone: ZoneInfo
    _closed: dict[str, Closed] = field(default_factory=dict, compare=False)
    _short: dict[str, Short] = field(default_factory=dict, compare=False)
    _known: dict[date, tuple[Spans, tuple[tuple[Moment, Moment], ...]]] = field(
        default_factory=dict, compare=False
    )
    """The hours of days that were asked for, in minutes after midnight and as moments: the same
    weeks are counted again and again for every case there is.
    """

    def hours_on(self, day: date) -> Spans:
        """When it is open that day, in minutes after midnight."""
        return self._day(day)[0]

    def _day(self, day: date) -> tuple[Spans, tuple[tuple[Moment, Moment], ...]]:
        found = self._known.get(day)
        if found is None:
            if len(self._known) >= DAYS_KNOWN:
                self._known.clear()
            hours = self._hours_on(day)
            found = self._known[day] = hours, tuple(self._intervals(day, hours))
        return found

    def _hours_on(self, day: date) -> Spans:
        if day in calendar.holiday_names(day.year) or day.isoformat() in self._closed:
            return ()
        short = self._shortened(day)
        return short.hours if short else self.rules.week[day.weekday()]

    def _shortened(self, day: date) -> Short | None:
        named = (name for name, eve in eves(day.year).items() if eve == day)
        return next(
            (self._short[key] for key in (day.isoformat(), *named) if key in self._short), None
        )

    def change_on(self, day: date) -> Change | None:
        """How the day differs from its weekday, or None. A holiday on a closed weekday is none."""
        ordinary = self.rules.week[day.weekday()]
        if not ordinary:
            return None
        if code := calendar.holiday_names(day.year).get(day):
            return Change(day, code=code)
        if own := self._closed.get(day.isoformat()):
            return Change(day, sv=own.sv, en=own.en)
        if (short := self._shortened(day)) and short.hours != ordinary:
            return Change(day, sv=short.sv, en=short.en, hours=short.hours)
        return None

    def is_working_day(self, day: date) -> bool:
        """A working day of the law on which it is open: Saturday hours shorten no promise."""
        return calendar.is_working_day(day) and bool(self.hours_on(day))

    def add_working_days(self, day: date, count: int) -> date:
        """The last day of something promised within so many working days; arrival is day 0."""
        return add_working_days(day, count, self.is_working_day)

    def add_days(self, day: date, count: int) -> date:
        """The same in calendar days; what would end on a day off ends on the next working day."""
        last = day + timedelta(days=count)
        return last if self.is_working_day(last) else next_working_day(last, self.is_working_day)

    def is_open(self, at: Moment) -> bool:
        """Whether it is open at a moment."""
        return any(start <= at < end for start, end in self._day(self.day_of(at))[1])

    def next_opening(self, at: Moment) -> Moment:
        """The moment itself while it is open, else when it opens next."""
        return self.add_minutes(at, 0)

    def add_minutes(self, at: Moment, minutes: int) -> Moment:
        """When so many minutes of working time have passed: always a moment at which it is open.

        ValueError below zero.
        """
        if minutes < 0:
            raise ValueError("working time is counted forwards")
        left = minutes * calendar.MINUTE
        for start, end in self._from(at):
            begins = max(start, at)
            if begins + left < end:
                return begins + left
            left -= end - begins
        raise AssertionError("a calendar opens again")

    def minutes_between(self, start: Moment, end: Moment) -> int:
        """Whole minutes of working time from `start` to `end`; 0 when `end` is not later."""
        passed = 0
        for opens, closes in self._from(start):
            begins = max(opens, start)
            if begins >= end:
                break
            passed += min(closes, end) - begins
        return passed // calendar.MINUTE

    def day_of(self, at: Moment) -> date:
        """The date on the municipality's clocks."""
        return calendar.local(at).astimezone(self.zone).date()

    def _from(self, at: Moment) -> Iterator[tuple[Moment, Moment]]:
        """Every time it is open that ends after a moment, in order."""
        day, idle = self.day_of(at), 0
        while idle < LOOKED_AHEAD:
            found = [(start, end) for start, end in self._day(day)[1] if end > at]
            yield from found
            idle = 0 if found else idle + 1
            day += timedelta(days=1)

    def _intervals(self, day: date, hours: Spans) -> Iterator[tuple[Moment, Moment]]:
        last: Moment | None = None
        for start, end in hours:
            begins, ends = self._moment(day, start), self._moment(day, end)
            # An hour that the clocks leave out must not be counted twice, nor backwards.
            begins = begins if last is None else max(begins, last)
            if begins < ends:
                yield begins, ends
                last = ends

    def _moment(self, day: date, minute: int) -> Moment:
        if minute == MIDNIGHT:
            day, minute = day + timedelta(days=1), 0
        at = time(minute // 60, minute % 60)
        return calendar.moment(datetime.combine(day, at, tzinfo=self.zone))


@lru_cache(maxsize=8)
def of(rules: Rules, zone: str) -> Opening:
    """The calendar of these rules. ValueError for a zone that nobody knows."""
    try:
        known = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"the time zone {zone!r} is not known") from error
    return Opening(
        rules,
        known,
        {closed.day: closed for closed in rules.closed},
        {short.day: short for short in rules.short},
    )
