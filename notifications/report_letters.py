"""What letters about a report say: that it came, and what a person decided (MQ-10)."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models.calendar import local, six_months_after
from models.report import DECIDED, DECIDES, RECEIVED, Report
from models.settings import settings
from models.verdict import Verdict
from notifications.contexts.common import Context
from notifications.links import rules

LETTERS = frozenset({RECEIVED, DECIDED})


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when nobody stands behind the report any more."""
    _, _, of = row.message_key.partition(":")
    report = session.get(Report, int(of))
    if report is None or report.contact_id != row.contact_id:
        return None
    said = {
        "reference": "",
        "title": "",
        "place": "",
        "number": report.id,
        "goes_on": f"{settings().base_url}/reports/{report.code}",
    }
    if row.kind == RECEIVED:
        return said | {"due": report.due_at}
    if report.told_verdict_id is None:
        return None
    verdict = session.get_one(Verdict, report.told_verdict_id)
    return said | {
        "what": DECIDES[verdict.judgement].value,
        "reason": verdict.reason or "",
        "rules_url": rules(),
        "appeal_by": six_months_after(local(verdict.at).date()),
    }
