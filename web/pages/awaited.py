"""Until when a case waits for its sender, to herself and to whoever has it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from models import reminding, supplement
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
    """`awaited`: None for what waits for nobody, or `ends`, the day (or None), and how often its
    sender was `reminded`.
    """
    if row.status is not Status.WAITING_RESIDENT:
        return {"awaited": None}
    asked = supplement.of_case(visit.session, row.id)
    question = next((one for one in asked if one.answered_at is None), None)
    return {
        "awaited": {
            "ends": until(visit, row, asked),
            "reminded": question.reminded if question is not None else 0,
        }
    }
