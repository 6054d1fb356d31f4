"""What a dialogue must say before everyone may see it (spec/sweden.md section 3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlmodel import Session

from models.calendar import now
from models.dialogue import unready
from models.dialogue.kinds import Level
from models.dialogue.row import leaders, phases

TOLD = ("purpose", "can", "cannot", "target", "decider", "decision_on", "feedback_on")


class Lack(NamedTuple):
    """A field, and what is wrong with it; where it is of one phase, that one: id and opens_at."""

    field: str
    code: str
    phase: Any = None


def untold(dialogue: Any) -> Iterator[Lack]:
    """What people must know before they take part: the first step of the ladder is no dialogue, and
    what cannot be influenced is said, and when they hear what came of it.
    """
    if dialogue.level is Level.INFORMATION:
        yield Lack("level", "information")
    for name in TOLD:
        if not getattr(dialogue, name):
            yield Lack(name, "missing")


def lacks(session: Session, dialogue: Any) -> Iterator[Lack]:
    """All of it (any row of a dialogue): that, somebody who can be reached, phases of which none is
    over already, and of each vote what is voted on.
    """
    yield from untold(dialogue)
    led = leaders.c.submission_id == dialogue.submission_id
    reachable = (leaders.c.phone != "") | (leaders.c.email != "")
    if not session.execute(select(exists().where(led, reachable))).scalar():
        yield Lack("leaders", "missing")
    planned = phases.c.submission_id == dialogue.submission_id
    if not session.execute(select(exists().where(planned))).scalar():
        yield Lack("phases", "missing")
    elif session.execute(select(exists().where(planned, phases.c.closes_at <= now()))).scalar():
        yield Lack("phases", "passed")
    yield from lacking_ballots(session, dialogue.submission_id)


def lacking_ballots(session: Session, submission_id: int) -> Iterator[Lack]:
    """Votes that are not over, and of which nobody knows what is voted on."""
    for phase in unready.votes(session, submission_id):
        yield Lack("ballot", "missing", phase)
