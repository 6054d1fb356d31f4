"""The steps of handing in as forms: what each asks, and what all of them make together."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from models import address, position
from models.attachment.row import LONGEST_ALT
from models.reply import CHANNELS, ReplyBy
from models.states import Kind
from models.submitting import Draft
from web.forms import Form, Worded, checked, choice, fail, words
from web.pages.declaring import Declared
from web.pages.helping import Helping
from web.pages.own_protection import Protecting
from web.pages.speaking import Speaking

LEAST_LETTERS = 2
"""Different letters in what is to be words: one sign over and over, or signs alone, say nothing."""
LONGEST_ADDRESS = 300


class ShownAs(StrEnum):
    """Whether the text may stand on the site, and under which name."""

    NO = "no"
    UNNAMED = "unnamed"
    NAMED = "named"
    ALIAS = "alias"


def _saying_something(value: str) -> str:
    if len({sign.casefold() for sign in value if sign.isalpha()}) < LEAST_LETTERS:
        raise fail("missing")
    return value


def _degrees(most: int) -> AfterValidator:
    """What the device said, or nothing: only the script fills it in, so nobody can mend it."""
    return AfterValidator(lambda value: "" if position.micro(value, most=most) is None else value)


def _place(value: str, info: ValidationInfo) -> str:
    if len(value) < 2 and not (info.data.get("latitude") and info.data.get("longitude")):
        raise fail("missing")
    return value


def _wants(info: ValidationInfo, way: ReplyBy) -> bool:
    return info.data.get("answer_by") is way


def _email(value: str, info: ValidationInfo) -> str:
    return address.email(value) if _wants(info, ReplyBy.EMAIL) else ""


def _mobile(value: str, info: ValidationInfo) -> str:
    return address.sms_number(value, field="mobile") if _wants(info, ReplyBy.SMS) else ""


def _phone(value: str, info: ValidationInfo) -> str:
    return address.call_number(value) if _wants(info, ReplyBy.CALL) else ""


def _letter(value: str, info: ValidationInfo) -> str:
    if not _wants(info, ReplyBy.LETTER):
        return ""
    if len(value) < 8:
        raise fail("missing")
    return value


def _name(value: str, info: ValidationInfo) -> str:
    if not value and info.data.get("shown") is ShownAs.NAMED:
        raise fail("missing")
    return value


def _alias(value: str, info: ValidationInfo) -> str:
    if info.data.get("shown") is not ShownAs.ALIAS:
        return ""
    if not value:
        raise fail("missing")
    return value


def _shown(value: ShownAs, info: ValidationInfo) -> ShownAs:
    if info.data.get("protected"):
        return ShownAs.NO
    if value is ShownAs.NO and info.data.get("kind") is Kind.PROPOSAL:
        raise fail("unknown")
    if value is ShownAs.NAMED and info.data.get("helping"):
        # Whose name it would be has not said so.
        raise fail("helped")
    return value


def _unless_protected(value: object, info: ValidationInfo) -> object:
    """Of what is never shown nothing is asked."""
    return ShownAs.NO.value if info.data.get("protected") else value


class First(Form):
    """Tell us."""

    kind: Annotated[Kind, choice(Kind)]
    title: Annotated[str, words(120, least=3), AfterValidator(_saying_something)]
    text: Annotated[str, words(5000, least=5, lines=True), AfterValidator(_saying_something)]
    subject: Annotated[str, words(60, least=1)]


class Where(Form):
    """A position and a place; what of it is asked for differs."""

    latitude: Annotated[str, words(30), _degrees(90)] = ""
    longitude: Annotated[str, words(30), _degrees(180)] = ""
    area: Annotated[str, words(60)] = ""
    """The slug of a part of the municipality."""
    place: Annotated[str, words(200)] = ""

    @property
    def position(self) -> tuple[int, int] | None:
        """Latitude and longitude in millionths of a degree, where the device gave both."""
        latitude = position.micro(self.latitude, most=90)
        longitude = position.micro(self.longitude, most=180)
        return None if latitude is None or longitude is None else (latitude, longitude)


class Second(Where):
    """Where."""

    place: Annotated[str, words(200), AfterValidator(_place)] = ""


class Reached(Form):
    """How somebody wants her answer, and where that reaches her; what she did not choose is "".

    Raises what models.address raises, beside the field of the way that was chosen.
    """

    answer_by: Annotated[ReplyBy, choice(ReplyBy)]
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    mobile: Annotated[str, words(60), AfterValidator(checked(_mobile))] = ""
    phone: Annotated[str, words(60), AfterValidator(checked(_phone))] = ""
    letter: Annotated[str, words(LONGEST_ADDRESS, lines=True), AfterValidator(_letter)] = ""


class Third(Reached, Speaking, Helping, Declared, Protecting):
    """Your answer."""

    kind: Annotated[Kind, choice(Kind)]
    shown: Annotated[
        ShownAs, choice(ShownAs), BeforeValidator(_unless_protected), AfterValidator(_shown)
    ]
    alias: Annotated[str, words(80), AfterValidator(_alias)] = ""
    name: Annotated[str, words(80), AfterValidator(_name)] = ""

    @property
    def byline(self) -> str:
        """What stands by the text; the real name stays with those who handle the case."""
        return {ShownAs.NAMED: self.name, ShownAs.ALIAS: self.alias}.get(self.shown, "")


class Whole(First, Where, Third, Worded):
    """Everything, from the check page."""

    photo_name: Annotated[str, words(32)] = ""
    photo_alt: Annotated[str, words(LONGEST_ALT)] = ""
    form_key: Annotated[str, words(32, least=32)]

    def draft(self, language: str) -> Draft:
        latitude, longitude = self.position or (None, None)
        said: dict[str, Any] = {
            name: getattr(self, name) for name in ("kind", "title", "subject", "area", "place")
        }
        return Draft(
            **said,
            name=self.helped_name if self.helping else self.name,
            helped=self.helped(self.name),
            source=self.text,
            html=self.html,
            channel=CHANNELS.get(self.answer_by),
            address=self.email or self.mobile,
            byline=self.byline,
            shown=self.shown is not ShownAs.NO,
            language=language,
            reply_by=self.answer_by,
            reply_to=self.phone or self.letter,
            latitude=latitude,
            longitude=longitude,
            photo=self.photo_name,
            photo_alt=self.photo_alt,
            said=self.said,
            protected=self.protected,
        )
