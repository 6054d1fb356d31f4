"""Days that we name: when planned work is to be done, and the new day of what is delayed."""

import datetime as dt

from sqlmodel import Session

from models import particulars, text
from models.actor import Actor
from models.calendar import today
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.states import Status, StatusType, type_of
from models.submission import Submission


def plan(session: Session, submission: Submission, *, by: Actor, on: dt.date | None) -> int:
    """Say that a fault will be mended, and by which day. Raises Invalid for none or a past one."""
    _check(on)
    facts = {**submission.move_to(Status.PLANNED), "day": on.isoformat() if on else ""}
    session.add(submission)
    session.flush()
    particulars.note(session, submission.id or 0, planned_on=on)
    return record(session, submission.stream, EventKind.MOVED, by=by, facts=facts)


def delay(
    session: Session, submission: Submission, *, by: Actor, reason: str, day: dt.date | None
) -> int:
    """Say that it takes longer, why, and until when (ST-14, förvaltningslagen 11 §).

    The promise that was made stays as it was: a delay explains it and does not rewrite it. Raises
    Invalid for a missing reason or day, NotAllowed when the case is no longer open.
    """
    if type_of(submission.status) is StatusType.CLOSED:
        raise NotAllowed("illegal_step", now=submission.status, to=submission.status)
    if not reason.strip():
        raise Invalid("reason", "missing")
    _check(day)
    written = text.write(session, source=reason)
    said = {"delay_text_id": written.id, "delay_day": day}
    if submission.status is Status.PLANNED:
        said["planned_on"] = day
    particulars.note(session, submission.id or 0, **said)
    submission.put_off_to = day
    submission.version += 1
    session.add(submission)
    session.flush()
    facts: dict[str, str | int] = {
        "text": written.id,
        "digest": written.digest,
        "day": day.isoformat() if day else "",
    }
    return record(session, submission.stream, EventKind.DELAYED, by=by, facts=facts)


def _check(day: dt.date | None) -> None:
    if day is None:
        raise Invalid("day", "missing")
    if day < today():
        raise Invalid("day", "past")
