"""A line of the promise as a profile says it, and which lines cannot be."""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from models.actor import Source
from models.misfit import Misfit
from models.states import Kind


class Unit(StrEnum):
    """What a promise is counted in (spec ST-11)."""

    MINUTES = "minutes"
    """of working time"""
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


_UNITS = {
    "working minute": Unit.MINUTES,
    "working day": Unit.WORKING_DAYS,
    "day": Unit.CALENDAR_DAYS,
}
_SAID = re.compile(r"([1-9]\d{0,4}) (working minute|working day|day)s?")


def amount(time: str) -> tuple[int, Unit]:
    """A time such as "2 working days", "90 working minutes" or "30 days"; else ValueError."""
    said = _SAID.fullmatch(time)
    if said is None:
        raise Misfit("not_duration", f"{time!r} is no time such as '2 working days'")
    return int(said[1]), _UNITS[said[2]]


def _is_time(given: str) -> str:
    amount(given)
    return given


Time = Annotated[str, AfterValidator(_is_time)]


class Line(BaseModel):
    """One `[[promises]]` of a profile, in the order in which the first that fits is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind | None = None
    subject: str | None = None
    channel: Source | None = None
    first_response: Time
    confirm_receipt: Time | None = None
    update_every: Time | None = None
    decide: Time | None = None
    public: bool = True

    @property
    def fits_everything(self) -> bool:
        return self.kind is None and self.subject is None and self.channel is None

    def covers(self, other: "Line") -> bool:
        """Whether everything that fits the other fits this one."""
        return all(
            getattr(self, name) in {None, getattr(other, name)}
            for name in ("kind", "subject", "channel")
        )


def _impossible(code: str, number: int, said: str, **values: str | int) -> Misfit:
    """Of a line that can never be kept or reached, by its number from 1."""
    why = f"promises: line {number}: {said}"
    return Misfit(f"promises_{code}", why, "promises", number - 1, number=number, **values)


def check(lines: Sequence[Line], subjects: Collection[str]) -> None:
    """Misfit when a line can never be reached or kept, names a subject that is not there, or
    when the last line is not the fallback, so that somebody would be promised nothing.
    """
    if not lines or not lines[-1].fits_everything:
        said = "the last line must be for everything, without kind, subject and channel"
        raise _impossible("fallback", len(lines), said)
    for number, line in enumerate(lines, 1):
        if line.subject is not None and line.subject not in subjects:
            raise _impossible("subject", number, f"no such subject: {line.subject}")
        wider = next((n for n, one in enumerate(lines[: number - 1], 1) if one.covers(line)), None)
        if wider is not None:
            said = f"never reached, line {wider} fits all that it fits"
            raise _impossible("unreached", number, said, wider=wider)
        for sooner, later in _IN_ORDER:
            if _is_longer(getattr(line, sooner), getattr(line, later)):
                said = f"{sooner} cannot be longer than {later}"
                raise _impossible("order", number, said, sooner=sooner, later=later)


_IN_ORDER = (
    ("confirm_receipt", "first_response"),
    ("first_response", "decide"),
    ("update_every", "decide"),
)
"""What comes first cannot be promised for later."""


def _is_longer(one: str | None, other: str | None) -> bool:
    """Whether a time is longer than another; days off make no difference to times of one unit, and
    five working days are never shorter than five days.
    """
    if one is None or other is None:
        return False
    (count, unit), (most, other_unit) = amount(one), amount(other)
    days = {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS}
    if unit is other_unit or (unit is Unit.WORKING_DAYS and other_unit is Unit.CALENDAR_DAYS):
        return count > most
    return unit in days and other_unit is Unit.MINUTES and count * _WHOLE_DAY > most


_WHOLE_DAY = 24 * 60
"""No working day has more minutes."""
