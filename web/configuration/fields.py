"""Values of the configuration as somebody types them: one input or a few for each, and back."""

import re
from collections.abc import Callable, Mapping
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
DURATIONS = ("working day", "day", "working minute")
"""What a promise is counted in, as the profile's file says it (models.promise_line); the first
stands on an empty row.
"""

ENDS = ("south", "west", "north", "east")
"""Of a piece of the map, in the order in which the profile says them."""
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,7})?", re.ASCII)

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
    SEVERAL = "several"
    """Any number of the choices, none of them too."""
    LINES = "lines"
    """Entries, each on a line of its own."""
    BOUNDS = "bounds"
    """South, west, north and east end, in degrees: all four or none."""


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
        how = _SHOWN.get(self.sort, _plain)
        return how(prefix + self.name, value)

    def read(self, values: Mapping[str, str], prefix: str = "") -> Any:
        """The value that was typed. Raises Invalid with the name of the input."""
        name = prefix + self.name
        if self.sort in _READ:
            return _READ[self.sort](name, values)
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
        if self.sort is Sort.NUMBER and not self.none:
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


def _plain(name: str, value: Any) -> dict[str, str]:
    return {name: "" if value is None else str(value)}


def _shown_hours(name: str, value: Any) -> dict[str, str]:
    return {name: ", ".join(f"{a}\N{EN DASH}{b}" for a, b in value or ())}


def _shown_duration(name: str, value: Any) -> dict[str, str]:
    count, _, unit = (value or "").partition(" ")
    return {name: count, f"{name}_unit": unit.removesuffix("s") or DURATIONS[0]}


def _shown_eve(name: str, value: Any) -> dict[str, str]:
    dated = bool(value) and value[0].isdigit()
    return {name: DATED if dated else value or "", f"{name}_date": value if dated else ""}


def _shown_bounds(name: str, value: Any) -> dict[str, str]:
    return {f"{name}_{end}": str(at) for end, at in zip(ENDS, value or (), strict=False)}


def _shown_ticked(name: str, value: Any) -> dict[str, str]:
    return {f"{name}_{one}": "yes" for one in value or ()}


_SHOWN: dict[Sort, Callable[[str, Any], dict[str, str]]] = {
    Sort.TICK: lambda name, value: {name: "yes" if value else ""},
    Sort.HOURS: _shown_hours,
    Sort.DURATION: _shown_duration,
    Sort.EVE: _shown_eve,
    Sort.KINDS: lambda name, value: _shown_ticked(name, (value or "").split()),
    Sort.SEVERAL: _shown_ticked,
    Sort.LINES: lambda name, value: {name: "\n".join(value or ())},
    Sort.BOUNDS: _shown_bounds,
}


def _ticked(name: str, values: Mapping[str, str]) -> list[str]:
    ticked = (key for key, said in values.items() if said == "yes")
    return [key.removeprefix(f"{name}_") for key in ticked if key.startswith(f"{name}_")]


def _kinds(name: str, values: Mapping[str, str]) -> str:
    return " ".join(kind for kind in HANDED_IN if values.get(f"{name}_{kind}") == "yes")


def _lines(name: str, values: Mapping[str, str]) -> list[str]:
    said = clean(values.get(name, "")).splitlines()
    return [line for one in said if (line := " ".join(one.split()))]


def _bounds(name: str, values: Mapping[str, str]) -> list[float] | None:
    said = [values.get(f"{name}_{end}", "").strip() for end in ENDS]
    if not any(said):
        return None
    if not all(_DEGREES.fullmatch(one) for one in said):
        raise Invalid(name, "not_bounds")
    return [float(one.replace(",", ".")) for one in said]


_READ: dict[Sort, Callable[[str, Mapping[str, str]], Any]] = {
    Sort.TICK: lambda name, values: values.get(name) == "yes",
    Sort.KINDS: _kinds,
    Sort.SEVERAL: _ticked,
    Sort.LINES: _lines,
    Sort.BOUNDS: _bounds,
}
"""What is read otherwise than from one input."""
