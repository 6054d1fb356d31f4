"""What a search of a text comes back with: which rule matched, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from models.folding import Folded

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"[0-9]")


class Rule(StrEnum):
    PERSONAL_NUMBER = "personal_number"
    EMAIL = "email"
    PHONE = "phone"
    PLATE = "plate"
    HOME = "home"
    THREAT = "threat"
    HARD_WORD = "hard_word"
    TOWN_WORD = "town_word"
    MANY_LINKS = "many_links"
    SHORT_LINK = "short_link"
    REPEATED = "repeated"
    SHOUTING = "shouting"
    OTHER_LANGUAGE = "other_language"
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


@dataclass(frozen=True)
class Said:
    """A text made ready to be searched: as written without disguise, in small letters, and its
    words in small letters. `digits` is whether it has any.
    """

    folded: Folded
    small: str
    words: list[str]
    digits: bool

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Each word in small letters, and where it stands in the folded text: found once, and only
        for a text in which a place is asked for.
        """
        text = self.folded.text
        if len(self.small) == len(text):
            # Small letters can be more signs than were written, never fewer: here each is its own.
            places = [found.span() for found in _WORD.finditer(self.small)]
            return [(word, *place) for word, place in zip(self.words, places, strict=True)]
        return [(found[0].casefold(), *found.span()) for found in _WORD.finditer(text)]


def said(folded: Folded) -> Said:
    small = folded.text.casefold()
    return Said(folded, small, _WORD.findall(small), _DIGIT.search(small) is not None)


def every(rule: Rule, pattern: re.Pattern[str], folded: Folded) -> Iterator[Hit]:
    """A hit for every match of a pattern in the folded text."""
    for found in pattern.finditer(folded.text):
        yield hit(rule, folded, *found.span())


def hit(rule: Rule, folded: Folded, start: int, end: int) -> Hit:
    """A hit where this stretch of the folded text was written."""
    return Hit(rule, *folded.span(start, end), rule)
