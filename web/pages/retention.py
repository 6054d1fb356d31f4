"""The rules of disposal: by what right, what would go tonight, what went when."""

from typing import Any

from models.permissions import Action, may
from models.retention import disposing, runs
from models.retention.rules import Rule
from web.answers import Answer, Shown
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """Every rule there can be, in the order in which the night applies them."""
    return Shown(
        "admin/retention.html",
        {
            "changes": may(visit.viewer, Action.APPOINT),
            "rules": [
                {
                    **_told(due.rule, visit.language),
                    "applies": due.rule.applies,
                    "count": due.count,
                    "first": [row.reference for row in due.first if row.reference],
                }
                for due in disposing.preview(visit.session)
            ],
            "runs": [
                {**_told(row, visit.language), "at": row.at, "count": row.count}
                for row in runs.lately(visit.session)
            ],
        },
    )


def _told(rule: Rule | Any, language: str) -> dict[str, Any]:
    basis = rule.basis_en if language == "en" else rule.basis_sv
    return {"what": rule.what.value, "days": rule.days, "basis": basis}
