"""Saying that it takes longer is not left to anybody's good will: where a promised day is over, or
what is planned lies beyond it, why and the new day come before any other step (spec ST-14;
förvaltningslagen (2017:900) 11 §).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.calendar import end_of, local, now, today
from models.clock import Clock
from models.errors import NotAllowed
from models.keeping_promises.row import RUNS, Which, clocks
from models.submission import Submission

_k = clocks.c
_STANDING = (
    select(_k.which, _k.state, _k.due_at)
    .where(_k.submission_id == bindparam("case"), _k.state.in_(RUNS))
    .order_by(_k.due_at)
)


def standing(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The promises to one case that are still to be kept: which, state, due_at; the soonest due
    first. A new case has them within a minute.
    """
    return session.execute(_STANDING, {"case": submission_id}).all()


def owed(
    session: Session, case_id: int, put_off_to: dt.date | None, *, until: dt.date | None = None
) -> dt.date | None:
    """The promised day that a delay must be told of before any other step; None while there is
    none, or one was told that still lies ahead: `put_off_to`.

    `until` is the day of what somebody is about to plan.
    """
    if put_off_to is not None and put_off_to >= max(today(), until or today()):
        return None
    at = now() if until is None else max(now(), end_of(until))
    for row in standing(session, case_id):
        if row.which is not Which.UPDATE and row.state is not Clock.PAUSED and row.due_at < at:
            return local(row.due_at).date()
    return None


def check(session: Session, submission: Submission, *, until: dt.date | None = None) -> None:
    """NotAllowed while a delay must be told of first."""
    if owed(session, submission.id or 0, submission.put_off_to, until=until) is not None:
        raise NotAllowed("delay_owed")
