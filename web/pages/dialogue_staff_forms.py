"""What is sent of a dialogue by whoever leads it: its words, its phases, its steps."""

import re
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator

from models.dialogue import times
from models.dialogue.keeping import LONGEST_LINK, Words
from models.dialogue.kinds import Level, PhaseKind
from models.dialogue.planning import Planned
from models.errors import Invalid
from web.forms import Form, checked, choice, words
from web.pages.casework_forms import Versioned
from web.pages.numbers import Number

YEARS = range(2000, 2100)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def _day(value: str, _info: object) -> str:
    """A day of our times: one far off is a slip, and no clock goes that far."""
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        raise Invalid("", "bad") from None
    if day is not None and day.year not in YEARS:
        raise Invalid("", "bad")
    return day.isoformat() if day else ""


def _clock(value: str, _info: object) -> str:
    found = _CLOCK.fullmatch(value)
    if found is None:
        raise Invalid("", "bad")
    return f"{int(found[1]):02d}:{found[2]}"


Day = Annotated[str, words(10), AfterValidator(checked(_day))]
SomeDay = Annotated[str, words(10, least=1), AfterValidator(checked(_day))]
Clock = Annotated[str, words(5, least=1), AfterValidator(checked(_clock))]
Prose = Annotated[str, words(4000, lines=True)]


class WordsForm(Form):
    """What is said of a dialogue. A draft may lack what everyone must know in the end."""

    question: Annotated[str, words(200, least=1)]
    background: Annotated[str, words(20_000, lines=True)] = ""
    purpose: Prose = ""
    level: Annotated[Level, choice(Level)]
    can: Prose = ""
    cannot: Prose = ""
    target: Annotated[str, words(300)] = ""
    decider: Annotated[str, words(200)] = ""
    decision_on: Day = ""
    feedback_on: Day = ""
    opens_on: SomeDay
    closes_on: SomeDay

    @property
    def words(self) -> Words:
        return Words(
            question=self.question,
            background=self.background,
            level=self.level,
            opens_on=date.fromisoformat(self.opens_on),
            closes_on=date.fromisoformat(self.closes_on),
            purpose=self.purpose,
            can=self.can,
            cannot=self.cannot,
            target=self.target,
            decider=self.decider,
            decision_on=date.fromisoformat(self.decision_on) if self.decision_on else None,
            feedback_on=date.fromisoformat(self.feedback_on) if self.feedback_on else None,
        )


class _OfUnit(Form):
    unit: Number


class NewForm(WordsForm, _OfUnit):
    """As its page has it: the unit first, because errors are listed in the form's order."""


class ChangedForm(WordsForm):
    version: Number


class NewPhaseForm(Form):
    kind: Annotated[PhaseKind, choice(PhaseKind)]
    title: Annotated[str, words(200)] = ""
    opens_day: SomeDay
    opens_clock: Clock
    closes_day: SomeDay
    closes_clock: Clock
    part: Annotated[str, words(18)] = ""
    words: Prose = ""

    @property
    def planned(self) -> Planned:
        """Raises Invalid for a time that the clocks leave out."""
        return Planned(
            kind=self.kind,
            opens_at=times.opens(_of(self.opens_day), time.fromisoformat(self.opens_clock)),
            closes_at=times.closes(_of(self.closes_day), time.fromisoformat(self.closes_clock)),
            title=self.title,
            words=self.words,
            part_id=int(self.part) if self.part.isascii() and self.part.isdigit() else None,
        )


class PhaseForm(NewPhaseForm):
    version: Number


class StepForm(Versioned):
    reason: Prose = ""
    ended_by: Annotated[str, words(200)] = ""
    ended_words: Prose = ""
    ended_link: Annotated[str, words(LONGEST_LINK)] = ""


def _of(day: str) -> date:
    return date.fromisoformat(day)
