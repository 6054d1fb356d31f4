"""What a person finds on her own pages of our decisions, and of asking us to look again (MQ-11)."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import statement
from models.before_verdict import BeforeVerdict
from models.database import table_of
from models.report import Report
from models.review_appeal import appeals
from models.sanction import Sanction
from models.states import Publication
from models.submission import submissions
from models.text import Text
from moderation import appealing
from moderation.appealing import Against
from web.visit import Visit

MOST = 5
"""Appeals of hers that her page shows."""

_texts = table_of(Text)
_a = appeals.c


def of_case(visit: Visit, row: Any) -> dict[str, Any] | None:
    """For the author's own page: where the newest decision on her text stands, and how far we are
    with looking at it again. None while nothing is held back and nothing was asked.
    """
    told = statement.newest(visit.session, row.id, None)
    if told is None:
        return None
    before = visit.session.get(BeforeVerdict, told.verdict_id)
    if before is None or before.undone_at is not None:
        return None
    asked = appealing.standing(visit.session, Against(told.verdict_id)).appeal
    if asked is None and row.publication is Publication.PUBLISHED and not told.change:
        return None
    return {
        "url": f"/statements/{statement.code(told)}",
        "state": asked.state.value if asked else "",
        "due_at": asked.due_at if asked else None,
        "outcome": asked.outcome.value if asked and asked.outcome else "",
    }


def of_person(visit: Visit) -> list[dict[str, Any]]:
    """For her own page: what she has asked us to look at again, the newest first."""
    rows = visit.session.execute(
        select(
            _a.verdict_id,
            _a.sanction_id,
            _a.report_id,
            _a.state,
            _a.due_at,
            _a.outcome,
            _texts.c.title,
        )
        .outerjoin(submissions, submissions.c.id == _a.submission_id)
        .outerjoin(_texts, _texts.c.id == submissions.c.text_id)
        .where(_a.contact_id.in_(visit.contacts), _a.text_id.is_not(None))
        .order_by(_a.received_at.desc(), _a.id.desc())
        .limit(MOST)
    )
    return [
        {
            "title": row.title if row.report_id is None else "",
            "url": _address(visit.session, row),
            "state": row.state.value,
            "due_at": row.due_at,
            "outcome": row.outcome.value if row.outcome else "",
        }
        for row in rows.all()
    ]


def _address(session: Session, row: Any) -> str:
    if row.report_id is not None:
        return f"/reports/{session.get_one(Report, row.report_id).code}"
    if row.sanction_id is not None:
        return f"/sanctions/{session.get_one(Sanction, row.sanction_id).code}"
    told = statement.of_verdict(session, row.verdict_id)
    return f"/statements/{statement.code(told)}" if told is not None else ""
