"""The clocks of a case, made of its events alone (spec ST-12, ST-13, ST-16, ST-17).

Pure. The same events, promise and calendar at the same moment give the same clocks, so anybody can
count again what the tables say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from models.calendar import Moment
from models.clock import Clock
from models.keeping_promises import counting
from models.keeping_promises.counting import Pause
from models.keeping_promises.row import LEVELS, Which
from models.keeping_promises.way import Course, End, Happened, way
from models.opening import Opening


@dataclass(frozen=True)
class Promised:
    """What was promised to one case when it came: the end of the first answer's time, and the other
    times as the promise says them; None for what nobody promised.
    """

    first: Moment
    confirm: str | None = None
    update: str | None = None
    decide: str | None = None


@dataclass(frozen=True)
class Kept:
    """One clock as it stands at a moment: the columns of `promise_clock` that events make."""

    which: Which
    cycle: int
    state: Clock
    started_at: Moment
    due_at: Moment
    met_at: Moment | None = None
    paused_at: Moment | None = None
    paused: Moment = 0
    elapsed: int | None = None
    slack: int | None = None
    ended_at: Moment | None = None
    """When there was nothing more to keep, met or not; None while there is."""

    def reached(self, at: Moment) -> list[int]:
        """The levels that were over by then, and before it ended."""
        stops = [one for one in (self.ended_at, self.paused_at) if one is not None]
        until = min([at, *stops])
        return [level for level in LEVELS if self._at(level) <= until]

    def next_at(self, at: Moment) -> Moment | None:
        """When something changes that no event tells of."""
        if self.ended_at is not None:
            return None
        if self.paused_at is not None:
            return self.paused_at + counting.LONGEST_PAUSE
        return next((self._at(level) for level in LEVELS if self._at(level) > at), None)

    def _at(self, level: int) -> Moment:
        return counting.level_at(self.started_at, self.due_at, self.paused, level)


def derive(
    events: Iterable[Happened], promised: Promised, opening: Opening, at: Moment
) -> list[Kept]:
    """Every clock of a case at a moment, by which and cycle; `events` are in order."""
    course = way(events)
    if not course.open_since:
        return []
    made = _Reckoning(course, opening, at)
    found = [made.first(promised.first)]
    if promised.confirm is not None:
        found.append(made.confirm(promised.confirm))
    if promised.decide is not None:
        found += made.decide(promised.decide)
    if promised.update is not None:
        found += made.update(promised.update)
    return sorted(found, key=lambda one: (one.which, one.cycle))


@dataclass(frozen=True)
class _Reckoning:
    """One case at one moment."""

    course: Course
    opening: Opening
    at: Moment

    def confirm(self, time: str) -> Kept:
        start = self.course.written
        last = counting.due(self.opening, start, time)
        return self._ended(
            Kept(Which.CONFIRM, 1, Clock.RUNNING, start, last), End(self.course.received, True)
        )

    def first(self, last: Moment) -> Kept:
        course = self.course
        made = Kept(Which.FIRST, 1, self._over(last), course.open_since[0], last)
        if course.answered is not None:
            return self._ended(made, End(course.answered, True))
        if len(course.ends) == len(course.open_since):
            return self._ended(made, End(course.ends[-1].at, False))
        return made

    def decide(self, time: str) -> Iterator[Kept]:
        for cycle, (start, end) in enumerate(self._stretches(), 1):
            yield self._pausing((Which.DECIDE, cycle), start, time, end)

    def update(self, time: str) -> Iterator[Kept]:
        cycle = 0
        for start, end in self._stretches():
            until = end.at if end else None
            told = [
                one for one in self.course.told if one > start and (until is None or one <= until)
            ]
            for begin, word in pairwise([start, *told]):
                cycle += 1
                yield self._pausing((Which.UPDATE, cycle), begin, time, End(word, True))
            if not told or told[-1] != until:
                cycle += 1
                last = None if until is None else End(until, False)
                yield self._pausing((Which.UPDATE, cycle), told[-1] if told else start, time, last)

    def _stretches(self) -> Iterator[tuple[Moment, End | None]]:
        """From when to when it was open."""
        return zip_longest(self.course.open_since, self.course.ends)

    def _pausing(self, place: tuple[Which, int], start: Moment, time: str, end: End | None) -> Kept:
        """A clock that stands still while we wait for the sender."""
        until = end.at if end else self.at
        pauses = [one for one in self.course.pauses if one.over_at() > start and one.start <= until]
        over = [one for one in pauses if one.over_at() <= until]
        last = counting.due(self.opening, start, time, over)
        made = Kept(
            *place,
            self._over(last),
            start,
            last,
            paused=counting.stood_still([one for one in over if one.start <= last], start, until),
        )
        if end is not None:
            return self._ended(made, end, over)
        still = next((one for one in pauses if one.over_at() > until and one.start <= last), None)
        if still is not None:
            return replace(made, state=Clock.PAUSED, paused_at=still.start)
        return made

    def _over(self, last: Moment) -> Clock:
        return Clock.RUNNING if self.at <= last else Clock.MISSED

    def _ended(self, made: Kept, end: End, pauses: Sequence[Pause] = ()) -> Kept:
        if not end.met:
            return replace(made, state=Clock.CANCELLED, ended_at=end.at)
        return replace(
            made,
            state=Clock.MET if end.at <= made.due_at else Clock.MET_LATE,
            met_at=end.at,
            elapsed=counting.worked(self.opening, pauses, made.started_at, end.at),
            slack=counting.slack(self.opening, end.at, made.due_at),
            ended_at=end.at,
        )
