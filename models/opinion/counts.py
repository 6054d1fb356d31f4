"""How many agreed, disagreed and passed, and what follows from that. Integers, no library.

The probabilities are those of Small, Bjorkegren, Erkkila, Shaw and Megill, "Polis: Scaling
Deliberation by Mapping High Dimensional Opinion Spaces", Recerca 26(2), 2021: of n who answered
and a who agreed, (a + 1) / (n + 2), so that few answers say little.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from models.opinion.answers import AGREE, DISAGREE, Answers


@dataclass(frozen=True)
class Count:
    """The answers to one assertion, of everybody or of one group."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def answers(self) -> int:
        return self.agree + self.disagree + self.passed

    @property
    def agreeing(self) -> float:
        """How probable it is that one more would agree: a half while nobody has answered."""
        return (self.agree + 1) / (self.answers + 2)

    @property
    def disagreeing(self) -> float:
        return (self.disagree + 1) / (self.answers + 2)

    @property
    def division(self) -> float:
        """Near 1 when half agree and half disagree, 0 when nobody stands against the others. Passes
        and few answers bring it down.
        """
        return 2 * min(self.agree, self.disagree) / (self.answers + 2)


NOBODY = Count()


def counted(answers: Answers) -> dict[int, Count]:
    """The answers to each assertion, by its key, lowest first."""
    found = Counter(zip(answers.assertions, answers.values, strict=True))
    return {
        assertion: Count(
            found[assertion, AGREE],
            found[assertion, DISAGREE],
            found[assertion, 0],
        )
        for assertion in sorted({assertion for assertion, _ in found})
    }


def common_ground(groups: Iterable[Count]) -> float:
    """Group-informed consensus (Small et al. 2021, "group-aware consensus"): the product over the
    groups of the probability of agreeing. High only where every group agrees, however small it is.
    """
    return prod(one.agreeing for one in groups)


def common_refusal(groups: Iterable[Count]) -> float:
    """The same of disagreeing: what every group says no to."""
    return prod(one.disagreeing for one in groups)


def distance(groups: Iterable[Count]) -> float:
    """How far apart the groups are: the highest probability of agreeing less the lowest."""
    agreeing = [one.agreeing for one in groups]
    return max(agreeing) - min(agreeing)
