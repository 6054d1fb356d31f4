"""Adding up figures, and what lies in the middle of them. Pure."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

NAMES = (
    *("received", "passed_on", "passed_twice", "handovers", "reopened", "centre", "direct"),
    *("answered", "due", "kept", "waiting", "ended", "told", "helped", "helped_partly"),
)
"""What is counted, as models.statistics.rows.MonthFigure has it."""

BASES = ("received", "centre", "answered", "due", "ended", "told")
"""Of these the other figures tell."""


@dataclass
class Sums:
    """Counts by name, and how many cases took how many working days."""

    counts: Counter[str] = field(default_factory=Counter)
    answer_days: Counter[int] = field(default_factory=Counter)
    end_days: Counter[int] = field(default_factory=Counter)

    _waiting: list[Any] = field(default_factory=list)
    """Cells whose days nobody has asked for yet: to unpack them is most of the work of a page."""

    def add(self, row: Any) -> None:
        """Add a cell, as its row."""
        for name in NAMES:
            if count := getattr(row, name):
                self.counts[name] += count
        self._waiting.append(row)

    def whole(self) -> "Sums":
        """These, with all days in them."""
        for row in self._waiting:
            self.answer_days.update(unpacked(row.answer_days))
            self.end_days.update(unpacked(row.end_days))
        self._waiting.clear()
        return self

    def values(self) -> dict[str, Any]:
        """As a cell is stored."""
        return {
            **{name: self.counts[name] for name in NAMES},
            "answer_days": packed(self.answer_days),
            "end_days": packed(self.end_days),
        }


def packed(days: Counter[int]) -> str:
    return json.dumps(dict(sorted(days.items())), separators=(",", ":"))


def unpacked(said: str) -> dict[int, int]:
    return {int(day): count for day, count in json.loads(said).items()}


def within(days: Counter[int], per_cent: int) -> int | None:
    """The fewest days within which so many per cent of all were done (the nearest rank): 50 is the
    median, 90 the ninetieth percentile. None where there were none.
    """
    wanted = -(-days.total() * per_cent // 100)
    reached = 0
    for day, count in sorted(days.items()):
        reached += count
        if reached >= wanted:
            return day
    return None


def share(part: int, of: int) -> int | None:
    """Whole per cent, rounded down, so that it is never better than it is; None of none."""
    return part * 100 // of if of else None
