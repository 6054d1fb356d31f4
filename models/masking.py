"""Personal numbers as everyone but the internal view sees them: ÅÅMMDD-**** (spec L16).

Dataskyddslagen (2018:218) 3 kap. 10 §: such a number is used only where that is clearly motivated.
Where words are stored they are masked, so that no page, letter, feed, search or export can forget
to; the words as they were written stand beside them and are read in one place (models.text).
"""

import re
from typing import Any

from sqlalchemy import String, TypeDecorator
from sqlalchemy import Text as LongText

from models.folding import fold
from models.identifiers import FEWEST_DIGITS, identifiers

_HIDDEN = "-****"
_MASKED = re.compile(r"(?<!\d)(\d{6})-\*{4}")
_DIGIT = re.compile(r"[0-9]")


def mask(text: str) -> str:
    """The text with every personal and coordination number masked; masked again it is the same."""
    if text.isascii() and len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return text
    folded = fold(text)
    parts: list[str] = []
    done = 0
    for found in identifiers(folded.text):
        start, end = folded.span(found.start, found.end)
        parts += [text[done:start], f"{found.date}{_HIDDEN}"]
        done = end
    return "".join([*parts, text[done:]]) if parts else text


def masks(text: str) -> list[str]:
    """The personal numbers of a text as everyone sees them, masked already or not; each once."""
    return list(dict.fromkeys(found[0] for found in _MASKED.finditer(mask(text))))


def restored(text: str, former: str) -> str:
    """A text that was written anew from a masked one, with the numbers of the `former` original
    where their masks still stand: in their order, each date for itself.
    """
    numbers: dict[str, list[str]] = {}
    folded = fold(former)
    for found in identifiers(folded.text):
        start, end = folded.span(found.start, found.end)
        numbers.setdefault(found.date, []).append(former[start:end])

    def number(match: re.Match[str]) -> str:
        left = numbers.get(match[1])
        return left.pop(0) if left else match[0]

    return _MASKED.sub(number, text) if numbers else text


class Masked(TypeDecorator[str]):
    """A column of words that nobody needs a personal number in: it is masked whoever writes it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        if value is None:
            return None
        # A mask may be one sign longer than the digits it stands for.
        shown = mask(value)
        return shown if shown == value else shown[: getattr(self.impl_instance, "length", None)]


class LongMasked(Masked):
    """The same without a limit."""

    impl = LongText
    cache_ok = True
