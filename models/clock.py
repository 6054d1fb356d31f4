"""One case's promise: when it is due, whether it was kept. Every page asks here."""

from enum import StrEnum
from typing import Any

from models.calendar import Moment, end_of, now
from models.states import StatusType, type_of


class Clock(StrEnum):
    """The states of decisions.md. A first answer's never pauses (ST-12)."""

    RUNNING = "running"
    PAUSED = "paused"
    """It stands still while we wait for the sender."""
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    CANCELLED = "cancelled"
    """It ended without an answer of ours: withdrawn, say, or too little supported."""


def due(case: Any) -> Moment:
    """The last moment of a promise: the end of its day, unless it was given in minutes."""
    last: Moment = end_of(case.answer_by) if case.due_at is None else case.due_at
    return last


def clock(case: Any) -> Clock:
    """Where the promise of a case stands now; a proposal's as any other's."""
    if case.answered_at is not None:
        return Clock.MET if case.kept else Clock.MET_LATE
    if type_of(case.status) is StatusType.CLOSED:
        return Clock.CANCELLED
    return Clock.RUNNING if now() <= due(case) else Clock.MISSED


def is_late(case: Any) -> bool:
    """Past its promised day without an answer, and still ours to answer."""
    return clock(case) is Clock.MISSED


def stop(submission: Any, at: Moment) -> None:
    """An official has answered, in words that she wrote: only the first time counts (ST-13).

    Answering, deciding and closing with a reason are answers. Receipts, notes, comments and steps
    without a word are none.
    """
    if submission.answered_at is None:
        submission.answered_at = at
        submission.kept = at <= due(submission)
