"""Which statement comes next: one published rule, the same for whoever wrote the statement. Pure.

1. Only statements that she has not answered.
2. Those that few have answered come first. The number of answers is taken in steps, each twice the
   last (0, 1, 2-3, 4-7, 8-15 ...), so that a new statement catches up and then waits its turn.
3. Within a step everyone has an order of her own, made from her number and the statement's by a
   hash: no statement stands before another for all, and nobody can choose her place.
"""

from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256


def step(answers: int) -> int:
    """0 for none, 1 for one, 2 for two or three, 3 for four to seven, and so on."""
    return answers.bit_length()


def following(
    rater: str, open_ones: Iterable[int], seen: Collection[int], answered: Mapping[int, int]
) -> int | None:
    """The statement to show next to `rater`, of those that can be answered now; None when she has
    answered all. `answered` is how many have, as of the last count.
    """
    left = [one for one in open_ones if one not in seen]
    return min(left, key=lambda one: (step(answered.get(one, 0)), _own(rater, one)), default=None)


def _own(rater: str, assertion: int) -> bytes:
    return sha256(f"{rater} {assertion}".encode()).digest()
