"""Which phases are open, and what may be done now. A moment counts by the server's clock, and by
the times of the phase alone: never by whether a job has run.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.calendar import Moment, now
from models.dialogue.kinds import ALLOWED, Act
from models.dialogue.row import phases
from models.errors import NotAllowed
from models.states import Status
from models.submission import submissions

TAKES_PART = frozenset({Status.OPEN, Status.ANALYSIS, Status.FEEDBACK})
"""States in which a phase can be open: what was heard is also discussed while it is put together
and told back. In the others its times say nothing.
"""
GOES_ON = TAKES_PART | {Status.COMING}
"""States in which the clock looks at its phases: one can open."""

_p = phases.c
_OPEN = (
    select(phases)
    .join(submissions, submissions.c.id == _p.submission_id)
    .where(
        _p.submission_id == bindparam("dialogue"),
        _p.opens_at <= bindparam("at"),
        _p.closes_at > bindparam("at"),
        submissions.c.status.in_(sorted(TAKES_PART)),
    )
    .order_by(_p.position)
)


def open_now(
    session: Session, submission_id: int, *, at: Moment | None = None
) -> Sequence[Row[Any]]:
    """The rows of the phases that are open now, or at a moment, in their order."""
    asked = {"dialogue": submission_id, "at": now() if at is None else at}
    return session.execute(_OPEN, asked).all()


def check(
    session: Session,
    submission_id: int,
    act: Act,
    *,
    phase_id: int | None = None,
    at: Moment | None = None,
) -> Row[Any]:
    """The open phase in which this may be done: the one named, or the first. Raises NotAllowed with
    `phase_closed` outside of all.
    """
    for phase in open_now(session, submission_id, at=at):
        if act in ALLOWED[phase.kind] and phase_id in {None, phase.id}:
            return phase
    raise NotAllowed("phase_closed")
