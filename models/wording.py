"""What was changed in a text, word by word: a pure function over two wordings."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\S+[^\S\n]*|\n+|[^\S\n]+")
"""A word with the space after it: two words changed side by side are one change."""
MOST_COMPARED = 2_500
"""Words of either text: an answer has fewer, and a longer one would keep a page waiting."""


class Part(NamedTuple):
    """Some words: `same`, `gone` or `new`."""

    change: str
    words: str


def changes(before: str, after: str) -> list[Part]:
    """The parts of both texts in reading order; joined, `same` and `new` are `after` again.

    A text too long to compare while somebody waits is gone as a whole, and the other one new.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > MOST_COMPARED:
        return [Part("gone", before), Part("new", after)]
    found: list[Part] = []
    # Whether a space follows changes no word.
    before_keys, after_keys = ([token.rstrip(" ") for token in one] for one in (old, new))
    compared = SequenceMatcher(None, before_keys, after_keys, autojunk=False)
    for tag, a, b, c, d in compared.get_opcodes():
        if tag == "equal":
            found.append(Part("same", "".join(new[c:d])))
            continue
        if a < b:
            # What went from the end of a text stood apart from what stays.
            apart = " " if found and not found[-1].words[-1].isspace() else ""
            found.append(Part("gone", apart + "".join(old[a:b])))
        if c < d:
            found.append(Part("new", "".join(new[c:d])))
    return found
