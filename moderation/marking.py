"""A text cut at the places that screening found, so that a page can underline them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from moderation.screening import Hit


class Piece(NamedTuple):
    """A stretch of the text and the codes of the rules that matched it; none for most."""

    text: str
    rules: tuple[str, ...]


def pieces(text: str, hits: Sequence[Hit]) -> list[Piece]:
    """The text in pieces, from left to right: joined again they are the text, whatever overlaps."""
    cuts = sorted({0, len(text), *(at for hit in hits for at in (hit.start, hit.end))})
    return [
        Piece(
            text[start:end],
            tuple(
                dict.fromkeys(
                    hit.rule.value for hit in hits if hit.start <= start and end <= hit.end
                )
            ),
        )
        for start, end in pairwise(cuts)
    ]
