"""What is said of the answers: what most agree on, what divides, and the groups. Never a person.

Everything is a whole number (shares in per cent, places on the map in per mille of the widest), so
that it is stored, compared and read the same everywhere. What fewer than LEAST people answered is
left out, of everybody and of each group: from so few one could tell what single people think.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.opinion.answers import Answers
from models.opinion.counts import (
    NOBODY,
    Count,
    common_ground,
    common_refusal,
    counted,
    distance,
)
from models.opinion.grouping import LEAST_PEOPLE, Group, Grouping, grouped
from models.opinion.typical import typical

MOST = 10
"""So many assertions at most stand under each heading."""
HALF = 0.5
DIVIDED = 0.5
"""From this division on an assertion divides people, where there are no groups: a quarter of those
who answered stand against the others.
"""


@dataclass(frozen=True)
class Told:
    """What is kept of one group."""

    people: int
    middle: tuple[int, int]
    reach: tuple[int, int]
    shares: dict[int, tuple[int, int, int]]
    """Per cent who agree, disagree and pass, by assertion. No counts: the counts of all groups but
    one would tell those of the last.
    """
    typical: tuple[tuple[int, bool], ...]
    """Assertions, and whether the group agrees or disagrees with them more than others do."""


@dataclass(frozen=True)
class Findings:
    """All that is shown of the answers, keyed by the assertions' keys."""

    people: int
    answers: int
    counts: dict[int, tuple[int, int, int]]
    agreed: tuple[int, ...]
    refused: tuple[int, ...]
    divides: tuple[int, ...]
    groups: tuple[Told, ...] = ()
    outside: int = 0
    """People in no group: they have answered too little."""
    clearness: int = 0
    """The silhouette in per cent: above 50 clear, below 25 hardly to be told apart (Kaufman and
    Rousseeuw, Finding Groups in Data, 1990).
    """


def findings(answers: Answers) -> Findings:
    """What these answers say."""
    counts = {
        key: count for key, count in counted(answers).items() if count.answers >= LEAST_PEOPLE
    }
    grouping, people = grouped(answers), len(set(answers.people))
    groups = grouping.groups if grouping else ()
    scores = {key: _scores(key, count, groups) for key, count in counts.items()}
    found = Findings(
        people=people,
        answers=len(answers),
        counts={key: (one.agree, one.disagree, one.passed) for key, one in counts.items()},
        agreed=_first({key: score[0] for key, score in scores.items()}),
        refused=_first({key: score[1] for key, score in scores.items()}),
        divides=_first({key: score[2] for key, score in scores.items()}),
    )
    return _with_groups(found, grouping) if grouping else found


def _scores(
    key: int, everybody: Count, groups: Sequence[Group]
) -> tuple[float | None, float | None, float | None]:
    """How much all agree on one, all refuse it, and it divides; None for what it does not do."""
    parts = [group.counts.get(key, NOBODY) for group in groups]
    if not parts:
        if everybody.division >= DIVIDED:
            return None, None, everybody.division
        return (
            everybody.agreeing if everybody.agreeing > HALF else None,
            everybody.disagreeing if everybody.disagreeing > HALF else None,
            None,
        )
    for_it = [part.agree > part.disagree for part in parts]
    against = [part.disagree > part.agree for part in parts]
    return (
        common_ground(parts) if all(part.agreeing > HALF for part in parts) else None,
        common_refusal(parts) if all(part.disagreeing > HALF for part in parts) else None,
        distance(parts) if any(for_it) and any(against) else None,
    )


def _first(scores: Mapping[int, float | None]) -> tuple[int, ...]:
    known = [(-score, key) for key, score in scores.items() if score is not None]
    return tuple(key for _, key in sorted(known)[:MOST])


def _with_groups(found: Findings, grouping: Grouping) -> Findings:
    widest = max(
        max(abs(middle) + reach for middle, reach in zip(one.middle, one.reach, strict=True))
        for one in grouping.groups
    )
    inside = sum(len(one.people) for one in grouping.groups)
    return Findings(
        **{
            **vars(found),
            "groups": tuple(
                _told(one, grouping.groups, found.counts, widest) for one in grouping.groups
            ),
            "outside": found.people - inside,
            "clearness": round(100 * grouping.clearness),
        }
    )


def _told(
    group: Group, groups: Sequence[Group], shown: Mapping[int, object], widest: float
) -> Told:
    others = {
        key: sum_of([one.counts.get(key, NOBODY) for one in groups if one is not group])
        for key in shown
    }
    own = {key: group.counts.get(key, NOBODY) for key in shown}
    enough = {key: count for key, count in own.items() if count.answers >= LEAST_PEOPLE}
    return Told(
        people=len(group.people),
        middle=_scaled(group.middle, widest),
        reach=_scaled(group.reach, widest),
        shares={key: shares(count) for key, count in enough.items()},
        typical=tuple((one.assertion, one.agrees) for one in typical(enough, others)),
    )


def shares(count: Count) -> tuple[int, int, int]:
    """Per cent of the answers, each rounded by itself."""
    parts = (count.agree, count.disagree, count.passed)
    return (
        (200 * parts[0] + count.answers) // (2 * count.answers),
        (200 * parts[1] + count.answers) // (2 * count.answers),
        (200 * parts[2] + count.answers) // (2 * count.answers),
    )


def sum_of(counts: Sequence[Count]) -> Count:
    return Count(
        sum(one.agree for one in counts),
        sum(one.disagree for one in counts),
        sum(one.passed for one in counts),
    )


def _scaled(pair: tuple[float, float], widest: float) -> tuple[int, int]:
    """Per mille of the widest; no place at all where everybody stands on one spot."""
    return round(1000 * pair[0] / widest), round(1000 * pair[1] / widest)
