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
MANY_SIGNS = 200
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
    if _same_sign(said.folded.text):
        yield from every(Rule.REPEATED, _RUN, said.folded)
    most = max(FEWEST_REPEATED, int(SHARE_REPEATED * len(said.words)))
    runs = len(said.words) - WORDS_IN_A_SHINGLE + 1
    if runs < most or runs - len(set(shingles(said.words))) < most:
        return
    # Only now the places.
    tokens = said.tokens
    made = list(shingles([word for word, _, _ in tokens]))
    # Backwards, so that of runs that are alike the first one's place stays.
    first = dict(zip(reversed(made), reversed(range(len(made))), strict=True))
    again = (at for at, run in enumerate(made) if first[run] < at)
    begins = next(again, None)
    if begins is not None:
        ends = next(at for at in reversed(range(len(made))) if first[made[at]] < at)
        end = tokens[ends + WORDS_IN_A_SHINGLE - 1][2]
        yield hit(Rule.REPEATED, said.folded, tokens[begins][1], end)


def _same_sign(text: str) -> bool:
    """Whether any sign stands ten times on end, a space or a digit too. A text has few different
    signs; one that has many is left to the rule itself.
    """
    signs = set(text)
    return len(signs) > MANY_SIGNS or any(sign * 10 in text for sign in signs)
