"""What an official asks who rings, visits or writes: the whole of a case on one page."""

from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from models import calendar
from models.actor import Source
from models.calendar import Moment
from models.errors import Invalid
from models.submitting import Draft
from web.forms import Form, Tick, Worded, checked, choice, words
from web.pages.casework_writing_forms import Language, PastDay
from web.pages.handing_in_forms import Reached, Whole
from web.pages.reaching import Where


class Came(StrEnum):
    """How it reached us. In the order of how often."""

    PHONE = Source.PHONE.value
    VISIT = Source.VISIT.value
    LETTER = Source.LETTER.value
    EMAIL = Source.EMAIL.value


def _clock(value: str, _info: ValidationInfo) -> str:
    """A time of day as people write it: 9.05, 09:05 or 0905; "" where only the day is known."""
    if not value:
        return ""
    digits = value.replace(".", "").replace(":", "")
    try:
        return time(int(digits[:-2]), int(digits[-2:])).isoformat("minutes")
    except ValueError:
        raise Invalid("", "bad") from None


class Arrived(Form):
    """When it came: a letter may lie since yesterday."""

    came_by: Annotated[Came, choice(Came)]
    day: PastDay
    clock: Annotated[str, words(5), AfterValidator(checked(_clock))] = ""

    @property
    def came_at(self) -> Moment | None:
        """The moment that was given; None for today, where nobody said when."""
        day = date.fromisoformat(self.day)
        if not self.clock and day == calendar.today():
            return None
        at = datetime.combine(day, time.fromisoformat(self.clock or "00:00"))
        return calendar.moment(at.replace(tzinfo=calendar.zone()))


class Taken(Whole, Arrived):
    """A case as an official takes it in."""

    language: Annotated[Language, choice(Language)]
    protected: Tick = False

    def taken(self) -> Draft:
        """The case, with how and when it came; whoever says it is whose it is."""
        return replace(
            self.draft(self.language.value),
            name=self.name,
            helped=None,
            came_by=Source(self.came_by.value),
            came_at=self.came_at,
            protected=self.protected,
        )


class Instead(Reached, Arrived, Worded):
    """She would rather hear of a case that is there; what she said goes along as a note."""

    case: Annotated[str, words(20, least=1)]
    text: Annotated[str, words(5000, lines=True)] = ""
    name: Annotated[str, words(80)] = ""
    language: Annotated[Language, choice(Language)]


class Supporting(Where):
    """A proposal, and where to ask whoever supports it."""

    case: Annotated[str, words(40, least=1)]


def preset() -> dict[str, str]:
    """An empty page: somebody is on the phone now."""
    at = calendar.local(calendar.now())
    return {
        "came_by": Came.PHONE.value,
        "day": at.date().isoformat(),
        "clock": f"{at:%H.%M}",
        "language": Language.SV.value,
    }
