"""What a profile says of opening hours: the ordinary week, and the days that differ (spec ST-9)."""

from datetime import date, time
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    model_validator,
)

from models.misfit import Misfit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = 24 * 60


def _minutes(given: object) -> object:
    """Minutes after midnight, of "08:00"; "24:00" is the end of the day."""
    if given == "24:00":
        return MIDNIGHT
    try:
        at = time.fromisoformat(str(given))
    except ValueError as error:
        raise Misfit("not_time", f"{given!r} is no time of the day such as 08:00") from error
    if at.second or at.microsecond or at.tzinfo:
        raise Misfit("not_time", f"{given!r} is more exact than a minute")
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


Clock = Annotated[int, BeforeValidator(_minutes), PlainSerializer(_clock, return_type=str)]
"""Minutes after midnight; written "08:00" in a file and in the profile's row."""
Span = tuple[Clock, Clock]
"""From and to; at `to` it is closed."""
Spans = tuple[Span, ...]


def _in_order(spans: Spans) -> Spans:
    last = 0
    for start, end in spans:
        if start >= end:
            raise Misfit("backwards", "hours must end after they begin")
        if start < last:
            raise Misfit("overlap", "hours overlap, or do not stand in order")
        last = end
    return spans


Hours = Annotated[Spans, AfterValidator(_in_order)]


def _iso(given: object) -> str:
    return date.fromisoformat(str(given)).isoformat()


Day = Annotated[str, BeforeValidator(_iso)]
"""A date as 2026-12-23, as the profile's row keeps it."""
Eve = Literal[
    "twelfth_night",
    "maundy_thursday",
    "walpurgis_night",
    "eve_of_ascension",
    "eve_of_national_day",
    "eve_of_all_saints",
]
"""A day of every year, as models.calendar.eves names them."""


class Closed(NamedTuple):
    """One more day on which everything is closed, and what it is called."""

    day: Day
    sv: str
    en: str


class Short(NamedTuple):
    """A day with hours of its own, which is a working day all the same, and what it is called."""

    day: Eve | Day
    opens: Clock
    closes: Clock
    sv: str
    en: str

    @property
    def hours(self) -> Spans:
        return ((self.opens, self.closes),)


class Rules(BaseModel):
    """`[calendar]` of the profile. `holidays` must be said, so that nobody forgets them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    holidays: Literal["sweden"]
    monday: Hours = ()
    tuesday: Hours = ()
    wednesday: Hours = ()
    thursday: Hours = ()
    friday: Hours = ()
    saturday: Hours = ()
    sunday: Hours = ()
    closed: tuple[Closed, ...] = ()
    short: tuple[Short, ...] = ()

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if not any(self.week[:5]):
            said = "it must be open on some day from Monday to Friday"
            raise Misfit("never_open", said, WEEKDAYS[0])
        for name in ("closed", "short"):
            days = [one.day for one in getattr(self, name)]
            for number, day in enumerate(days):
                if day in days[:number]:
                    raise Misfit("day_twice", f"{name}: a day stands there twice", name, number)
        for number, short in enumerate(self.short):
            if short.opens >= short.closes:
                said = "hours must end after they begin"
                raise Misfit("backwards", said, "short", number, "closes")
        return self

    @property
    def week(self) -> tuple[Spans, ...]:
        """The ordinary hours, Monday first."""
        return tuple(getattr(self, name) for name in WEEKDAYS)


_OFFICE = [["08:00", "16:30"]]
PRESET = Rules.model_validate({"holidays": "sweden", **dict.fromkeys(WEEKDAYS[:5], _OFFICE)})
"""What a profile without a calendar has: 8 to 16.30 on working days (ST-9)."""

Run = tuple[int, int, Spans]
"""Weekdays that are next to each other, first and last (Monday is 0), with the same hours."""


@lru_cache(maxsize=8)
def runs(rules: Rules) -> tuple[Run, ...]:
    """The ordinary week for words: days next to each other that have the same hours, once."""
    found: list[Run] = []
    for number, spans in enumerate(rules.week):
        if not spans:
            continue
        if found and found[-1][1] == number - 1 and found[-1][2] == spans:
            found[-1] = (found[-1][0], number, spans)
        else:
            found.append((number, number, spans))
    return tuple(found)


def years_without_days(rules: Rules, year: int) -> list[int]:
    """Of this `year` and the next those for which nobody has named the town's own days off and
    short days, where some earlier year has such days. Public holidays and the eves that a rule
    finds are known for every year; a date has to be written down anew.
    """
    days = [*(one.day for one in rules.closed), *(one.day for one in rules.short)]
    named = {int(day[:4]) for day in days if day[:4].isdigit()}
    return [one for one in (year, year + 1) if one not in named and any(n < one for n in named)]
