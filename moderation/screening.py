"""What a text is searched for before anybody else sees it: advice to the author and to the
moderator, never a verdict. Every hit says which rule matched and where, so that it can be
explained and mended (spec MQ-17).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from models.folding import Folded, fold
from models.identifiers import identifiers
from models.masking import mask as mask_personal_numbers
from models.prose import BIDI_CONTROLS, INVISIBLE

__all__ = [
    "VERSION",
    "Hit",
    "Rule",
    "blocking",
    "mask_personal_numbers",
    "screen",
]

VERSION = 1
"""The number of the rules below. It grows with every change to what they find, so that whoever
sorted texts by what was found knows which to look at again (spec MQ-17: versioned).
"""
LINKS_ALLOWED = 3
_FEWEST_LETTERS = 20
_LOUD_SHARE = 0.7

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@-])")
_LINK = re.compile(r"(?i:https?://|\bwww\.)[^\s<>\"]+")
_BETWEEN = r"\)?[-/ ]{0,3}[1-9]\d"
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)[1-9](?:[-()/ ]{0,2}\d){7,13}"  # +46 (0)70-174 06 05
    rf"|\(?08{_BETWEEN}(?:[- ]?\d){{4,6}}"  # 08-123 456 78
    rf"|\(?0[1-79]\d{_BETWEEN}(?:[- ]?\d){{3,5}}"  # 070-174 06 05
    rf"|\(?0[1-79]\d\d{_BETWEEN}(?:[- ]?\d){{3,4}})(?!\d)"  # 0910-12 34 56
)
_MASKED = re.compile(r"(?<!\d)\d{6}-\*{4}(?!\*)")
_BIDI = re.compile(f"[{BIDI_CONTROLS}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


MASKED = "masked_number"
"""The kind of a personal number that is hidden already: worth a look, and nothing to stop."""


class Rule(StrEnum):
    PERSONAL_NUMBER = "personal_number"
    EMAIL = "email"
    PHONE = "phone"
    MANY_LINKS = "many_links"
    SHOUTING = "shouting"
    BIDI = "bidi"
    INVISIBLE = "invisible"


class Hit(NamedTuple):
    """A rule matched `text[start:end]`. The value itself is not here, so that a hit can be kept
    and logged. `value_kind` says more exactly what it is: `personal_number`,
    `coordination_number` or MASKED; for every other rule the rule's own name.
    """

    rule: Rule
    start: int
    end: int
    value_kind: str


def screen(text: str) -> list[Hit]:
    """All hits in a text as written, in the order of their places."""
    folded = fold(text)
    persons = [
        Hit(Rule.PERSONAL_NUMBER, *folded.span(found.start, found.end), found.kind)
        for found in identifiers(folded.text)
    ]
    taken = [(hit.start, hit.end) for hit in persons]
    hits = [
        *persons,
        *(Hit(Rule.PERSONAL_NUMBER, *at.span(), MASKED) for at in _MASKED.finditer(text)),
        *_all(Rule.EMAIL, _EMAIL, folded),
        *(hit for hit in _all(Rule.PHONE, _PHONE, folded) if not _within(hit, taken)),
        *_many_links(folded),
        *_shouting(text),
        *(Hit(Rule.BIDI, *found.span(), Rule.BIDI) for found in _BIDI.finditer(text)),
        *(
            Hit(Rule.INVISIBLE, *found.span(), Rule.INVISIBLE)
            for found in _INVISIBLE.finditer(text)
        ),
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end))


def blocking(hits: Iterable[Hit]) -> bool:
    """Whether the text must not be published as it stands: it holds a personal number."""
    return any(hit.rule is Rule.PERSONAL_NUMBER and hit.value_kind != MASKED for hit in hits)


def _all(rule: Rule, pattern: re.Pattern[str], folded: Folded) -> Iterator[Hit]:
    for found in pattern.finditer(folded.text):
        yield Hit(rule, *folded.span(*found.span()), rule)


def _within(hit: Hit, spans: list[tuple[int, int]]) -> bool:
    """Whether a hit shares a place with one of the spans, which are in order."""
    at = bisect_right(spans, (hit.end, 0)) - 1
    return at >= 0 and spans[at][1] > hit.start


def _many_links(folded: Folded) -> Iterator[Hit]:
    """The links after the first few, as one hit."""
    links = [folded.span(*found.span()) for found in _LINK.finditer(folded.text)]
    if len(links) > LINKS_ALLOWED:
        yield Hit(Rule.MANY_LINKS, links[LINKS_ALLOWED][0], links[-1][1], Rule.MANY_LINKS)


def _shouting(text: str) -> Iterator[Hit]:
    """The whole text, when most letters of a text that is long enough are capitals."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if capitals + small >= _FEWEST_LETTERS and capitals >= _LOUD_SHARE * (capitals + small):
        yield Hit(Rule.SHOUTING, 0, len(text), Rule.SHOUTING)
