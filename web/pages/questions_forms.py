"""What an official writes of a frequent question."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from models.errors import Invalid
from models.frequent.keeping import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_WORDS
from web.forms import Form, checked, choice, words
from web.pages.numbers import Number

LEAST = 5
"""Characters that say something."""


def _day(value: str, _info: object) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid("", "bad") from None


Day = Annotated[str, words(10, least=1), AfterValidator(checked(_day))]


class To(StrEnum):
    """What the button was for."""

    PUBLISHED = "published"
    DRAFT = "draft"


class FrequentForm(Form):
    """A question with our answer; `version` is empty for a new one."""

    question_sv: Annotated[str, words(LONGEST_QUESTION, least=LEAST)]
    answer_sv: Annotated[str, words(LONGEST_ANSWER, least=LEAST, lines=True)]
    question_en: Annotated[str, words(LONGEST_QUESTION)] = ""
    answer_en: Annotated[str, words(LONGEST_ANSWER, lines=True)] = ""
    words_sv: Annotated[str, words(LONGEST_WORDS)] = ""
    words_en: Annotated[str, words(LONGEST_WORDS)] = ""
    subject: Annotated[str, words(60)] = ""
    unit: Annotated[str, words(18)] = ""
    review_on: Day
    to: Annotated[To, choice(To)]
    version: Annotated[str, words(18)] = ""


class Seen(Form):
    """The wording that somebody looked at."""

    version: Number
