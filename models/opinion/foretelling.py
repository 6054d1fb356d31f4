"""How much the groups tell of what people answer: the one thing that can be held against the matrix
itself, whoever made the groups.
"""

from collections import Counter
from collections.abc import Mapping
from math import log

from models.opinion.answers import Answers

FOLDS = 5
CARRY = 6
"""So many answers of everybody stand behind those of a group, which may be few."""
CHOICES = 3


def gain(answers: Answers, groups: Mapping[int, int], *, least: int) -> float:
    """Each answer in turn is foretold from the other four fifths of the answers: how much better by
    those of the person's group than by those of everybody, in nats an answer (the mean difference
    of the logarithms of the probabilities). 0 says nothing, below 0 misleads.

    Only of people in a group who answered at least so many. Nothing is drawn: the fifth is a
    remainder. Who made the groups has seen all answers, so compare groups with groups.
    """
    own = Counter(answers.people)
    rows = [
        (person, assertion, value)
        for person, assertion, value in zip(
            answers.people, answers.assertions, answers.values, strict=True
        )
        if person in groups and own[person] >= least
    ]
    found = [_of_fold(rows, groups, fold) for fold in range(FOLDS)]
    told = sum(count for _, count in found)
    return sum(total for total, _ in found) / told if told else 0.0


def _of_fold(
    rows: list[tuple[int, int, int]], groups: Mapping[int, int], fold: int
) -> tuple[float, int]:
    known: Counter[tuple[int, int | None, int | None]] = Counter()
    aside = []
    for person, assertion, value in rows:
        if (person * 31 + assertion * 17) % FOLDS == fold:
            aside.append((person, assertion, value))
            continue
        for group in (None, groups[person]):
            known[assertion, group, value] += 1
            known[assertion, group, None] += 1
    total = 0.0
    for person, assertion, value in aside:
        group = groups[person]
        of_all = (known[assertion, None, value] + 1) / (known[assertion, None, None] + CHOICES)
        of_hers = (known[assertion, group, value] + CARRY * of_all) / (
            known[assertion, group, None] + CARRY
        )
        total += log(of_hers / of_all)
    return total, len(aside)
