"""What a text is searched for before anybody else sees it: advice to the author and to the
moderator, never a verdict. Every hit says which rule matched and where, so that it can be
explained and mended (spec MQ-17; docs/screening.md says what each rule is, and what it misses).
"""

import re
from collections.abc import Iterable, Iterator

from models.folding import fold
from models.identifiers import identifiers
from models.masking import mask as mask_personal_numbers
from models.prose import BIDI_CONTROLS, INVISIBLE
from moderation import contacts, homes, plates, repeating, tongues, wordlists
from moderation.hits import Hit, Rule, said
from moderation.wordlists import Words

__all__ = [
    "MASKED",
    "VERSION",
    "Hit",
    "Rule",
    "blocking",
    "mask_personal_numbers",
    "screen",
]

VERSION = 3
"""The number of the rules below. It grows with every change to what they find, so that whoever
sorted texts by what was found knows which to look at again (spec MQ-17: versioned).
"""
MASKED = "masked_number"
"""The kind of a personal number that is hidden already: worth a look, and nothing to stop."""
_FEWEST_LETTERS = 20
_LOUD_SHARE = 0.7

_SMALL = re.compile("[a-zß-ÿ]+")
_MASKED = re.compile(r"(?<!\d)\d{6}-\*{4}(?!\*)")
_BIDI = re.compile(f"[{BIDI_CONTROLS}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


def screen(text: str, town: Words = wordlists.NONE) -> list[Hit]:
    """All hits in a text as written, in the order of their places. `town` are the words that a town
    looks for besides (moderation.wordlists.parsed).
    """
    folded = fold(text)
    text_said = said(folded)
    tongue = list(tongues.other(text_said))
    persons = [
        Hit(Rule.PERSONAL_NUMBER, *folded.span(found.start, found.end), found.kind)
        for found in identifiers(folded.text)
    ]
    hits = [
        *persons,
        *_masked(text),
        *contacts.contacts(text_said, persons),
        *contacts.links(text_said),
        *plates.plates(text_said),
        *homes.homes(text_said),
        *wordlists.threats(text_said),
        # A list of Swedish and English words says nothing of a text in another language.
        *(() if tongue else wordlists.hard(text_said)),
        *wordlists.of_town(text_said, town),
        *repeating.repeated(text_said),
        *tongue,
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


def _masked(text: str) -> Iterator[Hit]:
    for found in _MASKED.finditer(text) if "****" in text else ():
        yield Hit(Rule.PERSONAL_NUMBER, *found.span(), MASKED)


def _shouting(text: str) -> Iterator[Hit]:
    """The whole text, when most letters of a text that is long enough are capitals."""
    if 2 * sum(map(len, _SMALL.findall(text))) > len(text):
        return
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if capitals + small >= _FEWEST_LETTERS and capitals >= _LOUD_SHARE * (capitals + small):
        yield Hit(Rule.SHOUTING, 0, len(text), Rule.SHOUTING)
