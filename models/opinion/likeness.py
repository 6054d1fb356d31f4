"""How alike two groupings of the same people are."""

from collections import Counter
from collections.abc import Mapping
from math import comb


def adjusted_rand(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """The adjusted Rand index over those whom both put in a group: 1 for the same groups whatever
    their numbers, about 0 for chance (Hubert and Arabie, Journal of Classification 2, 1985).
    """
    both = one.keys() & other.keys()
    together = _pairs(Counter((one[person], other[person]) for person in both))
    left = _pairs(Counter(one[person] for person in both))
    right = _pairs(Counter(other[person] for person in both))
    every = comb(len(both), 2)
    expected = left * right / every if every else 0.0
    most = (left + right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts: Mapping[object, int]) -> int:
    return sum(comb(count, 2) for count in counts.values())
