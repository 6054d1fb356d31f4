"""The only clock of the product, and the municipality's days.

Every stored time is a `Moment`: whole microseconds since 1970-01-01 00:00 UTC. Integers sort,
compare and survive both databases unchanged, where floats and naive datetimes do not. Days are
`datetime.date` in the municipality's zone, because promises and appeals are promised in days as
people live them, not in UTC.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
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


def _easter(year: int) -> date:
    """Easter Sunday, by Oudin's form of the Gregorian computus."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


@lru_cache(maxsize=64)
def holiday_names(year: int) -> dict[date, str]:
    """The days off that are not bound to a weekend, each with its code: public holidays by lag
    (1989:253), and the eves of midsummer, Christmas and New Year, which lag (1930:173) 2 § treats
    alike. Where two fall on one day, as in 2008, the later line of the act names it.
    """
    easter = _easter(year)
    # Midsummer's eve is the Friday of 19 to 25 June.
    midsummer = date(year, 6, 25) - timedelta(days=(date(year, 6, 25).weekday() - 4) % 7)
    return {
        date(year, 1, 1): "new_years_day",
        date(year, 1, 6): "epiphany",
        easter - timedelta(days=2): "good_friday",
        easter + timedelta(days=1): "easter_monday",
        date(year, 5, 1): "first_of_may",
        # The sixth Thursday after Easter.
        easter + timedelta(days=39): "ascension_day",
        date(year, 6, 6): "national_day",
        midsummer: "midsummers_eve",
        date(year, 12, 24): "christmas_eve",
        date(year, 12, 25): "christmas_day",
        date(year, 12, 26): "boxing_day",
        date(year, 12, 31): "new_years_eve",
    }


@lru_cache(maxsize=64)
def eves(year: int) -> dict[str, date]:
    """Working days on which many municipalities close early, by code."""
    # All Saints' Day is the Saturday of 31 October to 6 November.
    all_saints = date(year, 11, 6) - timedelta(days=(date(year, 11, 6).weekday() - 5) % 7)
    return {
        "twelfth_night": date(year, 1, 5),
        "maundy_thursday": _easter(year) - timedelta(days=3),
        "walpurgis_night": date(year, 4, 30),
        "eve_of_ascension": _easter(year) + timedelta(days=38),
        "eve_of_national_day": date(year, 6, 5),
        "eve_of_all_saints": all_saints - timedelta(days=1),
    }


def is_working_day(day: date) -> bool:
    """Monday to Friday and no holiday; a bridge day between two free days is a working day.

    This is the law's working day. What a municipality promises counts its own days besides
    (models.opening).
    """
    return day.weekday() < 5 and day not in holiday_names(day.year)


def next_working_day(day: date, works: Callable[[date], bool] = is_working_day) -> date:
    """The first working day after a day; `works` tells them, if not the law."""
    day += timedelta(days=1)
    while not works(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, works: Callable[[date], bool] = is_working_day) -> date:
    """The day by which something promised within `count` working days is due (spec ST-11).

    The day of arrival is day 0, whatever day of the week it is. ValueError below zero.
    """
    if count < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(count):
        day = next_working_day(day, works)
    return day


def last_day(day: date) -> date:
    """The last day of a legal time that would end on `day`: the next working day if that is a
    Saturday, a Sunday or a holiday, by lag (1930:173) 2 §.
    """
    return day if is_working_day(day) else next_working_day(day)


def appeal_last_day(announced: date) -> date:
    """The last day to appeal a municipal decision whose approved minutes were announced on the
    notice board that day: three weeks, by kommunallagen (2017:725) 13 kap.
    """
    return last_day(announced + timedelta(weeks=3))


def six_months_after(day: date) -> date:
    """The end of the six months of förvaltningslagen (2017:900) 12 §. Where the time is a last day
    to act, pass it through `last_day`.
    """
    return months_after(day, 6)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last."""
    month = day.year * 12 + day.month + months - 1
    first, after = (date(m // 12, m % 12 + 1, 1) for m in (month, month + 1))
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))
