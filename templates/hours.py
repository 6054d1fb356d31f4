"""Opening hours in words, from the profile's calendar: never a sentence that somebody typed once.

A page may be kept for long, so nothing here depends on the time of day.
"""

from collections.abc import Sequence
from functools import lru_cache

from templates.dates import WEEKDAYS

DASH = "\N{EN DASH}"
Span = tuple[int, int]
"""From and to, in minutes after midnight."""
Run = tuple[int, int, tuple[Span, ...]]
"""Weekdays that are next to each other, first and last (Monday is 0), with the same hours."""

_AND = {"sv": "och", "en": "and"}
_WEEK = {
    (0, 4): {"sv": "vardagar", "en": "weekdays"},
    (0, 6): {"sv": "alla dagar", "en": "every day"},
}


def _clock(minutes: int, language: str) -> str:
    hour, minute = divmod(minutes, 60)
    if language == "sv":
        return f"{hour}.{minute:02}" if minute else str(hour)
    return f"{hour}:{minute:02}"


def spans(hours: Sequence[Span], language: str) -> str:
    """As in 8-12 och 13-16.30, 8:00-12:00 and 13:00-16:30, with the longer dash."""
    said = [f"{_clock(start, language)}{DASH}{_clock(end, language)}" for start, end in hours]
    return f" {_AND[language]} ".join(said)


@lru_cache(maxsize=32)
def week(runs: tuple[Run, ...], language: str) -> str:
    """As in vardagar 8-16.30, or måndag-onsdag 9-15, torsdag 9-18. Holidays are closed besides."""
    names = WEEKDAYS[language].split()
    return ", ".join(
        f"{_days(first, last, names, language)} {spans(hours, language)}"
        for first, last, hours in runs
    )


def _days(first: int, last: int, names: list[str], language: str) -> str:
    if (first, last) in _WEEK:
        return _WEEK[first, last][language]
    return names[first] if first == last else f"{names[first]}{DASH}{names[last]}"
