"""Reading a form: every field checked at once, every word kept, no sentence in here."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self
from urllib.parse import parse_qsl

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from models import text
from models.errors import Invalid, Refusal
from models.prose import clean

MOST_FIELDS = 300
"""The settings ask for most: twenty-two promises of twelve fields each."""
NOT_TEXT = "\x00file"
"""Stands for a file where text belongs; no browser sends such a text."""


class TooLarge(Refusal):
    """More than this form can hold; 413."""

    status = 413


class Unreadable(Refusal):
    """Not a form that we can read; 400."""

    status = 400


class NotAccepted(Exception):
    """What was wrong, field by field, with what was typed."""

    def __init__(self, errors: list[Invalid]) -> None:
        self.errors = errors


class Form(BaseModel):
    """The base of every form. Unknown fields are left alone: a browser may send more."""

    model_config = ConfigDict(extra="ignore", frozen=True, validate_default=True)
    ASKED: ClassVar[tuple[str, ...]] = ()
    """The fields from the top of the page down, where a form is put together from several: the
    summary lists what is wrong in the order in which it is met.
    """

    def prepared(self) -> Self:
        """Costly work that must not wait for the write lock; called once, before it is taken."""
        return self

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Raises NotAccepted with every wrong field, in the order of the form."""
        try:
            return cls.model_validate(dict(values)).prepared()
        except ValidationError as error:
            wrong = [_invalid(row) for row in error.errors(include_url=False)]
            wrong.sort(key=lambda one: cls.ASKED.index(one.field) if one.field in cls.ASKED else 0)
            raise NotAccepted(wrong) from None
        except Invalid as error:
            raise NotAccepted([error]) from None


class Worded(Form):
    """A form with a `text` that will be shown: made safe once, before the write lock is taken."""

    if TYPE_CHECKING:
        # Each form declares its own, in its own place: errors are listed in the form's order.
        text: str
    _html: str = PrivateAttr("")

    def prepared(self) -> Self:
        self._html = text.prepare(self.text)
        return self

    @property
    def html(self) -> str:
        return self._html


def _invalid(row: Any) -> Invalid:
    field = str(row["loc"][0]) if row["loc"] else str(row.get("ctx", {}).get("field", "form"))
    values = {key: value for key, value in row.get("ctx", {}).items() if key != "field"}
    known = row["type"]
    if known == "missing":
        return Invalid(field, "missing")
    if known in {"enum", "literal_error", "bool_parsing", "int_parsing"}:
        return Invalid(field, "unknown")
    return Invalid(field, known, **values)


def fail(code: str, **values: str | int) -> PydanticCustomError:
    """The error a validator raises: a code for the words in templates/_errors.html."""
    return PydanticCustomError(code, "refused", dict(values))


def words(most: int, *, least: int = 0, lines: bool = False) -> BeforeValidator:
    """A text field: cleaned of invisible signs, at most `most` characters, at least `least`."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value == NOT_TEXT:
            raise fail("not_text")
        said = clean(value)
        if not lines:
            said = " ".join(said.split())
        if least and len(said) < least:
            raise fail("missing")
        if len(said) > most:
            raise fail("too_long", over=len(said) - most, most=most)
        return said

    return BeforeValidator(check)


def choice(kind: type[StrEnum]) -> BeforeValidator:
    """A field with given choices; nothing chosen and something unknown are told apart."""

    def check(value: object) -> StrEnum:
        if value == "":
            raise fail("missing")
        try:
            return kind(str(value))
        except ValueError:
            raise fail("unknown") from None

    return BeforeValidator(check)


def checked(check: Callable[..., str]) -> Callable[..., str]:
    """A check of models/ as a validator: its Invalid joins the other errors of the form."""

    def run(value: str, info: ValidationInfo) -> str:
        try:
            return check(value, info)
        except Invalid as error:
            raise fail(error.code, **error.values) from None

    return run


def _ticked(value: object) -> bool:
    return value == "yes"


Tick = Annotated[bool, BeforeValidator(_ticked)]


def parse_urlencoded(body: bytes) -> dict[str, str]:
    """The fields of an ordinary form; the first of several with one name counts.

    Raises TooLarge for too many fields, Unreadable for bytes that are no text.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeError:
        raise Unreadable from None
    except ValueError:
        raise TooLarge from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found
