"""Until when a case waits for its sender, to herself and to whoever has it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from models import reminding, supplement
from models.calendar import local, today
from models.desk import silent as desk
from models.desk.silent import AFTER_DAYS, MOST
from models.desk.whose import Condition
from models.states import Status
from web.visit import Visit


def until(visit: Visit, row: Any, asked: Sequence[Any]) -> date | None:
    """The last day for an answer to our newest question; None where nobody could remind her of it.

    `asked` is what models.supplement.of_case tells.
    """
    question = next((one for one in asked if one.answered_at is None), None)
    if question is None or not reminding.is_reached(visit.session, row):
        return None
    return reminding.ends_on(question.asked_at, question.reminded, question.reminded_at)


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`awaited`: None for what waits for nobody, or `ends`, the day (or None), how often its sender
    was `reminded`, when she was asked, how many `days` ago, and whether it is `silent`: nobody can
    remind her, and it has waited as long as any case does.
    """
    if row.status is not Status.WAITING_RESIDENT:
        return {"awaited": None}
    asked = supplement.of_case(visit.session, row.id)
    question = next((one for one in asked if one.answered_at is None), None)
    ends = until(visit, row, asked)
    days = (today() - local(question.asked_at).date()).days if question is not None else 0
    return {
        "awaited": {
            "ends": ends,
            "reminded": question.reminded if question is not None else 0,
            "asked_at": question.asked_at if question is not None else None,
            "days": days,
            "silent": ends is None and days > AFTER_DAYS,
        }
    }


def silent(visit: Visit, only: Sequence[Condition]) -> dict[str, Any] | None:
    """For casework/_silent.html: those of a desk that have waited so long."""
    rows = desk.silent(visit.session, only)
    if not rows:
        return None
    day = today()
    told = [
        {**row._asdict(), "days": (day - local(row.asked_at).date()).days} for row in rows[:MOST]
    ]
    return {"rows": told, "more": len(rows) > MOST}
