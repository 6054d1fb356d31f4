"""What a letter was made of, kept beside it for as long as it is a public record (NT-16)."""

import hashlib
from functools import cache
from typing import NamedTuple

from notifications.letter import Letter
from templates.environment import FOLDER

VERSION_LETTERS = 16


class Edition(NamedTuple):
    """`template` names the version of its templates, `rendered` is the SHA-256 of its words."""

    template: str
    rendered: str


def edition(letter: Letter) -> Edition:
    """Of one letter, as it goes."""
    words = f"{letter.subject}\0{letter.text}\0{letter.html}"
    rendered = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return Edition(_version(letter.channel, letter.kind), rendered)


@cache
def _version(channel: str, kind: str) -> str:
    """The same for as long as nothing in the family, or in what it is built on, has changed."""
    if channel == "sms":
        shared, own = FOLDER / "sms", [FOLDER / "sms" / f"{kind}.txt"]
    else:
        shared = FOLDER / "mail"
        own = sorted((shared / kind).glob("*"))
    made = hashlib.sha256()
    for file in (*sorted(shared.glob("_*")), *own):
        made.update(f"{file.relative_to(FOLDER)}\0".encode())
        made.update(file.read_bytes() if file.is_file() else b"")
    return made.hexdigest()[:VERSION_LETTERS]
