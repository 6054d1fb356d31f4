"""How the site looks and is called, as somebody types it into the draft."""

import base64
import binascii
from collections.abc import Mapping

from models.configuration import parts
from models.configuration.changing import Edit
from models.configuration.parts import MARKS, Difference, Path, Plain
from models.errors import Invalid
from models.logo import read_mark
from models.profile_file import WRITTEN_OUT
from web.configuration.fields import Field
from web.configuration.rooms import Room
from web.forms import NotAccepted

GREETING = "What would you like to do?"
"""The first words of the start page."""
NO_LOGO = "no_logo"
_WORDS: Path = ("site", "words", GREETING)
_GREETINGS = tuple(Field((f"greeting_{language}",), most=120) for language in ("sv", "en"))
LOGOS = {"light": "logo_light", "dark": "logo_dark"}
"""By mode, the field of the file."""
ROOM = Room(
    "appearance",
    (
        Field(("site_name",), least=1, most=60),
        Field(("mail_name",), most=80),
        Field(("sms_name",), most=11),
        Field(("colour",), least=1, most=7),
    ),
)


def shown(data: Plain) -> dict[str, str]:
    """What the inputs show; logos are shown by themselves."""
    row = (parts.at(data, _WORDS) or {"row": {}})["row"]
    return ROOM.shown(data) | {
        f"greeting_{language}": row.get(language, "") for language in ("sv", "en")
    }


def edit(values: Mapping[str, str], base: Plain) -> Edit:
    """What was typed, on top of a draft or of what is in force. Raises NotAccepted."""
    errors: list[Invalid] = []
    change = None
    try:
        change = ROOM.edit(values)
    except NotAccepted as refused:
        errors += refused.errors
    greeting = {field.name[-2:]: field.read(values) for field in _GREETINGS}
    marks = {} if values.get(NO_LOGO) == "yes" else dict(parts.at(base, (MARKS,)) or {})
    for mode, name in LOGOS.items():
        try:
            if values.get(name):
                marks[mode] = _mark(values[name])
        except Invalid as error:
            errors.append(Invalid(name, f"logo_{error.code}", **error.values))
    if marks and marks.keys() != LOGOS.keys():
        missing = next(name for mode, name in LOGOS.items() if mode not in marks)
        errors.append(Invalid(missing, "logo_both"))
    if errors or change is None:
        raise NotAccepted(errors)
    made = change

    def whole(data: Plain) -> Plain:
        return {**parts.applied(made(data), [_said(data, greeting)]), MARKS: marks}

    return whole


def _said(data: Plain, greeting: Mapping[str, str]) -> Difference:
    before = parts.at(data, _WORDS)
    rows = [row["instead_of"] for row in data["site"]["words"]]
    at = rows.index(GREETING) if GREETING in rows else len(rows)
    after = (
        {"at": at, "row": {"instead_of": GREETING, **greeting}} if any(greeting.values()) else None
    )
    return Difference(_WORDS, before, after)


def field_of(path: Path) -> str:
    """The name of the input for a value."""
    return "greeting_sv" if path[:3] == _WORDS else ROOM.field_of(path)


def _mark(sent: str) -> dict[str, object]:
    """A logo's file, as a configuration tells it. Raises Invalid where it cannot be one."""
    _data, written_out, content = sent.partition(WRITTEN_OUT)
    try:
        found = base64.b64decode(content, validate=True) if written_out else sent.encode()
    except binascii.Error:
        raise Invalid("logo", "unreadable") from None
    mark = read_mark(found)
    return mark.model_dump(exclude={"content"}) | {
        "content": base64.b64encode(mark.content).decode()
    }
