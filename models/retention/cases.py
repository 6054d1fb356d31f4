"""Cases that go by a decision of the municipality, and which of them may.

Never an open one, one that anything happened to since, one under appeal, or one that another goes
on in. What a board has decided in is kept for good.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlmodel import Session

from models.before_verdict import is_undone
from models.calendar import Moment
from models.database import table_of
from models.decision import decisions
from models.event import Event, EventKind
from models.meeting.row import meeting_cases
from models.retention.destroying import destroy
from models.retention.doing import Doing, keyed
from models.retention.rules import Rule
from models.review import IS_OPEN, reviewables
from models.states import Kind, Publication, Status
from models.submission import stream_of, submissions
from models.verdict import verdicts

A_FEW = 10
"""Cases and texts in one transaction: each row that might still name a text is looked for."""

WORTHLESS = ("advertising", "unintelligible")
"""Reasons of a refusal that make a record one of little importance (spec L13)."""

_s = submissions.c
_events = table_of(Event)


def _quiet(before: Moment) -> tuple[ColumnElement[bool], ...]:
    """Closed, nothing has happened since, and nobody waits for anything of it."""
    last = (
        select(func.max(_events.c.at))
        .where(_events.c.stream == stream_of("") + _s.reference)
        .scalar_subquery()
    )
    joined = submissions.alias("joined")
    there = (decisions.c.submission_id, meeting_cases.c.submission_id)
    return (
        # Dialogues are the municipality's own: what becomes of one is decided by itself.
        _s.kind != Kind.DIALOGUE,
        _s.status == Status.CLOSED,
        _s.done_at < before,
        _s.disposal_id.is_(None),
        _s.appeal.is_(False),
        last < before,
        ~exists().where(reviewables.c.submission_id == _s.id, IS_OPEN),
        ~exists().where(joined.c.duplicate_of == _s.id, joined.c.disposal_id.is_(None)),
        ~_is_appealed(),
        *(~exists().where(column == _s.id) for column in there),
    )


def _is_appealed() -> ColumnElement[bool]:
    """More appeals were made than decided."""
    of_case = _events.c.stream == stream_of("") + _s.reference
    made, decided = (
        select(func.count()).where(of_case, _events.c.kind == kind).scalar_subquery()
        for kind in (EventKind.APPEALED, EventKind.APPEAL_DECIDED)
    )
    return made > decided


def closed(before: Moment) -> Select[Any]:
    return keyed(_s.id, _s.reference).where(*_quiet(before)).order_by(_s.id)


def spam(before: Moment) -> Select[Any]:
    refused = exists().where(
        verdicts.c.submission_id == _s.id,
        verdicts.c.comment_id.is_(None),
        verdicts.c.shown == Publication.REFUSED,
        verdicts.c.reason.in_(WORTHLESS),
        ~is_undone(),
    )
    return closed(before).where(_s.publication == Publication.REFUSED, refused)


def _doing(due: Any) -> Doing:
    def go(session: Session, rows: Sequence[Row[Any]], rule: Rule, run: int) -> int:
        still = due(rule.before())
        return sum(
            destroy(session, row.reference, rule, run, still=still.where(_s.id == row.key))
            for row in rows
        )

    return Doing(due, go, at_once=A_FEW)


CASES, SPAM = _doing(closed), _doing(spam)
