"""From what is told of the cases to a list of steps in the order they are taken."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.calendar import DAY, HOUR, MINUTE, Moment, is_working_day, local, now, start_of
from web.commands.demo import days

Told = dict[str, Any]

BATCHES = 6
"""Into how many evenings the support of a proposal is spread."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: in which case, at which moment, what, and with which words."""

    at: Moment
    case: int
    order: int
    does: str
    given: tuple[Any, ...]
    told: Told


def steps(cases: list[Told]) -> list[Step]:
    """Every step of every case that has been taken by now, the oldest first."""
    at = now()
    last = days.before(local(at).date(), 1)
    made = [step for number, case in enumerate(cases) for step in _Life(number, case, last).steps()]
    return sorted(
        (step for step in made if step.at <= at),
        key=lambda step: (step.at, step.case, step.order),
    )


class _Life:
    """One case: when it came, and the moments of what became of it."""

    def __init__(self, number: int, case: Told, last: date) -> None:
        self._number, self._case, self._last = number, case, last
        self._made: list[Step] = []
        self._came = self._arrival()

    def steps(self) -> list[Step]:
        self._add(self._came, "hand_in", ())
        self._officials()
        self._comments()
        return self._made

    def _day(self, after: int) -> date:
        """The working day that many working days after it came."""
        return days.before(self._last, self._case["days"] - after)

    def _arrival(self) -> Moment:
        if "hours" in self._case:
            return days.awake(now() - self._case["hours"] * HOUR)
        came = days.clock(self._day(0), self._case["at"])
        return came + DAY if self._on_a_free_day() else came

    def _on_a_free_day(self) -> bool:
        """Every other case of the last day before a weekend comes on the free day instead."""
        morrow = local(start_of(self._day(0)) + 36 * HOUR).date()
        at_once = any(entry[0] == 0 for entry in self._case.get("life", ()))
        return (
            self._number % 2 == 0
            and not at_once
            and not is_working_day(morrow)
            and morrow <= self._last
        )

    def _add(self, at: Moment, does: str, given: tuple[Any, ...]) -> None:
        self._made.append(Step(at, self._number, len(self._made), does, given, self._case))

    def _officials(self) -> None:
        """What moderators and officials do, in office hours; and support, in the evenings."""
        previous = self._came
        entries = list(self._case.get("life", ()))
        if "decision" in self._case:
            entries.append([self._case["decision"]["day"], "decide"])
            minutes = self._case["decision"].get("minutes")
            entries += [[minutes, "post_minutes"]] if minutes is not None else []
        for place, (after, does, *given) in enumerate(sorted(entries, key=lambda entry: entry[0])):
            if does == "votes":
                self._support(after, *given)
                continue
            minute = (self._number * 67 + place * 41) % 450
            wanted = start_of(self._day(after)) + days.OPENS * HOUR + (10 + minute) * MINUTE
            previous = max(wanted, previous + 7 * MINUTE)
            self._add(previous, does, tuple(given))
        published = next((step for step in self._made if step.does == "publish"), None)
        if published and "followers" in self._case:
            self._add(published.at + HOUR, "follow", tuple(self._case["followers"]))

    def _support(self, first: int, many: int, last: int) -> None:
        batches = min(BATCHES, last - first + 1)
        for batch in range(1, batches + 1):
            after = first + (last - first) * batch // batches
            at = days.clock(self._day(after), f"{18 + batch % 4}.{(self._number * 7) % 60:02}")
            self._add(at, "support", (many * (batch - 1) // batches, many * batch // batches))

    def _comments(self) -> None:
        """Each is written by day or evening, and read by a moderator before it is shown."""
        shown: list[Moment] = []
        previous = self._came
        for place, (after, who, words, *rest) in enumerate(self._case.get("comments", ())):
            minute = (self._number * 31 + place * 97) % 840
            wanted = start_of(self._day(after)) + 7 * HOUR + minute * MINUTE
            parent = rest[0] if rest else 0
            answers = shown[parent - 1] + 25 * MINUTE if parent else previous
            previous = max(wanted, answers, previous + 3 * MINUTE)
            self._add(previous, "comment", (who, words, parent or None))
            read = days.at_work(previous)
            judged = rest[1] if len(rest) > 1 else "publish"
            shown.append(read)
            if judged != "waits":
                self._add(read, "judge_comment", (place + 1, judged))
