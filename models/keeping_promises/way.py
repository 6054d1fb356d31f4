"""What the events of a case say of its way, as far as clocks ask: when it was open, when it waited
for its sender, when we answered and when we said how it goes. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.actor import Role
from models.calendar import Moment
from models.event_kind import EventKind
from models.keeping_promises.counting import Pause
from models.states import PAUSES, Outcome, Status, StatusType, type_of

NO_END_OF_OURS = frozenset(
    {
        Outcome.WITHDRAWN,
        Outcome.DUPLICATE,
        Outcome.BELOW_THRESHOLD,
        Outcome.NOT_PUBLISHED,
        Outcome.CONVERTED,
        Outcome.NO_REPLY,
    }
)
"""Outcomes with which nobody decided anything: what was promised then is no longer owed."""

SAYS_HOW_IT_GOES = frozenset(
    {
        EventKind.MOVED,
        EventKind.ANSWERED,
        EventKind.DECIDED,
        EventKind.DELAYED,
        EventKind.HANDED_OVER,
        EventKind.REOPENED,
        EventKind.CLOSED,
    }
)
"""What an official does that everyone who follows a case learns something from."""

_STATUSES = {status.value: status for status in Status}
_OFFICIALS = frozenset({Role.OFFICIAL, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Happened:
    """An event of a case, as far as clocks ask."""

    at: Moment
    kind: EventKind
    role: Role
    facts: Mapping[str, Any]
    public: bool = True
    occurred_at: Moment | None = None


@dataclass(frozen=True)
class End:
    """When a time was over for good, and whether by what was promised."""

    at: Moment
    met: bool


@dataclass
class Course:
    """What the events of a case say of its way."""

    received: Moment = 0
    written: Moment = 0
    answered: Moment | None = None
    pauses: list[Pause] = field(default_factory=list)
    open_since: list[Moment] = field(default_factory=list)
    """When it was received, and opened again."""
    ends: list[End] = field(default_factory=list)
    """How each of those came to an end."""
    told: list[Moment] = field(default_factory=list)
    """When we said how it goes."""
    status: Status = Status.RECEIVED


def way(events: Iterable[Happened]) -> Course:
    """The way of a case; `events` are in order."""
    course = Course()
    for event in events:
        if event.kind is EventKind.RECEIVED:
            course.received = event.at
            course.written = min(event.at, event.occurred_at or event.at)
            course.open_since.append(event.at)
        if course.answered is None and _answers(event):
            course.answered = event.at
        if event.public and event.role in _OFFICIALS and event.kind in SAYS_HOW_IT_GOES:
            course.told.append(event.at)
        if event.facts.get("to") in _STATUSES and "action" not in event.facts:
            _step(course, _STATUSES[event.facts["to"]], event)
    return course


def _answers(event: Happened) -> bool:
    """Words that an official wrote: what models.clock.stop is called for (ST-13)."""
    if event.kind is EventKind.CLOSED:
        return "text" in event.facts and event.role is not Role.SYSTEM
    return event.kind in {EventKind.ANSWERED, EventKind.DECIDED}


def _step(course: Course, to: Status, event: Happened) -> None:
    was, now = type_of(course.status), type_of(to)
    if to in PAUSES and course.status not in PAUSES:
        course.pauses.append(Pause(event.at, None))
    elif to not in PAUSES and course.status in PAUSES:
        course.pauses[-1] = Pause(course.pauses[-1].start, event.at)
    if now is StatusType.CLOSED and was is not StatusType.CLOSED:
        course.ends.append(End(event.at, event.facts.get("outcome") not in NO_END_OF_OURS))
    elif now is not StatusType.CLOSED and was is StatusType.CLOSED:
        course.open_since.append(event.at)
    course.status = to
