"""Values of the configuration as somebody types them: one input or a few for each, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from models.configuration.parts import Path
from models.errors import Invalid
from models.prose import clean
from models.states import HANDED_IN

_SPAN = re.compile(
    r"(\d{1,2})(?:[.:](\d{2}))?\s*[-\N{EN DASH}]\s*(\d{1,2})(?:[.:](\d{2}))?", re.ASCII
)
_APART = re.compile(r"\s*(?:,|;|\boch\b|\band\b)\s*")
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}", re.ASCII)
DURATIONS = ("working minute", "working day", "day")
"""What a promise is counted in, as the profile's file says it (models.promise_line)."""

DATED = "date"
"""The choice that asks for the day itself."""


class Sort(StrEnum):
    """How a value is typed."""

    WORDS = "words"
    LONG = "long"
    """Words over several lines."""
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"
    HOURS = "hours"
    """From when to when, more than once a day where it closes in between."""
    DAY = "day"
    TIME = "time"
    DURATION = "duration"
    EVE = "eve"
    """A day of every year by its name, or one date."""
    KINDS = "kinds"
    """Which kinds of case, any number of them; none ticked means all."""


@dataclass(frozen=True)
class Field:
    """One value: where it stands, and how it is typed. `none` values may be left out."""

    path: Path
    sort: Sort = Sort.WORDS
    least: int = 0
    most: int = 200
    choices: str = ""
    none: bool = False

    @property
    def name(self) -> str:
        return "_".join(self.path)

    def shown(self, value: Any, prefix: str = "") -> dict[str, str]:
        """What the inputs show, by their names."""
        name = prefix + self.name
        if self.sort is Sort.TICK:
            return {name: "yes" if value else ""}
        if self.sort is Sort.HOURS:
            return {name: ", ".join(f"{a}\N{EN DASH}{b}" for a, b in value or ())}
        if self.sort is Sort.DURATION:
            count, _, unit = (value or "").partition(" ")
            return {name: count, f"{name}_unit": unit.removesuffix("s") or DURATIONS[1]}
        if self.sort is Sort.EVE:
            dated = bool(value) and value[0].isdigit()
            return {name: DATED if dated else value or "", f"{name}_date": value if dated else ""}
        if self.sort is Sort.KINDS:
            return {f"{name}_{kind}": "yes" for kind in (value or "").split()}
        return {name: "" if value is None else str(value)}

    def read(self, values: Mapping[str, str], prefix: str = "") -> Any:
        """The value that was typed. Raises Invalid with the name of the input."""
        name = prefix + self.name
        if self.sort is Sort.TICK:
            return values.get(name) == "yes"
        if self.sort is Sort.KINDS:
            return " ".join(kind for kind in HANDED_IN if values.get(f"{name}_{kind}") == "yes")
        said = clean(values.get(name, ""))
        if self.sort is not Sort.LONG:
            said = " ".join(said.split())
        if not said:
            return self._nothing(name)
        try:
            if self.sort is Sort.EVE and said == DATED:
                return date.fromisoformat(values.get(f"{name}_date", "").strip()).isoformat()
            return self._of(said, values.get(f"{name}_unit", ""))
        except ValueError:
            raise Invalid(name, f"not_{self.sort}") from None

    def _nothing(self, name: str) -> Any:
        if self.least and self.sort is not Sort.NUMBER:
            raise Invalid(name, "missing")
        if self.sort is Sort.NUMBER:
            raise Invalid(name, "not_number", least=self.least, most=self.most)
        if self.sort is Sort.HOURS:
            return []
        return None if self.none else ""

    def _of(self, said: str, unit: str) -> Any:
        if self.sort is Sort.NUMBER:
            if not _NUMBER.fullmatch(said) or not self.least <= int(said) <= self.most:
                raise Invalid(self.name, "not_number", least=self.least, most=self.most)
            return int(said)
        if self.sort is Sort.HOURS:
            return [_span(one) for one in _APART.split(said)]
        if self.sort is Sort.DAY:
            return date.fromisoformat(said).isoformat()
        if self.sort is Sort.TIME:
            return _clock(*_matched(_TIME, said).groups())
        if self.sort is Sort.DURATION:
            count = int(_matched(_NUMBER, said).group())
            if not count or unit not in DURATIONS:
                raise ValueError(said)
            return f"{count} {unit}" + ("s" if count > 1 else "")
        if len(said) > self.most:
            raise Invalid(self.name, "too_long", over=len(said) - self.most, most=self.most)
        return said


def _matched(pattern: re.Pattern[str], said: str) -> re.Match[str]:
    found = pattern.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return found


def _span(said: str) -> list[str]:
    """The profile's way to say from when to when: `["08:00", "16:30"]`."""
    from_hour, from_minute, to_hour, to_minute = _matched(_SPAN, said).groups()
    return [_clock(from_hour, from_minute), _clock(to_hour, to_minute)]


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02}:{int(minute or 0):02}"
