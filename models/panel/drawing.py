"""Drawing some of a panel's members by a seed, so that anyone can do it again. Pure."""

import hashlib
from collections.abc import Collection


def draw(seed: str, pool: Collection[str], size: int) -> list[str]:
    """The codes of `size` members, in the order in which they were drawn; all of them where there
    are not as many.

    Every code is put in the place that the SHA-256 of "seed:code" gives it, and the first ones are
    drawn: nobody who does not know the seed can tell which these are, everybody who does finds the
    same, and in whatever order the codes are listed.
    """
    placed = sorted(pool, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest())
    return placed[:size]
