"""Passing a case to another unit: why, and how many times it has been passed on.

To be sent from desk to desk is what residents complain of most, so every hand-over is counted,
everyone may read the count, and the clock goes on.
"""

from sqlalchemy import select
from sqlmodel import Session

from models import consulting, text
from models.actor import Actor
from models.database import table_of
from models.errors import Invalid
from models.event import EventKind, record
from models.organisation import Unit
from models.submission import Submission

OFTEN = 2
"""From this hand-over on, whoever leads the receiving unit is told at once."""

_units = table_of(Unit)


def hand_over(
    session: Session, submission: Submission, *, by: Actor, unit_id: int, reason: str
) -> int:
    """Pass the case to another unit, or back, with a public reason. The clock does not start again.

    Raises Invalid for the unit that has it, one that is no more, or a reason without words;
    NotAllowed for whoever was only asked about it.
    """
    consulting.check(session, submission, by)
    if unit_id == submission.unit_id:
        raise Invalid("unit", "same")
    there = select(_units.c.id).where(_units.c.id == unit_id, _units.c.retired_at.is_(None))
    if session.execute(there).first() is None:
        raise Invalid("unit", "unknown")
    if not reason.strip():
        raise Invalid("reason", "missing")
    written = text.write(session, source=reason)
    submission.handovers += 1
    facts: dict[str, str | int] = {
        "from_unit": submission.unit_id,
        "to_unit": unit_id,
        "count": submission.handovers,
        "text": written.id,
        "digest": written.digest,
    }
    submission.unit_id = unit_id
    submission.assignee_id = None
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.HANDED_OVER, by=by, facts=facts)
