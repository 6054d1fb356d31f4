"""What an official sends: an answer, a step, a decision. Each knows the state it was made from."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from models.attachment.row import LONGEST_ALT
from models.calendar import today
from models.errors import Invalid
from models.states import Outcome, Ruling, Status
from web.forms import Form, Tick, Worded, checked, choice, words
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


def _some_day(value: str, _info: object) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Invalid("", "bad") from None
    return value


SomeDay = Annotated[str, words(10, least=1), AfterValidator(checked(_some_day))]


def _with(outcome: Outcome, *, unless: str = "") -> AfterValidator:
    """A field that one outcome cannot do without, unless another says as much."""

    def check(value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("outcome") is outcome and not info.data.get(unless):
            raise Invalid("", "missing")
        return value

    return AfterValidator(checked(check))


def _reason(value: str, info: ValidationInfo) -> str:
    """What goes on in another case says so itself."""
    if not value and info.data.get("outcome") is not Outcome.DUPLICATE:
        raise Invalid("", "missing")
    return value


class Versioned(Form):
    """A form that knows which state of the case it was made from."""

    version: Number


class WithDocument(Form):
    """A form that may bring a document or a picture, and what it is called."""

    document_alt: Annotated[str, words(LONGEST_ALT)] = ""


class Read(Form):
    """A form that knows the last event its writer had seen.

    When it came back because something happened meanwhile, `since` is what she had seen before:
    then it is sent only if she ticks `anyway`.
    """

    seq: Number
    since: Annotated[str, words(18)] = ""
    anyway: Tick = False


class AnswerForm(Read, WithDocument, Worded):
    text: Annotated[str, words(10_000, least=2, lines=True)]


class AssigneeForm(Versioned):
    assignee: Number


class StepForm(Versioned):
    to: Annotated[Status, choice(Status)]
    board: Annotated[str, words(120)] = ""
    question: Annotated[str, words(1000, lines=True)] = ""
    """What we need to know from the sender, when the case is to wait for it."""


class PlanForm(Versioned):
    day: SomeDay


class DelayForm(Versioned):
    reason: Annotated[str, words(300, least=1)]
    day: SomeDay


class HandoverForm(Versioned):
    unit: Number
    reason: Annotated[str, words(500, least=1, lines=True)]


class ClosingForm(Versioned):
    outcome: Annotated[Outcome, choice(Outcome)]
    duplicate_of: Annotated[str, words(16), _with(Outcome.DUPLICATE)] = ""
    known: Annotated[str, words(60)] = ""
    """The subject of whoever is responsible instead, as the profile knows them."""
    receiver: Annotated[str, words(120), _with(Outcome.NOT_OURS, unless="known")] = ""
    receiver_contact: Annotated[str, words(200), _with(Outcome.NOT_OURS, unless="known")] = ""
    forwarded: Annotated[str, words(3), _with(Outcome.NOT_OURS)] = ""
    reason: Annotated[str, words(2000, lines=True), AfterValidator(checked(_reason))] = ""


class Appealable(StrEnum):
    YES = "yes"
    NO = "no"


class DecisionForm(Versioned, WithDocument):
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
