"""Counting the ballots of a vote: pure, exact and the same for everyone who does it again.

A ballot is stored and published as its `choices`: the numbers of the options, in their order
("2", "1 3"), and with points behind them where the method has points ("1=5 2=0 3=4"). An option's
number is its place on the ballot, from 1. Only whole numbers and fractions are used here, so that
no machine counts otherwise than another, and the order of the ballots never matters.

The tie rule. Options with equal numbers are shown as equal and share a rank: 1, 2, 2, 4. Where one
of them has to be chosen, `drawn` says which: by the SHA-256 of the digest of the published ballots
(models.dialogue.closing), a colon and the option's number; the lowest comes first. Nobody knows
that digest before the vote has closed, because it holds the chance of every receipt, and everyone
can repeat the draw afterwards.

Ranked ballots, budgets and ballots that are published as they come follow; each would be one more
Method with a counter in `count`, whose `choices` are ranks ("3>1>2") or projects, and the tie rule
stands as it is.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.errors import Invalid

MOST_POINTS = 5


class Method(StrEnum):
    """What a ballot may say."""

    SUPPORT = "support"
    """One option, and the most votes lead: the plurality rule, with the limits that Condorcet
    showed in 1785 (Essai sur l'application de l'analyse à la probabilité des décisions).
    """
    APPROVAL = "approval"
    """As many options as one can live with. Brams & Fishburn 1978, Approval Voting, American
    Political Science Review 72(3), 831-847.
    """
    SCORE = "score"
    """0 to 5 points for each option; one without any has 0. Smith 2000, Range Voting. What counts
    is the sum, so that an option nobody knows is not carried by a few, and the mean says the same.
    """


@dataclass(frozen=True)
class Line:
    """One option's result."""

    option: int
    count: int
    """Votes, approvals, or points in all."""
    share: Fraction
    """Of all ballots, from 0 to 1; for points the mean of all ballots, from 0 to 5."""
    rank: int
    """1 for the first. Equal counts share it."""


@dataclass(frozen=True)
class Result:
    """What came of a vote: a line for each option, the highest count first, then by number."""

    method: Method
    ballots: int
    lines: tuple[Line, ...]

    @property
    def first(self) -> tuple[int, ...]:
        """The option that leads, or all that do; none where nobody voted."""
        return tuple(line.option for line in self.lines if line.rank == 1 and self.ballots)

    @property
    def ties(self) -> tuple[tuple[int, ...], ...]:
        """Options with equal counts, group by group; none where nobody voted."""
        groups: dict[int, list[int]] = {}
        for line in self.lines:
            groups.setdefault(line.rank, []).append(line.option)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1 and self.ballots)


def choices(
    method: Method, marks: Mapping[int, int], *, options: int, most: int | None = None
) -> str:
    """A ballot as it is stored, from the points given to options by their number (1 for a vote).

    Two ballots that say the same are written the same: what is left out has no points, and points
    are written for every option, so that nothing on a ballot but its meaning tells whose it is.
    Raises Invalid for `choice`: missing (nothing is marked), unknown (an option or points that
    there are not), too_many (more than one, or than `most`).
    """
    if not marks:
        raise Invalid("choice", "missing")
    highest = MOST_POINTS if method is Method.SCORE else 1
    lowest = 0 if method is Method.SCORE else 1
    for option, points in marks.items():
        if not (1 <= option <= options and lowest <= points <= highest):
            raise Invalid("choice", "unknown")
    if method is Method.SCORE:
        return " ".join(f"{one}={marks.get(one, 0)}" for one in range(1, options + 1))
    allowed = 1 if method is Method.SUPPORT else most or options
    if len(marks) > allowed:
        raise Invalid("choice", "too_many", most=allowed)
    return " ".join(str(one) for one in sorted(marks))


def count(
    method: Method, options: int, ballots: Iterable[tuple[str, int]], *, most: int | None = None
) -> Result:
    """The result of ballots, each as its `choices` and how many say just that.

    Raises ValueError for what is no ballot of this vote: a published file was changed.
    """
    total, counts = 0, dict.fromkeys(range(1, options + 1), 0)
    for said, times in ballots:
        for option, points in _read(method, said, options, most).items():
            counts[option] += points * times
        total += times
    return result(method, total, list(counts.values()))


def result(method: Method, ballots: int, counts: list[int]) -> Result:
    """The same from the counts of the options, in the order of their numbers."""
    order = sorted(enumerate(counts, start=1), key=lambda one: (-one[1], one[0]))
    return Result(
        method,
        ballots,
        tuple(
            Line(
                option=option,
                count=number,
                share=Fraction(number, ballots) if ballots else Fraction(0),
                rank=1 + sum(other > number for other in counts),
            )
            for option, number in order
        ),
    )


def drawn(found: Result, digest: str) -> tuple[int, ...]:
    """The options in an order without ties, by the tie rule; `digest` is of the published file."""
    by_lot = {
        line.option: hashlib.sha256(f"{digest}:{line.option}".encode()).hexdigest()
        for line in found.lines
    }
    return tuple(
        line.option
        for line in sorted(found.lines, key=lambda line: (line.rank, by_lot[line.option]))
    )


def _read(method: Method, said: str, options: int, most: int | None) -> dict[int, int]:
    marks: dict[int, int] = {}
    for mark in said.split(" "):
        option, equals, points = mark.partition("=")
        marks[int(option)] = int(points) if equals else 1
    try:
        written = choices(method, marks, options=options, most=most)
    except Invalid as why:
        raise ValueError(f"not a ballot of this vote: {said!r}") from why
    if written != said:
        raise ValueError(f"not written as a ballot of this vote: {said!r}")
    return marks
