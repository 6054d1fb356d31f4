"""What letters about an appeal against a verdict say: that we have it, and how it ended (MQ-11)."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import statement
from models.calendar import local
from models.comment import comments
from models.database import table_of
from models.dialogue.kinds import thing_of
from models.report import Report
from models.review_appeal import DECIDED, RECEIVED, Party, ReviewAppeal
from models.sanction import Sanction
from models.settings import settings
from models.states import PUBLIC, Kind
from models.submission import Submission
from models.text import Text
from models.verdict import Verdict
from notifications.contexts.common import Context

LETTERS = frozenset({RECEIVED, DECIDED})

_reports = table_of(Report)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when it is about nothing any more."""
    _, _, of = row.message_key.partition(":")
    appeal = session.get(ReviewAppeal, int(of))
    if appeal is None or appeal.text_id is None:
        return None
    report_id = _report(session, appeal, row.contact_id)
    reader = Party.AUTHOR if report_id is None else Party.REPORTER
    said: Context = {
        "party": appeal.party.value,
        "reader": reader.value,
        "day": local(appeal.due_at).date(),
        **_about(session, appeal),
        "goes_on": _page(session, appeal, report_id),
    }
    if row.kind == RECEIVED:
        return said
    if appeal.reasons_id is None or appeal.outcome is None:
        return None
    reasons = session.get_one(Text, appeal.reasons_id).source
    return said | {"what": appeal.outcome.value, "note": reasons}


def _report(session: Session, appeal: ReviewAppeal, contact_id: int) -> int | None:
    """By which report this address has to do with it; None for the author's."""
    if appeal.report_id is not None and appeal.contact_id == contact_id:
        return appeal.report_id
    if appeal.verdict_id is None or contact_id == _writer(session, appeal):
        return None
    verdict = session.get_one(Verdict, appeal.verdict_id)
    found: int | None = session.scalar(
        select(_reports.c.id)
        .where(
            _reports.c.reviewable_id == verdict.reviewable_id, _reports.c.contact_id == contact_id
        )
        .order_by(_reports.c.id)
        .limit(1)
    )
    return found


def _writer(session: Session, appeal: ReviewAppeal) -> int | None:
    verdict = session.get_one(Verdict, appeal.verdict_id)
    if verdict.comment_id is None:
        return session.get_one(Submission, verdict.submission_id).contact_id
    wanted = select(comments.c.contact_id).where(comments.c.id == verdict.comment_id)
    found: int | None = session.scalar(wanted)
    return found


def _about(session: Session, appeal: ReviewAppeal) -> Context:
    """What kind of thing it is, and whether everyone can read it now."""
    if appeal.verdict_id is None:
        return {"thing": "sanction", "reference": "", "title": "", "place": "", "shown": False}
    verdict = session.get_one(Verdict, appeal.verdict_id)
    case = session.get_one(Submission, verdict.submission_id)
    shown = case.publication in PUBLIC
    if verdict.comment_id is not None:
        wanted = select(comments.c.publication, comments.c.section)
        hers = session.execute(wanted.where(comments.c.id == verdict.comment_id)).one()
        return {"thing": thing_of(hers.section), "shown": shown and hers.publication in PUBLIC}
    return {"thing": "proposal" if case.kind is Kind.PROPOSAL else "case", "shown": shown}


def _page(session: Session, appeal: ReviewAppeal, report_id: int | None) -> str:
    """Where the reader sees how it stands."""
    base = settings().base_url
    if report_id is not None:
        return f"{base}/reports/{session.get_one(Report, report_id).code}"
    if appeal.sanction_id is not None:
        return f"{base}/sanctions/{session.get_one(Sanction, appeal.sanction_id).code}"
    told = statement.of_verdict(session, appeal.verdict_id or 0)
    return f"{base}/statements/{statement.code(told)}" if told is not None else ""
