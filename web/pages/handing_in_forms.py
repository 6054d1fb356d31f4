"""The steps of handing in as forms: what each asks, and what all of them make together."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, PrivateAttr, ValidationInfo

from models import address, text
from models.person import Channel
from models.states import Kind
from models.submitting import Draft
from web.forms import Form, checked, choice, fail, words


class AnswerBy(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    NONE = "none"


class ShownAs(StrEnum):
    """Whether the text may stand on the site, and with the sender's name or without."""

    NO = "no"
    UNNAMED = "unnamed"
    NAMED = "named"


def _email(value: str, info: ValidationInfo) -> str:
    wanted = info.data.get("answer_by") is AnswerBy.EMAIL
    return address.email(value) if wanted else ""


def _phone(value: str, info: ValidationInfo) -> str:
    wanted = info.data.get("answer_by") is AnswerBy.SMS
    return address.sms_number(value) if wanted else ""


def _name(value: str, info: ValidationInfo) -> str:
    if not value and info.data.get("shown") is ShownAs.NAMED:
        raise fail("missing")
    return value


def _shown(value: ShownAs, info: ValidationInfo) -> ShownAs:
    if value is ShownAs.NO and info.data.get("kind") is Kind.PROPOSAL:
        raise fail("unknown")
    return value


class First(Form):
    """Tell us."""

    kind: Annotated[Kind, choice(Kind)]
    title: Annotated[str, words(120, least=3)]
    text: Annotated[str, words(5000, least=5, lines=True)]
    subject: Annotated[str, words(60, least=1)]


class Second(Form):
    """Where."""

    place: Annotated[str, words(200, least=2)]


class Third(Form):
    """Your answer."""

    kind: Annotated[Kind, choice(Kind)]
    answer_by: Annotated[AnswerBy, choice(AnswerBy)]
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    phone: Annotated[str, words(60), AfterValidator(checked(_phone))] = ""
    shown: Annotated[ShownAs, choice(ShownAs), AfterValidator(_shown)]
    name: Annotated[str, words(80), AfterValidator(checked(_name))] = ""


class Whole(Third):
    """Everything, from the check page."""

    title: Annotated[str, words(120, least=3)]
    text: Annotated[str, words(5000, least=5, lines=True)]
    subject: Annotated[str, words(60, least=1)]
    place: Annotated[str, words(200)] = ""
    form_key: Annotated[str, words(32, least=32)]
    _html: str = PrivateAttr("")

    def prepared(self) -> "Whole":
        self._html = text.prepare(self.text)
        return self

    def draft(self, language: str) -> Draft:
        channel = {AnswerBy.EMAIL: Channel.EMAIL, AnswerBy.SMS: Channel.SMS}.get(self.answer_by)
        return Draft(
            kind=self.kind,
            title=self.title,
            source=self.text,
            html=self._html,
            subject=self.subject,
            place=self.place,
            channel=channel,
            address=self.email or self.phone,
            name=self.name,
            byline=self.name if self.shown is ShownAs.NAMED else "",
            shown=self.shown is not ShownAs.NO,
            language=language,
        )
