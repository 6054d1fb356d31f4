"""What an official asks who rings, visits or writes: the whole of a case on one page."""

from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, PrivateAttr, ValidationInfo, model_validator

from models import calendar
from models.actor import Source
from models.calendar import Moment
from models.errors import Invalid
from models.frequent.keeping import LONGEST_ANSWER
from models.frequent.views import Tag
from models.organisation import NOT_SURE
from models.reply import CHANNELS, ReplyBy
from models.states import Kind
from models.submitting import Draft
from models.text import prepare
from web.forms import Form, Tick, Worded, checked, choice, words
from web.pages.casework_writing_forms import Language, PastDay
from web.pages.handing_in_forms import Reached, ShownAs, Whole
from web.pages.reaching import Where

SHORT_TITLE = 80
"""Characters of a title that is made of what was said."""
CHOSEN = {"subject": NOT_SURE, "shown": ShownAs.NO.value, "language": "sv"}
"""What is chosen until an official chooses otherwise."""


class Came(StrEnum):
    """How it reached us. In the order of how often."""

    PHONE = Source.PHONE.value
    VISIT = Source.VISIT.value
    CHAT = Source.CHAT.value
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


def _or(otherwise: str) -> BeforeValidator:
    """What is chosen where nothing was."""
    return BeforeValidator(lambda value: value or otherwise)


def titled(title: str, text: str) -> str:
    """The title that was typed; else the beginning of what was said, cut between two words."""
    if title:
        return title
    said = " ".join(text.split())
    if len(said) <= SHORT_TITLE:
        return said
    return f"{said[:SHORT_TITLE].rpartition(' ')[0] or said[:SHORT_TITLE]}\N{HORIZONTAL ELLIPSIS}"


class Taken(Whole, Arrived):
    """A case as an official takes it in: with what was said, of which kind and how to answer."""

    ASKED: ClassVar[tuple[str, ...]] = (
        *("title", "text", "kind", "subject", "place", "came_by", "day", "clock", "name"),
        *("answer_by", "email", "mobile", "phone", "letter", "shown", "alias", "language"),
    )
    title: Annotated[str, words(120)] = ""
    language: Annotated[Language, choice(Language)]
    protected: Tick = False

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, values: dict[str, str]) -> dict[str, str]:
        """What nobody has time to choose while somebody talks is chosen for her."""
        return values | {name: values.get(name) or value for name, value in CHOSEN.items()}

    def taken(self) -> Draft:
        """The case, with how and when it came; whoever says it is whose it is."""
        return replace(
            self.draft(self.language.value),
            title=titled(self.title, self.text),
            name=self.name,
            helped=None,
            came_by=Source(self.came_by.value),
            came_at=self.came_at,
            protected=self.protected,
        )


class AtOnce(Reached, Arrived, Worded):
    """A question that is answered while it is asked: with one of our frequent questions, with a
    template, or in words of her own. Nothing else has to be filled in.
    """

    kind: Annotated[Kind, choice(Kind), _or(Kind.QUESTION)] = Kind.QUESTION
    title: Annotated[str, words(120)] = ""
    text: Annotated[str, words(5000, lines=True)] = ""
    subject: Annotated[str, words(60)] = ""
    place: Annotated[str, words(200)] = ""
    name: Annotated[str, words(80)] = ""
    language: Annotated[Language, choice(Language), _or(Language.SV)] = Language.SV
    answer_by: Annotated[ReplyBy, choice(ReplyBy), _or(ReplyBy.NONE)] = ReplyBy.NONE
    question: Annotated[str, words(60)] = ""
    template: Annotated[str, words(18)] = ""
    answer: Annotated[str, words(LONGEST_ANSWER, lines=True)] = ""
    form_key: Annotated[str, words(32, least=32)]
    _answered: str = PrivateAttr("")

    def prepared(self) -> Self:
        self._answered = prepare(self.answer)
        return super().prepared()

    @property
    def answer_html(self) -> str:
        return self._answered

    def draft(self, title: str, subject: str) -> Draft:
        """The case; `title` and `subject` are those of the frequent question where none is said."""
        source = self.text or self.title or title
        chosen = subject if subject and self.subject in {"", NOT_SURE} else self.subject
        return Draft(
            kind=self.kind,
            title=titled(self.title or title, self.text),
            source=source,
            html=self.html if self.text else prepare(source),
            subject=chosen or NOT_SURE,
            place=self.place,
            channel=CHANNELS.get(self.answer_by),
            address=self.email or self.mobile,
            name=self.name,
            byline="",
            shown=False,
            language=self.language.value,
            reply_by=self.answer_by,
            reply_to=self.phone or self.letter,
            came_by=Source(self.came_by.value),
            came_at=self.came_at,
        )


class Counted(Form):
    """A question that is counted, and nothing more."""

    came_by: Annotated[Came, choice(Came)]
    subject: Annotated[str, words(60), _or(NOT_SURE)] = NOT_SURE
    tag: Annotated[Tag, choice(Tag)]


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
        **CHOSEN,
    }
