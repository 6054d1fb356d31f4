"""Disposing of one case: its words are destroyed, its history stays.

What remains is a row without words, sender or place under its number, so that nothing is counted
anew, and the chain of what happened, which says that it was disposed of and by which rule.
"""

import secrets
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, select, update
from sqlmodel import Session

from models import keys, review_appeal
from models.actor import SYSTEM
from models.answer import answers
from models.attachment.mask import masks
from models.attachment.row import attachments
from models.calendar import now
from models.comment import comments
from models.correcting import versions
from models.database import table_of
from models.desk import entry
from models.dialogue.helpful import helpful
from models.event import EventKind, record
from models.history import texts_named
from models.reply import ReplyBy
from models.report import Report
from models.retention.bookkeeping import forget_links
from models.retention.rules import Rule
from models.review import reviewables
from models.search import index
from models.states import PUBLIC, Outcome, Publication, Status
from models.submission import Submission, submissions, take
from models.subscription import SubscriptionState, subscriptions
from models.text import SALT_BYTES, Text
from models.token import Token

_texts = table_of(Text)
_tokens = table_of(Token)
_reports = table_of(Report)

KEPT = frozenset(
    {"submission", "comment", "reviewable", "verdict", "imported", "delivery", "token"}
    | {"subscription", "decision", "meeting_case", "review_appeal", "diary_number", "case_figure"}
    | {"promise_clock", "promise_escalation"}
)
"""Tables with rows of a case that stay, without what tells of anybody; every other one goes.

A verdict stands in the register, which nothing is taken from, and how an appeal ended beside it.
A decision is never disposed of, and a number of the register never given again.
Figures tell of nobody, and no statistics change afterwards.
"""


def destroy(
    session: Session,
    reference: str,
    rule: Rule,
    run_id: int,
    *,
    still: Select[Any],
    outcome: Outcome | None = None,
) -> int:
    """Dispose of one case; 0 when it is not due any more: `still` is asked again under the lock.

    With `outcome` it is closed by it. One event says rule and number of what was destroyed; it is
    public where the case once was.
    """
    case = take(session, reference)
    if session.execute(still).first() is None:
        return 0
    was_public = case.published_at is not None
    facts: dict[str, str | int] = {"rule": rule.what.value, "run": run_id}
    if outcome is not None:
        facts |= {**case.move_to(Status.CLOSED), "outcome": outcome.value}
        case.outcome = outcome
        facts |= case.show_as(Publication.WITHDRAWN)
    elif case.publication in PUBLIC:
        facts |= case.show_as(Publication.UNPUBLISHED)
    number = case.id or 0
    words = texts_named(session, case.stream) | _texts_of(session, number)
    _empty(session, case, run_id)
    facts["count"] = _destroyed(session, number, words)
    index.keep(session, number)
    entry.keep(session, number)
    record(session, case.stream, EventKind.DISPOSED, by=SYSTEM, facts=facts, public=was_public)
    return 1


def _empty(session: Session, case: Submission, run_id: int) -> None:
    """The row tells of nobody, and its key opens nothing."""
    blank: int = session.execute(
        insert(_texts)
        .values(title="", source="", html="", salt=secrets.token_bytes(SALT_BYTES))
        .returning(_texts.c.id)
    ).scalar_one()
    case.text_id, case.original_id, case.pending_text_id = blank, None, None
    case.contact_id, case.name, case.byline, case.place = None, "", "", ""
    case.reply_by, case.reply_to = ReplyBy.NONE, ""
    case.latitude = case.longitude = None
    case.nonce, case.disposal_id = keys.nonce(), run_id
    case.version += 1
    session.add(case)
    session.flush()
    nobody: dict[str, Any] = {"text_id": blank, "original_id": None, "contact_id": None}
    said = comments.c.submission_id == case.id
    session.execute(update(comments).where(said).values(**nobody, byline=""))
    session.execute(update(reviewables).where(_reviewed(case.id or 0)).values(text_id=blank))
    items = select(reviewables.c.id).where(_reviewed(case.id or 0))
    silent = {"explanation": "", "contact_id": None, "name": "", "others": "", "network": None}
    session.execute(update(_reports).where(_reports.c.reviewable_id.in_(items)).values(silent))
    review_appeal.forget(session, case.id or 0)


def _reviewed(case_id: int) -> ColumnElement[bool]:
    below = select(comments.c.id).where(comments.c.submission_id == case_id)
    return (reviewables.c.submission_id == case_id) | reviewables.c.comment_id.in_(below)


def going() -> list[Table]:
    """Tables whose rows of a case go with it."""
    return [
        table
        for table in submissions.metadata.sorted_tables
        if table.name not in KEPT
        and any(key.column.table is submissions for key in table.foreign_keys)
    ]


def _texts_of(session: Session, case_id: int) -> set[int]:
    """Every text that a row of the case names."""
    of_answers = select(answers.c.id).where(answers.c.submission_id == case_id)
    wanted: list[tuple[Any, ColumnElement[bool]]] = [
        (column, versions.c.answer_id.in_(of_answers)) for column in _naming_texts(versions)
    ]
    for table in (submissions, comments, review_appeal.appeals, *going()):
        mine = table.c.id if table is submissions else table.c.submission_id
        wanted += [(column, mine == case_id) for column in _naming_texts(table)]
    wanted += [(reviewables.c.text_id, _reviewed(case_id))]
    return {
        text_id
        for column, mine in wanted
        for text_id in session.scalars(select(column).where(mine, column.is_not(None)))
    }


def _naming_texts(table: Table) -> list[Any]:
    return [
        column
        for column in table.c
        if any(key.column.table is _texts for key in column.foreign_keys)
    ]


def _destroyed(session: Session, case_id: int, words: set[int]) -> int:
    """Delete rows and texts; how many texts and files there were."""
    given = select(answers.c.id).where(answers.c.submission_id == case_id)
    lying = attachments.c.answer_id.in_(given) | (attachments.c.submission_id == case_id)
    files = session.execute(select(func.count()).where(lying)).scalar_one()
    its = select(attachments.c.id).where(lying)
    session.execute(delete(masks).where(masks.c.attachment_id.in_(its)))
    session.execute(delete(attachments).where(lying))
    session.execute(delete(versions).where(versions.c.answer_id.in_(given)))
    buttons = session.scalars(select(_tokens.c.id).where(_tokens.c.submission_id == case_id)).all()
    forget_links(session, buttons)
    below = select(comments.c.id).where(comments.c.submission_id == case_id)
    session.execute(delete(helpful).where(helpful.c.comment_id.in_(below)))
    for table in reversed(going()):
        session.execute(delete(table).where(table.c.submission_id == case_id))
    session.execute(
        update(subscriptions)
        .where(subscriptions.c.submission_id == case_id)
        .values(state=SubscriptionState.STOPPED, stopped_at=now(), confirmed_at=None)
    )
    there = _texts.c.id.in_(words)
    found: int = session.execute(select(func.count()).where(there)).scalar_one()
    session.execute(delete(_texts).where(there))
    return found + int(files)
