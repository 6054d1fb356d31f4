"""Text as a search should see it, with the way back to where each character was written."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from models.prose import BIDI_CONTROLS, INVISIBLE

_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200c\u200d{BIDI_CONTROLS}{INVISIBLE}]")
_SPACES = re.compile(r"[^\S\n]")
_AS_WRITTEN = re.compile(r"[\n -~]*")


class Folded(NamedTuple):
    """`text` is what was written without disguise; character i of it was written at `origin[i]`.

    `origin` has one place more than `text`: the end of what was written.
    """

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text was written."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(written: str) -> Folded:
    """NFKC character by character, digits of every script as ASCII, every dash a hyphen, every
    space but the line end a space; what cannot be seen, and marks on letters, left out.
    """
    if _AS_WRITTEN.fullmatch(written):
        return Folded(written, range(len(written) + 1))
    text: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(written):
        seen = _plain(character)
        text.append(seen)
        origin += [at] * len(seen)
    origin.append(len(written))
    return Folded("".join(text), origin)


def _plain(character: str) -> str:
    """What one character stands for; nothing if it cannot be seen by itself."""
    if _AS_WRITTEN.fullmatch(character):
        return character
    category = unicodedata.category(character)
    if category in {"Mn", "Me"} or _UNSEEN.match(character):
        return ""
    if category == "Pd" or character == "\u2212":  # the minus sign
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", character))
