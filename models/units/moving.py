"""Cases go from a unit that is no more to the one that has its work now.

That is a hand-over in the case's history, so that everyone can read where it went, but nobody
passed it on: it is not counted among those, alarms nobody, and the clock goes on.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.actor import SYSTEM, Actor
from models.database import lock_rows, table_of
from models.event import EventKind, record
from models.organisation import Unit
from models.routing import centre
from models.states import TYPES, Status, StatusType
from models.submission import Submission, submissions

LEFT_OPEN = tuple(
    status for status in Status if TYPES.get(status, StatusType.OPEN) is not StatusType.CLOSED
)
"""Statuses in which a case or a dialogue must have a unit of today (migration 0053)."""

_units = table_of(Unit)
_s = submissions.c


def move(
    session: Session,
    submission: Submission,
    to_id: int,
    *,
    by: Actor = SYSTEM,
    reorganisation_id: int = 0,
    assignee_id: int | None = None,
) -> int:
    """Put a case where its work is now, with somebody of there or nobody. Returns the event's id.

    `reorganisation_id` is 0 where no reorganisation was planned: the unit is simply gone.
    """
    facts: Mapping[str, str | int] = {
        "from_unit": submission.unit_id,
        "to_unit": to_id,
        "reorganised": reorganisation_id,
    }
    submission.unit_id = to_id
    submission.assignee_id = assignee_id
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.HANDED_OVER, by=by, facts=facts)


def some_of(session: Session, unit_id: int, *, most: int, after: int = 0) -> list[Submission]:
    """Some open cases of a unit, locked, the oldest first: those whose id is above `after`."""
    wanted = (
        select(Submission)
        .where(_s.id > after, _s.unit_id == unit_id, _s.status.in_(LEFT_OPEN))
        .order_by(_s.id)
        .limit(most)
    )
    return list(session.scalars(lock_rows(wanted)))


def heir(session: Session, unit_id: int) -> int:
    """Who has the work of a unit today: it itself, who came after it, or the service centre."""
    rows: dict[int, Any] = {
        row.id: row
        for row in session.execute(select(_units.c.id, _units.c.retired_at, _units.c.successor_id))
    }
    seen: set[int] = set()
    at: int | None = unit_id
    while at is not None and at not in seen:
        if rows[at].retired_at is None:
            return at
        seen.add(at)
        at = rows[at].successor_id
    return centre(session)


def bring_home(session: Session, submission: Submission) -> None:
    """What has come to an end, and is about to be opened again, goes to whoever has its unit's work
    now. Call it before the step: no open case is left with a unit that is gone.
    """
    if submission.status in LEFT_OPEN:
        return
    to_id = heir(session, submission.unit_id)
    if to_id != submission.unit_id:
        move(session, submission, to_id)
