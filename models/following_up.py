"""Did it help? What the author of a case is asked once it has ended, and how she opens it again."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import progress
from models.actor import Actor
from models.calendar import Moment, local, today
from models.database import table_of
from models.errors import Invalid, NotAllowed
from models.event import Event, EventKind, record
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
    EventKind.FOLLOWED_UP,
)
_LOOKED_AT = 20
_events = table_of(Event)


class Helped(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Asked:
    """The question that stands open: until which day, and what she said already, if anything."""

    until: date
    said: Helped | None


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
        select(_events.c.kind, _events.c.at, _events.c.facts)
        .where(
            _events.c.stream == stream_of(submission.reference),
            _events.c.kind.in_(_STEPS),
        )
        .order_by(_events.c.seq.desc())
        .limit(_LOOKED_AT)
    ).all()
    said: Helped | None = None
    ended: Moment | None = None
    for row in rows:
        facts = json.loads(row.facts)
        if row.kind is EventKind.FOLLOWED_UP:
            said = said or Helped(facts["helped"])
        elif "to" in facts:
            if not _is_end(facts["to"]):
                break
            ended = ended or row.at
            if not _is_end(facts["from"]):
                # Answered, and closed later: one end.
                break
    if ended is None:
        return None
    until = local(ended).date() + timedelta(days=REOPEN_DAYS)
    return Asked(until, said) if until >= today() else None


def _is_end(status: str) -> bool:
    return type_of(Status(status)) is StatusType.CLOSED


def tell(session: Session, submission: Submission, *, by: Actor, helped: Helped) -> int:
    """Say whether it helped, once for each end (ST-20). Nobody but us ever reads it.

    Raises NotAllowed when nothing is asked, or it was said already.
    """
    question = asked(session, submission)
    if question is None or question.said is not None:
        raise NotAllowed("not_asked")
    return record(
        session,
        submission.stream,
        EventKind.FOLLOWED_UP,
        by=by,
        facts={"helped": helped.value},
        public=False,
    )


def open_again(session: Session, submission: Submission, *, by: Actor, reason: str) -> int:
    """It did not help: its author opens the case again, saying why, within 30 days (ST-8).

    Raises NotAllowed when it is too late or there is no end to undo, Invalid without a reason.
    """
    question = asked(session, submission)
    if question is None:
        raise NotAllowed("not_asked")
    if not reason.strip():
        raise Invalid("reason", "missing")
    if question.said is None:
        tell(session, submission, by=by, helped=Helped.NO)
    return progress.reopen(session, submission, by=by, reason=reason)
