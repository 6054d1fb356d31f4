"""After a yes: under way, done, taken back, or dropped, each with a word to everyone."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from models import particulars, text
from models.actor import Actor
from models.calendar import now, today
from models.decision import latest
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.states import CARRIED_OUT_AFTER, TRANSITIONS, Status
from models.submission import Submission

STEPS = (Status.IMPLEMENTING, Status.IMPLEMENTED, Status.DECIDED)
"""Under way, carried out, and dropped: what was decided stands, and is not done."""


def steps(submission: Any, decision: Any) -> list[Status]:
    """The steps of carrying out that are allowed now; none unless the board said yes."""
    if decision is None or decision.ruling not in CARRIED_OUT_AFTER:
        return []
    allowed = TRANSITIONS[submission.kind].get(submission.status, frozenset())
    return [status for status in STEPS if status in allowed]


def carry_out(
    session: Session,
    submission: Submission,
    to: Status,
    *,
    by: Actor,
    note: str = "",
    day: dt.date | None = None,
) -> int:
    """Say that what was decided is under way, done, not done after all, or dropped.

    `note` is a short word to everyone: what is done, or was; what is dropped needs its reason.
    `day` is by when it shall be done. Raises NotAllowed unless the board said yes, wholly or
    partly; Invalid for a missing reason, or a day that has passed.
    """
    if to not in STEPS or (to is Status.DECIDED and submission.status is not Status.IMPLEMENTING):
        raise NotAllowed("illegal_step", now=submission.status, to=to)
    decision = latest(session, submission.id or 0)
    if decision is None or decision.ruling not in CARRIED_OUT_AFTER:
        raise NotAllowed("not_approved")
    if to is Status.DECIDED and not note.strip():
        raise Invalid("note", "missing")
    if day is not None and day < today():
        raise Invalid("day", "past")
    facts: dict[str, str | int] = {**submission.move_to(to)}
    if note.strip():
        written = text.write(session, source=note)
        facts |= {"text": written.id, "digest": written.digest}
    if to is Status.IMPLEMENTING:
        particulars.note(session, submission.id or 0, planned_on=day)
        if day is not None:
            facts["day"] = day.isoformat()
    decision.dropped_at = now() if to is Status.DECIDED else None
    session.add_all((submission, decision))
    session.flush()
    return record(session, submission.stream, EventKind.MOVED, by=by, facts=facts)
