"""A text that says the same thing over and over, by the shingles it is made of: runs of five words
(Broder 1997, On the resemblance and containment of documents).
"""

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from moderation.hits import Hit, Rule, Said, every, hit

WORDS_IN_A_SHINGLE = 5
FEWEST_REPEATED = 12
"""Shingles said before; fewer are a chorus, a list or a slip of copying."""
SHARE_REPEATED = 0.35
_WORD = re.compile(r"\w+")
_RUN = re.compile(r"([^\W\d_]|[!?])\1{9,}")


def shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of five words on end."""
    return zip(*(words[at:] for at in range(WORDS_IN_A_SHINGLE)), strict=False)


def shingle_hashes(words: Sequence[str]) -> Iterator[int]:
    """A number of 32 bits for every run: the same in every process and on every machine."""
    return (crc32(" ".join(run).encode()) for run in shingles(words))


def repeated(said: Said) -> Iterator[Hit]:
    """From where the text begins to repeat itself to where it stops, and the same sign ten times
    on end.
    """
    yield from every(Rule.REPEATED, _RUN, said.folded)
    runs = len(said.words) - WORDS_IN_A_SHINGLE + 1
    most = max(FEWEST_REPEATED, int(SHARE_REPEATED * len(said.words)))
    if runs < most or runs - len(set(shingles(said.words))) < most:
        return
    # Only now the places: small letters may be more signs than were written.
    text = said.folded.text
    places = [found.span() for found in _WORD.finditer(text)]
    seen: set[tuple[str, ...]] = set()
    again = []
    for at, run in enumerate(shingles([text[start:end].casefold() for start, end in places])):
        if run in seen:
            again.append(at)
        seen.add(run)
    if again:
        last = places[again[-1] + WORDS_IN_A_SHINGLE - 1][1]
        yield hit(Rule.REPEATED, said.folded, places[again[0]][0], last)
