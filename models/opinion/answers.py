"""Who answered what: a sparse matrix of people and assertions, kept in columns.

1 is agreement, -1 disagreement and 0 a pass; what somebody has not been shown is absent.
"""

from array import array
from dataclasses import dataclass, field

AGREE = 1
PASS = 0
DISAGREE = -1


def _numbers() -> "array[int]":
    return array("q")


def _small() -> "array[int]":
    return array("b")


@dataclass(frozen=True)
class Answers:
    """Three columns of the same length: nine million answers are 150 MB, as tuples ten times that.

    A person answers an assertion at most once. The order of the rows means nothing.
    """

    people: "array[int]" = field(default_factory=_numbers)
    assertions: "array[int]" = field(default_factory=_numbers)
    values: "array[int]" = field(default_factory=_small)

    def add(self, person: int, assertion: int, value: int) -> None:
        """Raises ValueError for anything but agreement, disagreement and a pass."""
        if value not in {AGREE, PASS, DISAGREE}:
            raise ValueError(value)
        self.people.append(person)
        self.assertions.append(assertion)
        self.values.append(value)

    def __len__(self) -> int:
        return len(self.values)
