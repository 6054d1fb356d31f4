"""What is too small to be told, and what has to stay untold with it, or it could be worked out.

A count of one to four may say who is meant. It is not told. Nor is, where a sum and all its other
parts are told, a second part: or the first would be their difference (complementary suppression;
Willenborg & de Waal 2001, Elements of Statistical Disclosure Control, chapter 3).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

FEW = 5
"""Fewer cases than this are not told (spec ST-18)."""

K = TypeVar("K", bound=Hashable)


def untold(
    counts: Mapping[K, int],
    sums: Iterable[tuple[K, Collection[K]]],
    already: Collection[K] = frozenset(),
) -> set[K]:
    """The cells that are not told. Each of `sums` is the cell of a sum, and its parts. What is
    untold `already` stays so.

    After this no told sum has a single untold part, or several of fewer than FEW together.
    """
    hidden = {cell for cell, count in counts.items() if 0 < count < FEW} | set(already)
    every = [(total, frozenset(parts)) for total, parts in sums]
    known = -1
    # Each round but the last hides at least one cell more, so that it ends.
    while known != len(hidden):
        known = len(hidden)
        for total, parts in every:
            _protect(counts, total, parts, hidden)
    return hidden


def _protect(counts: Mapping[K, int], total: K, parts: frozenset[K], hidden: set[K]) -> None:
    """Hide one more part of a sum, where what is told would give another away."""
    out = parts & hidden
    if total in hidden:
        # Told parts alone would add up to what is not told.
        safe = bool(out)
    else:
        safe = not out or (len(out) > 1 and sum(counts[part] for part in out) >= FEW)
    told = frozenset() if safe else parts - hidden
    if told:
        # The smallest that is there, since the least is lost with it; else one that is empty.
        hidden.add(min(told, key=lambda part: (counts[part] == 0, counts[part], str(part))))
