"""What ends by itself: an answered case that nobody came back to (decisions.md, Case)."""

from sqlalchemy import func, literal_column, select
from sqlmodel import Session

from models.actor import SYSTEM
from models.answer import answers, newest
from models.calendar import DAY, now
from models.event import EventKind, record
from models.states import Outcome, Status
from models.submission import submissions, take

RESTS = 14 * DAY
"""How long an answer stands open for whoever it did not help."""

AT_A_TIME = 100


def rested(session: Session) -> list[str]:
    """References of cases whose last answer is more than fourteen days old, the oldest first."""
    last = (
        select(func.max(answers.c.at))
        .where(answers.c.submission_id == submissions.c.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(submissions.c.reference)
        .where(submissions.c.status == literal_column("'answered'"), last <= now() - RESTS)
        .order_by(submissions.c.id)
        .limit(AT_A_TIME)
    )
    return [row.reference for row in rows]


def end_rested(session: Session, reference: str) -> None:
    """Close one of them, as answered; nothing happens to a case that has moved on meanwhile."""
    submission = take(session, reference)
    last = newest(session, submission.id or 0)
    if submission.status is not Status.ANSWERED or last is None or last.at > now() - RESTS:
        return
    facts = {**submission.move_to(Status.CLOSED), "outcome": Outcome.ANSWERED.value}
    submission.outcome = Outcome.ANSWERED
    session.add(submission)
    session.flush()
    record(session, submission.stream, EventKind.CLOSED, by=SYSTEM, facts=facts)
