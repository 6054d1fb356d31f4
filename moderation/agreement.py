"""How far two people who judge the same texts agree, beyond what chance alone would bring.

Cohen's kappa: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and
Psychological Measurement 20 (1960), pages 37 to 46. Pure figures: what is compared is for others
to say.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """How many pairs there are and in how many both said the same.

    `kappa` is 1 for complete agreement and 0 for what chance would bring; below 0 they disagree
    more than that. None where it says nothing: without pairs, and where every judgement is the
    same one, so that chance would bring as much.
    """

    pairs: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """In how many of all pairs both said the same, from 0 to 1; None without pairs."""
        return self.same / self.pairs if self.pairs else None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """The agreement of pairs of judgements, the first one's before the second one's."""
    counted = Counter(pairs)
    total = sum(counted.values())
    same = sum(count for (first, second), count in counted.items() if first == second)
    firsts: Counter[Hashable] = Counter()
    seconds: Counter[Hashable] = Counter()
    for (first, second), count in counted.items():
        firsts[first] += count
        seconds[second] += count
    # In whole numbers as long as possible: whether chance explains everything is a yes or a no.
    by_chance = sum(firsts[said] * seconds[said] for said in firsts)
    if total * total == by_chance:
        return Agreement(total, same, None)
    return Agreement(total, same, (same * total - by_chance) / (total * total - by_chance))
