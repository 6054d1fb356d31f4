"""What is typical of a group: which assertions it answers otherwise than everyone else.

The tests of proportions and the order are those of polis (Small et al. 2021, Recerca 26(2),
"representativeness"): a z-test that more than half of the group answered so, and one that more of
the group did than of all others, each at 90 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from models.opinion.counts import NOBODY, Count

SIGNIFICANT = 1.2816
"""The 90th percentile of the standard normal distribution: one-sided tests at 90 %."""
MOST = 5
"""So many assertions of one group are named."""


@dataclass(frozen=True)
class Typical:
    """An assertion that a group agrees with, or disagrees with, more than the others do."""

    assertion: int
    agrees: bool
    weight: float
    """Ratio to the others, its z, share of the group and its z, multiplied: the order of polis."""


def typical(group: Mapping[int, Count], others: Mapping[int, Count]) -> list[Typical]:
    """At most MOST of them, the most typical first; none where no test is passed."""
    found = [
        one
        for assertion, own in sorted(group.items())
        for one in [_tested(assertion, own, others.get(assertion, NOBODY))]
        if one is not None
    ]
    return sorted(found, key=lambda one: (-one.weight, one.assertion))[:MOST]


def _tested(assertion: int, own: Count, others: Count) -> Typical | None:
    sides = (
        _side(assertion, own.agree, own.answers, others.agree, others.answers, agrees=True),
        _side(assertion, own.disagree, own.answers, others.disagree, others.answers, agrees=False),
    )
    passed = [one for one in sides if one is not None]
    return max(passed, key=lambda one: one.weight, default=None)


def _side(  # the four numbers of two proportions
    assertion: int, so: int, of: int, others_so: int, of_others: int, *, agrees: bool
) -> Typical | None:
    half, more = one_proportion(so, of), two_proportions(so, of, others_so, of_others)
    if half <= SIGNIFICANT or more <= SIGNIFICANT:
        return None
    share = (so + 1) / (of + 2)
    ratio = share / ((others_so + 1) / (of_others + 2))
    return Typical(assertion, agrees, ratio * more * share * half)


def one_proportion(so: int, of: int) -> float:
    """Z of the test that more than half of `of` answered so, one added to both."""
    return 2 * sqrt(of + 1) * ((so + 1) / (of + 1) - 0.5)


def two_proportions(so: int, of: int, others_so: int, of_others: int) -> float:
    """Z of the test that a larger part answered so here than among the others, one added to each of
    the four numbers.
    """
    so, of, others_so, of_others = so + 1, of + 1, others_so + 1, of_others + 1
    together = (so + others_so) / (of + of_others)
    if together >= 1:
        return 0.0
    spread = sqrt(together * (1 - together) * (1 / of + 1 / of_others))
    return (so / of - others_so / of_others) / spread
