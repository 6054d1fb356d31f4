"""Dialogues of the tests: Olga's unit asks how the square could be better."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import update
from sqlmodel import Session

from models.calendar import DAY, HOUR, now, today
from models.dialogue import beginning, keeping, leading, occasions, planning, unready
from models.dialogue.keeping import Held, Words
from models.dialogue.kinds import Level, PhaseKind
from models.dialogue.leading import Led
from models.dialogue.planning import Planned
from models.dialogue.row import phases as planned_phases
from models.routing import routed
from models.states import Status
from tests import people
from tests.people import Someone

QUESTION = "Hur kan torget bli en plats där fler vill vara?"
LEADER = Led("Olga Lind", "Samhällsplanerare", "08-465 004 12", "olga@example.org")
_WAY = (Status.COMING, Status.OPEN, Status.ANALYSIS, Status.FEEDBACK)


def some_words(**other: object) -> Words:
    """What a form would say that lacks nothing, with other words where they are given."""
    words = Words(
        question=QUESTION,
        background="Torget byggs om nästa år. Nu vill vi veta vad som ska vara kvar.",
        level=Level.DIALOGUE,
        opens_on=today(),
        closes_on=today() + dt.timedelta(days=60),
        purpose="Att få underlag till en ny plan för torget.",
        can="Bänkar, växter, belysning och vad som händer på torget.",
        cannot="Att bussarna stannar vid torget.",
        target="Alla som bor, arbetar eller går i skola här.",
        decider="Tekniska nämnden",
        decision_on=today() + dt.timedelta(days=90),
        feedback_on=today() + dt.timedelta(days=100),
    )
    return replace(words, **other)  # type: ignore[arg-type]


def open_for(kind: PhaseKind, days: int = 14, *, since: int = 0) -> Planned:
    """A phase that has been open for `since` days, or opens now, and closes `days` from now."""
    return Planned(kind, now() - since * DAY, now() + days * DAY)


def later(kind: PhaseKind, after: int = 14, days: int = 14) -> Planned:
    """A phase that opens in so many days, for so many days."""
    return Planned(kind, now() + after * DAY, now() + (after + days) * DAY)


def a_walk(**other: object) -> occasions.Planned:
    """An occasion in three days, of two hours."""
    starts = now() + 3 * DAY
    planned = occasions.Planned(
        "Promenad runt torget",
        "Vid fontänen",
        starts,
        starts + 2 * HOUR,
        roles="Samtalsledare: Olga Lind",
    )
    return replace(planned, **other)  # type: ignore[arg-type]


def a_dialogue(
    session: Session,
    *,
    state: Status = Status.OPEN,
    phases: Sequence[Planned] | None = None,
    by: Someone | None = None,
    words: Words | None = None,
) -> Held:
    """A dialogue in a state on the straight way (up to feedback), with phases: by preset a
    discussion that is open now. A vote among them has no ballot yet: as one that was added when the
    dialogue was shown already.
    """
    people.municipality(session)
    olga = by or people.olga(session)
    unit_id = routed(session, "street-lights")[1]
    held = beginning.draft(
        session, words or some_words(), unit_id=unit_id, by=olga.actor, language="sv"
    )
    leading.name_leaders(session, held, [LEADER], by=olga.actor)
    for planned in [open_for(PhaseKind.DISCUSS)] if phases is None else phases:
        planning.add(session, held, planned, by=olga.actor)
    for step in _WAY:
        if held.case.status is state:
            break
        votes = _votes(session, held) if step is Status.COMING else []
        _call(session, votes, PhaseKind.INFORM)
        keeping.move(session, held, step, by=olga.actor, reason="Vi fortsätter.")
        _call(session, votes, PhaseKind.VOTE)
    return held


def _votes(session: Session, held: Held) -> list[int]:
    return [one.id for one in unready.votes(session, held.case.id or 0)]


def _call(session: Session, ids: list[int], kind: PhaseKind) -> None:
    if ids:
        of_these = planned_phases.c.id.in_(ids)
        session.execute(update(planned_phases).where(of_these).values(kind=kind))
