"""What an official sends: an answer, a step, a decision. Each knows the state it was made from."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, PrivateAttr

from models import text
from models.calendar import today
from models.errors import Invalid
from models.states import Outcome, Ruling, Status
from web.forms import Form, checked, choice, words
from web.pages.numbers import Number


def _day(value: str, _info: object) -> str:
    if not value:
        return value
    try:
        given = date.fromisoformat(value)
    except ValueError:
        raise Invalid("", "bad") from None
    if given > today():
        raise Invalid("", "future")
    return value


Day = Annotated[str, words(10), AfterValidator(checked(_day))]


class Versioned(Form):
    """A form that knows which state of the case it was made from."""

    version: Number


class AnswerForm(Form):
    text: Annotated[str, words(10_000, least=2, lines=True)]
    seq: Number
    _html: str = PrivateAttr("")

    def prepared(self) -> "AnswerForm":
        self._html = text.prepare(self.text)
        return self

    @property
    def html(self) -> str:
        return self._html


class AssigneeForm(Versioned):
    assignee: Number


class StepForm(Versioned):
    to: Annotated[Status, choice(Status)]
    question: Annotated[str, words(1000, lines=True)] = ""
    """What we need to know from the sender, when the case is to wait for it."""


class HandoverForm(Versioned):
    unit: Number
    reason: Annotated[str, words(500, least=1, lines=True)]


class ClosingForm(Versioned):
    outcome: Annotated[Outcome, choice(Outcome)]
    reason: Annotated[str, words(2000, least=1, lines=True)]


class Appealable(StrEnum):
    YES = "yes"
    NO = "no"


class DecisionForm(Versioned):
    ruling: Annotated[Ruling, choice(Ruling)]
    body: Annotated[str, words(120, least=1)]
    decided_on: Annotated[str, words(10, least=1), AfterValidator(checked(_day))]
    paragraph: Annotated[str, words(20, least=1)]
    summary: Annotated[str, words(2000, least=1, lines=True)]
    reasons: Annotated[str, words(10_000, least=1, lines=True)]
    appealable: Annotated[Appealable, choice(Appealable)]
    minutes_posted: Day = ""


class MinutesForm(Versioned):
    minutes_posted: Annotated[str, words(10, least=1), AfterValidator(checked(_day))]
