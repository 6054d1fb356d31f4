"""What was true of a case while one of its events was addressed, read from its own history.

Whoever asks later who should have been told may not ask the case of today: it was hidden since, or
another unit has it. Between the event and the moment everyone had her message it may have changed,
too: then either is right, and nothing can be said of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.calendar import Moment
from models.database import table_of
from models.event import Event, EventKind
from models.states import PUBLIC, Publication
from notifications.audience import Matter
from notifications.matters import matter_of
from notifications.telling import Told

_events = table_of(Event)


@dataclass(frozen=True)
class _Step:
    """What an event left behind: its publication, and the unit that had it."""

    seq: int
    at: Moment
    publication: str | None
    unit_id: int | None


@dataclass(frozen=True)
class Course:
    """Every step of one case."""

    steps: tuple[_Step, ...]

    @property
    def last(self) -> int:
        """The place of its last event."""
        return self.steps[-1].seq if self.steps else 0

    def between(self, seq: int, until: Moment | None) -> list[_Step]:
        """What held after an event, and until a moment; without one, until now."""
        steps = [step for step in self.steps if step.seq <= seq][-1:]
        return steps + [
            step for step in self.steps if step.seq > seq and (until is None or step.at <= until)
        ]


def course(session: Session, stream: str) -> Course:
    """The course of the case that a stream is about."""
    rows = session.execute(
        select(_events.c.seq, _events.c.at, _events.c.kind, _events.c.facts)
        .where(_events.c.stream == stream)
        .order_by(_events.c.seq)
    ).all()
    told = [(row, json.loads(row.facts)) for row in rows]
    moved = (facts for row, facts in told if row.kind == EventKind.HANDED_OVER)
    return Course(tuple(_steps(told, next((facts["from_unit"] for facts in moved), None))))


def _steps(told: list[tuple[Any, dict[str, Any]]], unit_id: int | None) -> Iterable[_Step]:
    publication: str | None = None
    for row, facts in told:
        if "shown" in facts and "comment" not in facts:
            publication = facts["shown"]
        if row.kind == EventKind.HANDED_OVER:
            unit_id = facts["to_unit"]
        yield _Step(row.seq, row.at, publication, unit_id)


@dataclass(frozen=True)
class Then:
    """An event as it was addressed. `matter` is None where nobody is told of it.

    `clear` is False where the case changed meanwhile: then nobody can say who followed.
    """

    matter: Matter | None
    clear: bool
    until: Moment | None
    """When everyone had her message, None where that was not yet written down."""


def then(session: Session, event: Any, history: Course) -> Then:
    """`event` is a row of its id, seq and addressed_at; `history` the course of its case."""
    matter = matter_of(session, event.id)
    if matter is None:
        return Then(None, True, event.addressed_at)
    steps = history.between(event.seq, event.addressed_at)
    shown = {step.publication for step in steps}
    units = {step.unit_id for step in steps} - {None} or {matter.case.unit_id}
    clear = not _tells_followers(matter.told) or (
        len(units) == 1 and (shown <= set(PUBLIC) or len(shown) == 1)
    )
    publication = next(iter(shown & set(PUBLIC) or shown), matter.case.publication)
    case = SimpleNamespace(
        **{
            **matter.case._asdict(),
            "publication": Publication(publication or matter.case.publication),
            "unit_id": next(iter(units)),
        }
    )
    return Then(replace(matter, case=case), clear, event.addressed_at)


def _tells_followers(told: Told) -> bool:
    return told.decisions or told.followers is not None or told.lists is not None
