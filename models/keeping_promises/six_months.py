"""Six months without a decision: whoever is a party is told of her right to ask for one, and we
have four weeks to answer (förvaltningslagen (2017:900) 12 §; spec ST-15, L4).

Only of subjects that the municipality has marked (`Category.is_case`): most of what residents send
has no party. Once for each case; what she asks and what we answer is between her and us.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session

from models import delay_letter, text
from models.actor import Actor
from models.calendar import last_day, local, months_after, now, six_months_after, start_of, today
from models.database import table_of
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.keeping_promises.delay_action import DelayAction, Ended, delay_actions
from models.organisation import Category
from models.states import OPEN_STATUSES, Kind, Status, StatusType, type_of
from models.submission import Submission, submissions
from models.text import Text, Written

ANSWER_DAYS = 28
"""Four weeks, in calendar days, from the day on which she asked."""
WARNED_AFTER = 5
"""Months after which whoever has the case is warned."""
LEAST_WORDS = 20
MOST = 200

_categories, _texts = table_of(Category), table_of(Text)
_s, _d = submissions.c, delay_actions.c


@dataclass(frozen=True)
class Standing:
    """Where the right stands in one case: from which day it may be used, and what came of it."""

    right_from: dt.date
    asked: Row[Any] | None
    """requested_at, due_on, ended, ended_at and html of what we answered; None before that."""

    @property
    def may_ask(self) -> bool:
        return self.asked is None and today() >= self.right_from

    @property
    def warns(self) -> bool:
        """Whether five months have gone, and she has not asked yet."""
        return self.asked is None and today() >= self.right_from - _LAST_MONTH


_LAST_MONTH = dt.timedelta(days=31)
_FOUR_MONTHS, _HALF_A_YEAR = dt.timedelta(days=120), dt.timedelta(days=180)


def right_from(received: dt.date) -> dt.date:
    """The first day on which she may ask: six months have gone by, and their last day counts as any
    other legal time's (lag (1930:173) 2 §).
    """
    return last_day(six_months_after(received)) + dt.timedelta(days=1)


_ASKED = (
    select(_d.requested_at, _d.due_on, _d.ended, _d.ended_at, _texts.c.html)
    .outerjoin(_texts, _texts.c.id == _d.text_id)
    .select_from(delay_actions)
)


def standing(session: Session, case: Any) -> Standing | None:
    """Of a case whose subject gives the right, while it is open or once it was used; else None.

    `case` has id, kind, status, category_id and received_at.
    """
    if case.kind is Kind.DIALOGUE or case.category_id is None:
        return None
    is_case = select(_categories.c.is_case).where(_categories.c.id == case.category_id)
    if not session.execute(is_case).scalar():
        return None
    asked = session.execute(_ASKED.where(_d.submission_id == case.id)).first()
    if asked is None and type_of(case.status) is StatusType.CLOSED:
        return None
    return Standing(right_from(local(case.received_at).date()), asked)


def request(session: Session, submission: Submission, *, by: Actor) -> int:
    """Whoever is a party asks for a decision. NotAllowed before six months, twice, or where the
    subject gives no such right.
    """
    found = standing(session, submission)
    if found is None or not found.may_ask:
        raise NotAllowed("delay_action")
    due_on = today() + dt.timedelta(days=ANSWER_DAYS)
    session.add(DelayAction(submission_id=submission.id or 0, requested_at=now(), due_on=due_on))
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(
        session,
        submission.stream,
        EventKind.DELAY_ACTION_REQUESTED,
        by=by,
        facts={"day": due_on.isoformat()},
        public=False,
    )


def answer(session: Session, submission: Submission, *, by: Actor, ended: Ended, words: str) -> int:
    """Refuse to decide yet, with why; or say what came of a case that ended without a decision of
    ours. How either is appealed stands beside it.

    NotAllowed where nothing was asked, or it was answered, and for a decision on what is still to
    be decided: closing it, or entering what the board decided, is the answer then. Invalid for
    words that are too short to be reasons.
    """
    asked = _unanswered(session, submission)
    if asked is None or (ended is Ended.DECIDED and submission.status is not Status.CLOSED):
        raise NotAllowed("delay_action")
    if len(words.strip()) < LEAST_WORDS:
        raise Invalid("reasons", "too_short", least=LEAST_WORDS)
    return _end(session, submission, asked, ended, text.write(session, source=words), by=by)


def decided(session: Session, submission: Submission, *, by: Actor, why: Written) -> None:
    """The case has been decided, with these reasons: whoever had asked for that has her answer."""
    asked = _unanswered(session, submission)
    if asked is not None:
        _end(session, submission, asked, Ended.DECIDED, why, by=by)


def _unanswered(session: Session, submission: Submission) -> DelayAction | None:
    asked = session.get(DelayAction, submission.id)
    return asked if asked is not None and asked.ended is None else None


def _end(
    session: Session,
    submission: Submission,
    asked: DelayAction,
    ended: Ended,
    written: Written,
    *,
    by: Actor,
) -> int:
    asked.ended, asked.ended_at, asked.text_id = ended, now(), written.id
    submission.version += 1
    session.add_all([asked, submission])
    session.flush()
    delay_letter.tell(session, submission, ended.value)
    kinds = {
        Ended.DECIDED: EventKind.DELAY_ACTION_DECIDED,
        Ended.REFUSED: EventKind.DELAY_ACTION_REFUSED,
    }
    return record(
        session,
        submission.stream,
        kinds[ended],
        by=by,
        facts={"text": written.id, "digest": written.digest},
        public=False,
    )


def _open(*more: ColumnElement[bool]) -> Any:
    return (
        select(_s.reference, _s.received_at)
        .join(_categories, _categories.c.id == _s.category_id)
        .outerjoin(delay_actions, _d.submission_id == _s.id)
        .where(_categories.c.is_case, _s.status.in_(OPEN_STATUSES), _d.submission_id.is_(None))
        .where(*more)
        .order_by(_s.received_at, _s.id)
        .limit(MOST)
    )


def to_tell(session: Session) -> Sequence[str]:
    """References of cases whose sender has the right since yesterday or today and was not told."""
    # Whom no letter reaches is never told: those of many years would leave no room for others.
    wanted = _open(
        _s.contact_id.is_not(None),
        _s.confirmed_at.is_not(None),
        _s.received_at < start_of(today() - dt.timedelta(days=180)),
        ~delay_letter.told(_s.id),
    )
    day = today()
    return [
        row.reference
        for row in session.execute(wanted)
        if right_from(local(row.received_at).date()) <= day
    ]


def near(session: Session, hers: ColumnElement[bool], mine: Sequence[int]) -> list[Row[Any]]:
    """Cases of somebody that are five months old and were given no decision, with the last day of
    the six months as `day`; the oldest first. For her morning's mail, on the day itself.
    """
    return [
        row
        for row in session.execute(
            _open(hers, _s.assignee_id.in_(mine), _s.received_at < start_of(today() - _FOUR_MONTHS))
            .where(_s.received_at >= start_of(today() - _HALF_A_YEAR))
            .add_columns(_s.kind, _s.appeal, _s.publication, _texts.c.title)
            .join(_texts, _texts.c.id == _s.text_id)
        )
        if months_after(local(row.received_at).date(), WARNED_AFTER) == today()
    ]


def asked(session: Session, hers: ColumnElement[bool], mine: Sequence[int]) -> Sequence[Row[Any]]:
    """Cases of somebody whose sender has asked for a decision and waits for it, with the last day
    of our four weeks as `day`; the soonest first. For every morning's mail until it is answered.
    """
    return session.execute(
        select(_s.reference, _s.kind, _s.appeal, _s.publication, _texts.c.title, _d.due_on)
        .join(delay_actions, _d.submission_id == _s.id)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(hers, _s.assignee_id.in_(mine), _d.ended.is_(None))
        .order_by(_d.due_on, _s.id)
        .limit(MOST)
    ).all()
