"""Covering words in a copy: pure functions over texts. The texts themselves are never changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BLACK = "█"
FEWEST = 2
"""Signs of a word that is looked for everywhere: one letter alone would cover half of a text."""


@dataclass(frozen=True)
class Cover:
    """What is covered of one part: all of it, or the signs from `first` up to, not with, `last`."""

    part: str
    first: int | None
    last: int | None
    provision: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as a copy shows it; of a covered one no sign, and why."""

    words: str
    provision: str = ""


def stretches(words: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the `wanted` words stands in a text, in any case of letters, put together where
    they touch.
    """
    looked_for = sorted({one.strip() for one in wanted if len(one.strip()) >= FEWEST}, key=len)
    if not looked_for:
        return []
    pattern = "|".join(
        r"\s+".join(re.escape(word) for word in one.split()) for one in reversed(looked_for)
    )
    joined: list[tuple[int, int]] = []
    for match in re.finditer(pattern, words, re.IGNORECASE):
        first, last = match.span()
        if joined and first <= joined[-1][1]:
            first = joined.pop()[0]
        joined.append((first, last))
    return joined


def pieces(words: str, covers: Sequence[Cover]) -> list[Piece]:
    """A text as the copy shows it. Where two covers lie over each other the first one says why."""
    whole = next((one for one in covers if one.first is None), None)
    if whole is not None:
        return [Piece("", whole.provision)]
    found: list[Piece] = []
    at = 0
    for cover in sorted(covers, key=lambda one: one.first or 0):
        first, last = max(cover.first or 0, at), min(cover.last or 0, len(words))
        if first >= last:
            continue
        if first > at:
            found.append(Piece(words[at:first]))
        found.append(Piece("", cover.provision))
        at = last
    if at < len(words):
        found.append(Piece(words[at:]))
    return found


def plain(shown: Iterable[Piece]) -> str:
    """The same as one text; what is covered is as long as any other, and tells nothing."""
    return "".join(BLACK * 5 if one.provision else one.words for one in shown)
