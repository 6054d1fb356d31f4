"""Opinion groups: between two and five, of people who answered alike."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from models.opinion import clusters, space
from models.opinion.answers import AGREE, DISAGREE, PASS, Answers
from models.opinion.counts import Count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Truths = NDArray[np.bool_]

LEAST_ANSWERS = 7
"""Whoever answered fewer, and not all there are, is in no group (the same as in polis)."""
LEAST_PEOPLE = 5
"""A group of fewer would show what single people think, so groups are only made larger."""
MOST_GROUPS = 5
BASE_PER_GROUP = 12
"""For each so many base clusters one group more than two may be looked for (as in polis)."""


@dataclass(frozen=True)
class Manner:
    """How polis groups today. Its older versions took everybody, moved nobody outwards, and gave a
    base cluster of one the weight of one of fifty: what was published then can be compared.
    """

    least_answers: int = LEAST_ANSWERS
    outwards: bool = True
    weighted: bool = True
    groups: int | None = None
    """So many, whatever the silhouette says and however small they are."""


TODAY = Manner()


@dataclass(frozen=True)
class Group:
    """One of them: where its middle is and how far it reaches (a standard deviation each way)."""

    people: frozenset[int]
    middle: tuple[float, float]
    reach: tuple[float, float]
    counts: dict[int, Count]


@dataclass(frozen=True)
class Grouping:
    """The groups, the largest first, and how clearly they differ (silhouette, -1 to 1)."""

    groups: tuple[Group, ...]
    clearness: float


def available() -> bool:
    """Whether the numeric library, an extra, is here."""
    return find_spec("numpy") is not None


def grouped(answers: Answers, manner: Manner = TODAY) -> Grouping | None:
    """The opinion groups of these answers: of two to five that many whose silhouette is highest,
    and none smaller than LEAST_PEOPLE.

    None where nobody can be grouped: too few people, or all of one mind, or no numeric library.
    """
    if not len(answers) or not available():
        return None
    # One thread adds in one order, so the sums are the same everywhere; and the clock, which calls
    # this, leaves the other processors to those who wait for a page. Read when numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    table = space.table(answers)
    enough = table.answered() >= min(manner.least_answers, len(table.assertions))
    if enough.sum() < 2 * LEAST_PEOPLE:
        return None
    points = space.positions(table.cells, outwards=manner.outwards)[enough]
    based = clusters.base(points)
    found = _chosen(*clusters.centres(points, based), manner)
    if found is None:
        return None
    clearness, parts = found
    made = _groups(table, enough, points, parts[based])
    in_order = sorted(made, key=lambda one: (-len(one.people), min(one.people)))
    return Grouping(tuple(in_order), clearness)


def _chosen(middles: "Floats", people: "Floats", manner: Manner) -> "tuple[float, Whole] | None":
    """The clearest way to part the base clusters, and how clear it is."""
    import numpy as np  # an extra, and heavy: only the clock's process ever loads it

    most = min(MOST_GROUPS, 2 + len(middles) // BASE_PER_GROUP)
    weights = people if manner.weighted else np.ones(len(people))
    best: tuple[float, Whole] | None = None
    for k in [manner.groups] if manner.groups else range(2, most + 1):
        parts = clusters.groups(middles, weights, k)
        if parts is None:
            continue
        if manner.groups is None and np.bincount(parts, people).min() < LEAST_PEOPLE:
            continue
        clearness = clusters.silhouette(middles, weights, parts)
        if best is None or clearness > best[0]:
            best = clearness, parts
    return best


def _groups(
    table: space.Table, enough: "Truths", points: "Floats", whose: "Whole"
) -> Iterator[Group]:
    people, cells = table.people[enough], table.cells[enough]
    for number in range(int(whose.max()) + 1):
        inside = whose == number
        rows, here = cells[inside], points[inside]
        tallies = [(rows == value).sum(axis=0).tolist() for value in (AGREE, DISAGREE, PASS)]
        middle, reach = here.mean(axis=0).tolist(), here.std(axis=0).tolist()
        yield Group(
            frozenset(people[inside].tolist()),
            (middle[0], middle[1]),
            (reach[0], reach[1]),
            {
                key: Count(*three)
                for key, *three in zip(table.assertions.tolist(), *tallies, strict=True)
            },
        )
