"""What differs between a text as it stands and its author's change, word by word."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from sqlalchemy import Row

_WORDS = re.compile(r"\S+\s*|\s+")


class Former(NamedTuple):
    """The text as everyone reads it, while a change waits; `supporters` is how many support it."""

    title: str
    source: str
    supporters: int


class Passage(NamedTuple):
    """A run of words, and whether the other text has it not."""

    text: str
    changed: bool


def former(row: Row[Any]) -> Former:
    """Of an item's row, as moderation.items reads it."""
    return Former(row.case_title, row.case_source, row.supporters or 0)


def compare(former: str, new: str) -> tuple[list[Passage], list[Passage]]:
    """Both texts in passages: of the former what goes is marked, of the new what comes."""
    before, after = _WORDS.findall(former), _WORDS.findall(new)
    left: list[Passage] = []
    right: list[Passage] = []
    # Words are compared without the space after them: a new line break alone is no other word.
    matcher = SequenceMatcher(None, [w.strip() for w in before], [w.strip() for w in after])
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for found, words in ((left, before[i1:i2]), (right, after[j1:j2])):
            if words:
                found.append(Passage("".join(words), kind != "equal"))
    return left, right
