"""What an official writes for herself and her colleagues, and how she words an answer anew."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from models import answer_template, calendar, macro, note
from models.calendar import Moment
from models.errors import Invalid
from models.macro import Steps
from web.forms import Form, Tick, Worded, checked, choice, words
from web.pages.casework_forms import Versioned
from web.pages.numbers import Number

LONGEST = 10_000
"""Characters of an answer."""


def _past(value: str, _info: object) -> str:
    try:
        given = date.fromisoformat(value)
    except ValueError:
        raise Invalid("", "bad") from None
    if given > calendar.today():
        raise Invalid("", "future")
    return value


def _clock(value: str, _info: object) -> str:
    """A time of day as people write it: 9.05, 09:05 or 0905."""
    digits = value.replace(".", "").replace(":", "")
    try:
        return time(int(digits[:-2]), int(digits[-2:])).isoformat("minutes")
    except ValueError:
        raise Invalid("", "bad") from None


PastDay = Annotated[str, words(10, least=1), AfterValidator(checked(_past))]
Clock = Annotated[str, words(5, least=1), AfterValidator(checked(_clock))]


class NoteForm(Worded):
    """An internal note."""

    text: Annotated[str, words(note.LONGEST, least=2, lines=True)]


class CallForm(Worded):
    """A note of a call: when it was, and with whom if she says so."""

    day: PastDay
    clock: Clock
    caller: Annotated[str, words(note.LONGEST_NAME)] = ""
    text: Annotated[str, words(note.LONGEST, least=2, lines=True)]

    @property
    def called_at(self) -> Moment:
        called = datetime.combine(date.fromisoformat(self.day), time.fromisoformat(self.clock))
        return calendar.moment(called.replace(tzinfo=calendar.zone()))


class Go(StrEnum):
    """What the button of a draft was for; without one the page's script kept it by itself."""

    BY_ITSELF = ""
    KEEP = "keep"
    PREVIEW = "preview"
    INSERT = "insert"
    DISCARD = "discard"


class DraftForm(Form):
    """An answer as far as it has come. `seq` is what its writer had seen, `since` what she had seen
    before the form came back to her.
    """

    text: Annotated[str, words(2 * LONGEST, lines=True)] = ""
    seq: Number
    since: Annotated[str, words(18)] = ""
    template: Annotated[str, words(18)] = ""
    go: Go = Go.BY_ITSELF


class ReadingForm(Form):
    """A draft to be read by a colleague."""

    text: Annotated[str, words(LONGEST, least=2, lines=True)]
    seq: Number
    since: Annotated[str, words(18)] = ""
    reader: Number
    question: Annotated[str, words(500, lines=True)] = ""


class RemarkForm(Form):
    """She has read it."""

    reading: Number
    remark: Annotated[str, words(2000, lines=True)] = ""


class CorrectionForm(Versioned, Worded):
    """An answer in other words."""

    answer: Number
    text: Annotated[str, words(LONGEST, least=2, lines=True)]
    significant: Tick = False
    hide_former: Tick = False


class Language(StrEnum):
    SV = "sv"
    EN = "en"


class TemplateForm(Form):
    """A template; `version` is empty for a new one."""

    name: Annotated[str, words(answer_template.LONGEST_NAME, least=1)]
    body: Annotated[str, words(answer_template.LONGEST, least=2, lines=True)]
    unit: Annotated[str, words(18)] = ""
    subject: Annotated[str, words(18)] = ""
    language: Annotated[Language, choice(Language)]
    say: Annotated[str, words(20)] = ""
    take: Tick = False
    move: Annotated[str, words(20)] = ""
    outcome: Annotated[str, words(20)] = ""
    follow: Tick = False
    version: Annotated[str, words(18)] = ""

    @property
    def steps(self) -> Steps:
        """What it does besides its words. Raises Invalid for what is none of what was offered."""
        return macro.chosen(
            take=self.take,
            move=self.move,
            say=self.say,
            outcome=self.outcome,
            follow=self.follow,
        )
