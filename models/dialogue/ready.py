"""What a dialogue must say before everyone may see it (spec/sweden.md section 3)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlmodel import Session

from models.calendar import now
from models.dialogue.kinds import Level
from models.dialogue.row import leaders, phases

TOLD = ("purpose", "can", "cannot", "target", "decider", "decision_on", "feedback_on")


class Lack(NamedTuple):
    """A field, and what is wrong with it."""

    field: str
    code: str


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
    """All of it (any row of a dialogue): that, somebody who can be reached, and phases of which
    none is over already.
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
