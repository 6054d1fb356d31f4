"""How many parts an SMS takes (3GPP TS 23.038, 23.040; spec: NT-19).

Operators bill by the part. One letter outside the GSM alphabet turns the whole message into
UCS-2, in which a part holds 70 letters instead of 160.
"""

import re
import unicodedata
from typing import Literal, NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
"""Written as an escape and a letter: two units, never parted."""

SAMI = frozenset({"se", "sma", "smj", "smn", "sms"})
"""ISO 639 codes of the languages whose letters are never replaced."""

# Written by number, because they look like the plain ones they are turned into.
_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb\u2033"
_APOSTROPHES = "\u2018\u2019\u201a\u2032\u00b4`"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f"
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_TYPOGRAPHY = {
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_ZERO_WIDTH, ""),
    "\u2026": "...",
    "\u2022": "-",
}
_TO_PLAIN = str.maketrans(_TYPOGRAPHY)
_NO_BASE = str.maketrans({"đ": "d", "Đ": "D", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T"})
# Control characters other than the line break; bidirectional controls; halves of pairs.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Segments(NamedTuple):
    encoding: Literal["gsm7", "ucs2"]
    parts: int
    units: int
    """Septets of the GSM alphabet, or UTF-16 code units."""


def segments(text: str) -> Segments:
    """Exact, for any text. An empty message is still one."""
    if all(letter in BASIC or letter in EXTENSION for letter in text):
        widths = [2 if letter in EXTENSION else 1 for letter in text]
        return Segments("gsm7", _parts(widths, 160, 153), sum(widths))
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return Segments("ucs2", _parts(widths, 70, 67), sum(widths))


def _parts(widths: list[int], alone: int, chained: int) -> int:
    """A letter of two units is never parted, so it may leave one unit of a part unused."""
    if sum(widths) <= alone:
        return 1
    parts, room = 1, chained
    for width in widths:
        if width > room:
            parts, room = parts + 1, chained
        room -= width
    return parts


def downgrade(text: str, language: str = "sv") -> str:
    """The same words in the GSM alphabet where that is possible.

    Typographic characters become plain ones. Accents that GSM lacks are dropped too, if that
    alone makes the message GSM: never in a Sami language, whose letters mean something.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _HIDDEN.sub("", unicodedata.normalize("NFC", lines).translate(_TO_PLAIN))
    if language in SAMI:
        return plain
    bare = "".join(_without_accent(letter) for letter in plain)
    return bare if segments(bare).encoding == "gsm7" else plain


def _without_accent(letter: str) -> str:
    if letter in BASIC or letter in EXTENSION:
        return letter
    return unicodedata.normalize("NFD", letter.translate(_NO_BASE))[0]
