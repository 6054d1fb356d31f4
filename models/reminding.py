"""What we asked a sender and got no answer to: two reminders, then the case ends, and says why.

Ten days lie between the question, the first reminder, the second, and the end, so that a case waits
for her thirty days at most (ST-12), and never ends before she was reminded twice. Each step is one
event. Whoever has no address that she has confirmed cannot be reminded: her case waits on.
"""

import datetime as dt
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from models.actor import SYSTEM
from models.calendar import Moment, local, now, start_of, today
from models.database import table_of
from models.event import EventKind, record
from models.person import Contact
from models.states import Outcome, Status
from models.submission import Submission, submissions, take
from models.supplement import Supplement, supplements

EVERY_DAYS = 10
REMINDERS = 2
MORNING = 7
"""The hour from which on, on the municipality's clocks, anybody is reminded."""
AT_A_TIME = 100

_contacts = table_of(Contact)
_q, _s = supplements.c, submissions.c
_REACHED = (_contacts.c.confirmed_at.is_not(None), _s.confirmed_at.is_not(None))


def ends_on(asked_at: Moment, reminded: int, reminded_at: Moment | None) -> dt.date:
    """The last day on which an answer comes before the case ends, if no clock stands still."""
    last = local(reminded_at or asked_at).date()
    return last + dt.timedelta(days=EVERY_DAYS * (REMINDERS + 1 - reminded))


def is_reached(session: Session, submission: Any) -> bool:
    """Whether the sender of a case (or a row of one) can be reminded at all."""
    if submission.contact_id is None or submission.confirmed_at is None:
        return False
    return session.get_one(Contact, submission.contact_id).confirmed_at is not None


def due(session: Session) -> list[str]:
    """References of cases that have waited so long that something is to be done, at most a hundred,
    those first that have waited longest.
    """
    if local(now()).hour < MORNING:
        return []
    tenth = start_of(today() - dt.timedelta(days=EVERY_DAYS - 1))
    # Her last day is a whole one.
    over = start_of(today() - dt.timedelta(days=EVERY_DAYS))
    rows = session.execute(
        select(_s.reference)
        .join(supplements, _q.submission_id == _s.id)
        .join(_contacts, _contacts.c.id == _s.contact_id)
        .where(
            _q.answered_at.is_(None),
            or_(
                and_(_q.reminded == 0, _q.asked_at < tenth),
                and_(_q.reminded.between(1, REMINDERS - 1), _q.reminded_at < tenth),
                and_(_q.reminded >= REMINDERS, _q.reminded_at < over),
            ),
            _s.status == Status.WAITING_RESIDENT,
            *_REACHED,
        )
        .order_by(_q.asked_at, _q.id)
        .limit(AT_A_TIME)
    )
    return list(dict.fromkeys(row.reference for row in rows))


def go_on(session: Session, reference: str) -> bool:
    """Remind the sender of one case, or end it. False when neither is due any more."""
    submission = take(session, reference)
    question = _open(session, submission)
    if question is None or not is_reached(session, submission):
        return False
    since = local(question.reminded_at or question.asked_at).date()
    waited = (today() - since).days
    if question.reminded < REMINDERS and waited >= EVERY_DAYS:
        _remind(session, submission, question)
    elif question.reminded >= REMINDERS and waited > EVERY_DAYS:
        _end(session, submission)
    else:
        return False
    return True


def _open(session: Session, submission: Submission) -> Supplement | None:
    """The question that the case waits for."""
    if submission.status is not Status.WAITING_RESIDENT:
        return None
    found: Supplement | None = session.scalars(
        select(Supplement)
        .where(_q.submission_id == submission.id, _q.answered_at.is_(None))
        .order_by(_q.id.desc())
        .limit(1)
    ).first()
    return found


def _remind(session: Session, submission: Submission, question: Supplement) -> None:
    question.reminded += 1
    question.reminded_at = now()
    session.add(question)
    session.flush()
    ends = ends_on(question.asked_at, question.reminded, question.reminded_at)
    facts: dict[str, str | int] = {
        "supplement": question.id or 0,
        "count": question.reminded,
        "day": ends.isoformat(),
    }
    kind = EventKind.REMINDED
    record(session, submission.stream, kind, by=SYSTEM, facts=facts, public=False)


def _end(session: Session, submission: Submission) -> None:
    """Closed without an answer of ours: what we promised is over, and not kept."""
    facts = {**submission.move_to(Status.CLOSED), "outcome": Outcome.NO_REPLY.value}
    submission.outcome = Outcome.NO_REPLY
    session.add(submission)
    session.flush()
    record(session, submission.stream, EventKind.CLOSED, by=SYSTEM, facts=facts)
