"""Saying that it takes longer is not left to anybody's good will: where a promised day is over, or
what is planned lies beyond it, why and the new day come before any other step (spec ST-14;
förvaltningslagen (2017:900) 11 §).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select
from sqlmodel import Session

from models.calendar import Moment, end_of, local, now, today
from models.clock import Clock
from models.database import table_of
from models.errors import NotAllowed
from models.keeping_promises.row import RUNS, Which, clocks
from models.meeting import listing
from models.meeting.row import meeting_cases
from models.states import BEFORE_A_BOARD, OPEN_STATUSES, Kind, StatusType, type_of
from models.submission import submissions
from models.text import Text

MOST = 200
_texts = table_of(Text)
_k, _m, _s = clocks.c, meeting_cases.c, submissions.c
_STANDING = (
    select(_k.which, _k.state, _k.due_at)
    .where(_k.submission_id == bindparam("case"), _k.state.in_(RUNS))
    .order_by(_k.due_at)
)


@dataclass(frozen=True)
class Owed:
    """A delay that must be told of: the day that was promised, and the meeting of the board that
    lies beyond it; None where that day is over, or what lies beyond it is work.
    """

    promised: dt.date
    meets_on: dt.date | None = None


def standing(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The promises to one case that are still to be kept: which, state, due_at; the soonest due
    first. A new case has them within a minute.
    """
    return session.execute(_STANDING, {"case": submission_id}).all()


def owed(
    session: Session, case: Any, *, until: dt.date | None = None, answers: bool = False
) -> Owed | None:
    """The delay that must be told of before any other step; None while there is none, or one was
    told whose day still lies ahead, and no board meets after it.

    `case` has id, status and put_off_to. `until` is the day of what somebody is about to plan;
    `answers` whether she is about to answer: then the first answer is no longer owed.
    """
    if type_of(case.status) is StatusType.CLOSED:
        return None
    left = [
        row
        for row in standing(session, case.id)
        if row.which is Which.DECIDE or (row.which is Which.FIRST and not answers)
    ]
    running = [row.due_at for row in left if row.state is not Clock.PAUSED]
    if not running:
        return None
    if not _is_told(case, until or today()):
        at = now() if until is None else max(now(), end_of(until))
        if running[0] < at:
            return Owed(local(running[0]).date())
    return _by_a_meeting(session, case, left)


def _is_told(case: Any, until: dt.date) -> bool:
    return case.put_off_to is not None and case.put_off_to >= max(today(), until)


def _by_a_meeting(session: Session, case: Any, left: Sequence[Row[Any]]) -> Owed | None:
    """What the board's own calendar forecasts: it takes the case up after the day of its end."""
    due_at: Moment | None = next((row.due_at for row in left if row.which is Which.DECIDE), None)
    if due_at is None or case.status not in BEFORE_A_BOARD:
        return None
    meeting = listing.next_of(session, case.id)
    if meeting is None or end_of(meeting.day) <= due_at or _is_told(case, meeting.day):
        return None
    return Owed(local(due_at).date(), meeting.day)


_OF_MEETING = (
    select(_s.id)
    .join(meeting_cases, _m.submission_id == _s.id)
    .join(clocks, and_(_k.submission_id == _s.id, _k.which == Which.DECIDE, _k.state.in_(RUNS)))
    .where(
        _m.meeting_id == bindparam("meeting"),
        _m.decision_id.is_(None),
        _s.status.in_(BEFORE_A_BOARD),
        _k.due_at < bindparam("end"),
        or_(_s.put_off_to.is_(None), _s.put_off_to < bindparam("day")),
    )
)


def owed_by_meeting(session: Session, meeting_id: int, day: dt.date) -> Collection[int]:
    """The ids of the cases of a meeting to come that it decides later than was promised, of which
    nobody was told yet.
    """
    if day < today():
        return ()
    asked = {"meeting": meeting_id, "day": day, "end": end_of(day)}
    return frozenset(session.scalars(_OF_MEETING, asked))


def undecided(day: dt.date) -> ColumnElement[bool]:
    """The condition, over submission, that the time until a decision is over as the clock has noted
    it, and no day was told instead that lies ahead: of a proposal that was only answered, and of
    what was opened again, nothing else says that it is late.
    """
    missed = select(_k.id).where(
        _k.submission_id == _s.id, _k.which == Which.DECIDE, _k.state == Clock.MISSED
    )
    return missed.exists() & or_(_s.put_off_to.is_(None), _s.put_off_to < day)


def undecided_of(
    session: Session, hers: ColumnElement[bool], mine: Sequence[int]
) -> Sequence[Row[Any]]:
    """Such cases of somebody that have had their first answer: for every morning's mail."""
    return session.execute(
        select(_s.reference, _s.kind, _s.appeal, _s.publication, _texts.c.title)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(hers, _s.assignee_id.in_(mine), _s.status.in_(OPEN_STATUSES))
        .where(_s.answered_at.is_not(None), undecided(today()))
        .order_by(_s.answer_by, _s.id)
        .limit(MOST)
    ).all()


def check(session: Session, case: Any, *, until: dt.date | None = None) -> None:
    """NotAllowed while a delay must be told of first."""
    if owed(session, case, until=until) is not None:
        raise NotAllowed("delay_owed")


def check_answer(session: Session, case: Any) -> None:
    """The same before an answer. Any case but a proposal ends with it, late as it is; a proposal
    then has its first answer, and may still be decided late.
    """
    if case.kind is Kind.PROPOSAL and owed(session, case, answers=True) is not None:
        raise NotAllowed("delay_owed")
