"""Dates, clock times and numbers as they are written in Swedish and English (spec: sweden.md, 7).

A value is a moment (integer microseconds since the epoch, UTC) or a `datetime.date`. Babel could
do this, but it costs forty times as much a call and a page has hundreds of dates.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

MICROSECONDS = 1_000_000
# A year can only turn on a quarter of an hour, in every zone there is.
QUARTER = 15 * 60 * MICROSECONDS
NBSP = "\u00a0"

MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}
WEEKDAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_months = {language: names.split() for language, names in MONTHS.items()}
_weekdays = {language: names.split() for language, names in WEEKDAYS.items()}

_zone = ZoneInfo("Europe/Stockholm")
_clock: Callable[[], int] | None = None


def configure(*, zone: ZoneInfo | None, clock: Callable[[], int] | None) -> None:
    """Set the municipality's zone and the clock; what is None stays as it was."""
    global _zone, _clock
    _zone = zone or _zone
    _clock = clock or _clock
    for cached in (_local, _year_of, _long_date, _week_date, _clock_time, _iso, _stamp):
        cached.cache_clear()


@lru_cache(maxsize=4096)
def _local(moment: int) -> datetime:
    seconds, micro = divmod(moment, MICROSECONDS)
    return datetime.fromtimestamp(seconds, _zone).replace(microsecond=micro)


@lru_cache(maxsize=8)
def _year_of(quarter: int) -> int:
    return _local(quarter * QUARTER).year


def _this_year() -> int | None:
    """Without a clock no year is this year, so that every date is written with its own."""
    return None if _clock is None else _year_of(_clock() // QUARTER)


def _day(value: int | date) -> date:
    return _local(value).date() if isinstance(value, int) else value


@lru_cache(maxsize=4096)
def _long_date(value: int | date, language: str) -> str:
    day = _day(value)
    return f"{day.day} {_months[language][day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def _week_date(value: int | date, language: str, this_year: int | None) -> str:
    day = _day(value)
    words = f"{_weekdays[language][day.weekday()]} {day.day} {_months[language][day.month - 1]}"
    return words if day.year == this_year else f"{words} {day.year}"


@lru_cache(maxsize=4096)
def _clock_time(moment: int, language: str) -> str:
    local = _local(moment)
    return f"{local.hour}{'.' if language == 'sv' else ':'}{local.minute:02}"


@lru_cache(maxsize=4096)
def _iso(value: int | date) -> str:
    if isinstance(value, int):
        return _local(value).isoformat(timespec="seconds")
    return value.isoformat()


def long_date(value: int | date, language: str) -> str:
    """As in 12 november 2026."""
    return _long_date(value, language)


def is_a_day(given: object) -> bool:
    """Whether a date field of a browser shows this: a day as HTML writes it, or nothing."""
    try:
        return date.fromisoformat(str(given)).isoformat() == str(given)
    except ValueError:
        return given == ""


def month_words(value: date | str, language: str) -> str:
    """As in november 2026, of any day in it or of "2026-11"."""
    year, month = (value if isinstance(value, str) else value.isoformat()).split("-")[:2]
    return f"{_months[language][int(month) - 1]} {year}"


def week_date(value: int | date, language: str) -> str:
    """As in torsdag 12 november; the year is added when it is not the present one."""
    return _week_date(value, language, _this_year())


def clock_time(moment: int, language: str) -> str:
    """Written 10.42 in Swedish, 10:42 in English."""
    return _clock_time(moment, language)


def moment_words(moment: int, language: str) -> str:
    """As in torsdag 12 november kl. 10.42."""
    at = "kl." if language == "sv" else "at"
    return f"{week_date(moment, language)} {at} {clock_time(moment, language)}"


@lru_cache(maxsize=4096)
def _stamp(moment: int, language: str, this_year: int | None) -> Markup:
    words = moment_words(moment, language)
    return Markup(f'<time datetime="{_iso(moment)}">{words}</time>')  # noqa: S704  # digits and names


def stamp(moment: int, language: str) -> Markup:
    """A moment with its `<time>` element: for lists, where two filters a row would be felt."""
    return _stamp(moment, language, _this_year())


def is_past(day: date) -> bool:
    """Whether the day is over where the municipality is; never without a clock."""
    return _clock is not None and day < _local(_clock()).date()


def is_today(moment: int) -> bool:
    """Whether a moment is of this very day; always without a clock."""
    return _clock is None or _day(moment) == _day(_clock())


def iso(value: int | date) -> str:
    """For the datetime attribute of `<time>`: local time with its offset, or the bare date."""
    return _iso(value)


def number(value: float | Decimal, language: str) -> str:
    """98 000 and 0,5 in Swedish (the space does not break), 98,000 and 0.5 in English."""
    words = f"{value:,}"
    if language == "sv":
        return words.replace(",", NBSP).replace(".", ",")
    return words


def percent(share: int, language: str) -> str:
    """93 % in Swedish (the space does not break), 93% in English."""
    return f"{share}{NBSP if language == 'sv' else ''}%"
