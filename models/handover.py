"""Passing a case to another unit: why, and how many times it has been passed on.

To be sent from desk to desk is what residents complain of most, so every hand-over is counted,
everyone may read the count, and the clock goes on. What counts, models.passing_on says.
"""

from sqlalchemy import select
from sqlmodel import Session

from models import consulting, passing_on, text
from models.actor import Actor
from models.calendar import now
from models.database import table_of
from models.errors import Invalid
from models.event import EventKind, record
from models.organisation import Unit
from models.submission import Submission

OFTEN = 2
"""From this hand-over on, whoever leads the giving and the receiving unit is told at once."""
CIRCLE_REASON = 20
"""Shortest reason, in characters, for passing a case to a unit that has had it before."""

_units = table_of(Unit)


def hand_over(
    session: Session, submission: Submission, *, by: Actor, unit_id: int, reason: str
) -> int:
    """Pass the case to another unit, or back, with a public reason. The clock does not start again.

    Raises Invalid for the unit that has it, one that is no more, a reason without words, or too
    short a one for a unit that has had the case before; NotAllowed for whoever was only asked.
    """
    consulting.check(session, submission, by)
    if unit_id == submission.unit_id:
        raise Invalid("unit", "same")
    there = select(_units.c.id).where(_units.c.id == unit_id, _units.c.retired_at.is_(None))
    if session.execute(there).first() is None:
        raise Invalid("unit", "unknown")
    if not reason.strip():
        raise Invalid("reason", "missing")
    earlier = passing_on.of_case(session, submission.stream)
    mends = passing_on.is_mended(earlier, by.person_id, now())
    came_from = passing_on.steps(earlier)[-1].giver if mends else None
    facts: dict[str, str | int] = {"from_unit": submission.unit_id, "to_unit": unit_id}
    if unit_id != came_from and unit_id in passing_on.been(earlier[:-1] if mends else earlier):
        if len(reason.strip()) < CIRCLE_REASON:
            raise Invalid("reason", "circle", least=CIRCLE_REASON)
        facts["circle"] = 1
    if mends:
        facts["correction"] = 1
        submission.handovers -= unit_id == came_from
    else:
        submission.handovers += 1
    written = text.write(session, source=reason)
    facts |= {"count": submission.handovers, "text": written.id, "digest": written.digest}
    submission.unit_id = unit_id
    submission.assignee_id = None
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.HANDED_OVER, by=by, facts=facts)
