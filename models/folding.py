"""Text as a search should see it, with the way back to where each character was written."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from models.prose import BIDI_CONTROLS, INVISIBLE

_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200c\u200d{BIDI_CONTROLS}{INVISIBLE}]")
_SPACES = re.compile(r"[^\S\n]")
# Letters of western Europe fold to themselves: \u00d7 and \u00f7, which are none, do too.
_AS_WRITTEN = re.compile(r"[\n -~\u00c0-\u00ff]*")


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
    # Each different character is looked up once: a text has few of them.
    stands_for = {character: _plain(character) for character in set(written)}
    text = "".join(map(stands_for.__getitem__, written))
    if all(len(seen) == 1 for seen in stands_for.values()):
        return Folded(text, range(len(written) + 1))
    origin: list[int] = []
    for at, character in enumerate(written):
        origin += [at] * len(stands_for[character])
    origin.append(len(written))
    return Folded(text, origin)


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
