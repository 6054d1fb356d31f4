"""Did it help? What the author of a case is asked once it has ended, and how she opens it again."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import progress, satisfaction
from models.actor import Actor
from models.calendar import Moment, local, today
from models.database import table_of
from models.errors import Invalid, NotAllowed
from models.event import Event, EventKind, record
from models.satisfaction import MARKS, Helped, Satisfaction
from models.states import Kind, Outcome, Publication, Status, StatusType, type_of
from models.submission import Submission, stream_of

REOPEN_DAYS = 30
"""How long after its end its author may open a case again (ST-8) and is asked about it (ST-20)."""
_STEPS = (
    EventKind.MOVED,
    EventKind.ANSWERED,
    EventKind.CLOSED,
    EventKind.MERGED,
    EventKind.REOPENED,
)
_LOOKED_AT = 20
_events = table_of(Event)


@dataclass(frozen=True)
class Asked:
    """What stands open after an end: until which day, and what she said already, if anything."""

    until: date
    ended: int
    """The number of the event that ended it."""
    wanted: bool
    """Whether she is asked how it went; she may open the case again in any case."""
    said: Helped | None = None
    marked: bool = False
    """She has said the rest as well."""


def asked(session: Session, submission: Any) -> Asked | None:
    """What its author may say of the end of a case; None while, or when, there is no asking.

    `submission` is the object or a row of it. A proposal's decision is appealed instead, and who
    took her case back has said all.
    """
    if (
        submission.kind is Kind.PROPOSAL
        or type_of(submission.status) is not StatusType.CLOSED
        or submission.outcome is Outcome.WITHDRAWN
        or submission.publication is Publication.WITHDRAWN
    ):
        return None
    rows = session.execute(
        select(_events.c.seq, _events.c.at, _events.c.facts)
        .where(
            _events.c.stream == stream_of(submission.reference),
            _events.c.kind.in_(_STEPS),
        )
        .order_by(_events.c.seq.desc())
        .limit(_LOOKED_AT)
    ).all()
    last: Moment | None = None
    ended = 0
    for row in rows:
        facts = json.loads(row.facts)
        if "to" not in facts:
            continue
        if not _is_end(facts["to"]):
            break
        last, ended = last or row.at, row.seq
        if not _is_end(facts["from"]):
            # Answered, and closed later: one end.
            break
    if last is None:
        return None
    until = local(last).date() + timedelta(days=REOPEN_DAYS)
    if until < today():
        return None
    known = satisfaction.of_end(session, submission.id, ended)
    wanted = satisfaction.is_asked(submission.publication)
    if known is not None:
        marked = known.mark is not None or known.words != ""
        return Asked(until, ended, wanted and known.solved is not None, known.solved, marked)
    if satisfaction.wants_none(session, submission.contact_id):
        wanted = False
    return Asked(until, ended, wanted)


def _is_end(status: str) -> bool:
    return type_of(Status(status)) is StatusType.CLOSED


def tell(session: Session, submission: Submission, *, by: Actor, helped: Helped) -> int:
    """Say whether it helped, once for each end (ST-20). Whose answer it is nobody ever reads.

    Raises NotAllowed when nothing is asked, or it was said already.
    """
    question = _question(session, submission)
    if question.said is not None:
        raise NotAllowed("not_asked")
    row = _row(session, submission, question)
    row.solved = helped
    return _noted(session, submission, row, by=by, facts={"helped": helped.value})


def tell_more(
    session: Session, submission: Submission, *, by: Actor, mark: int | None, words: str
) -> int:
    """Say how we did, from 1 to 5, and why, once for each end, after whether it helped.

    Raises NotAllowed as `tell`, Invalid for a mark that is none, or when neither is said.
    """
    question = _question(session, submission)
    if question.said is None or question.marked:
        raise NotAllowed("not_asked")
    if mark is not None and mark not in MARKS:
        raise Invalid("mark", "unknown")
    if mark is None and not words.strip():
        raise Invalid("mark", "missing")
    row = _row(session, submission, question)
    row.mark, row.words = mark, words.strip()
    facts: dict[str, str | int] = {"worded": int(bool(row.words))}
    if mark is not None:
        facts["mark"] = mark
    return _noted(session, submission, row, by=by, facts=facts)


def decline(session: Session, submission: Submission, *, by: Actor) -> int:
    """She wants no such question, neither of this case nor of the next one from her address.

    Raises NotAllowed when nothing is asked, or it was said already.
    """
    question = asked(session, submission)
    if question is None or not question.wanted or question.said is not None:
        raise NotAllowed("not_asked")
    row = _row(session, submission, question)
    return _noted(session, submission, row, by=by, facts={"declined": 1})


def open_again(session: Session, submission: Submission, *, by: Actor, reason: str) -> int:
    """It did not help: its author opens the case again, saying why, within 30 days (ST-8).

    Raises NotAllowed when it is too late or there is no end to undo, Invalid without a reason.
    """
    question = asked(session, submission)
    if question is None:
        raise NotAllowed("not_asked")
    if not reason.strip():
        raise Invalid("reason", "missing")
    if question.wanted and question.said is None:
        tell(session, submission, by=by, helped=Helped.NO)
    return progress.reopen(session, submission, by=by, reason=reason)


def _question(session: Session, submission: Submission) -> Asked:
    """The question that she may answer. Who declined may still change her mind; nobody is heard of
    a text that broke the rules.
    """
    question = asked(session, submission)
    if question is None or not satisfaction.is_asked(submission.publication):
        raise NotAllowed("not_asked")
    return question


def _row(session: Session, submission: Submission, question: Asked) -> Satisfaction:
    number = submission.id or 0
    return satisfaction.of_end(session, number, question.ended) or Satisfaction(
        submission_id=number,
        ended=question.ended,
        unit_id=submission.unit_id,
        quarter=satisfaction.quarter_of(question.until - timedelta(days=REOPEN_DAYS)),
    )


def _noted(
    session: Session,
    submission: Submission,
    row: Satisfaction,
    *,
    by: Actor,
    facts: dict[str, str | int],
) -> int:
    session.add(row)
    session.flush()
    kind = EventKind.FOLLOWED_UP
    return record(session, submission.stream, kind, by=by, facts=facts, public=False)
