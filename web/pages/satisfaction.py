"""What senders say when their cases have ended, as the units may read it: never of one case."""

from datetime import date, timedelta
from typing import Any

from models import satisfaction
from models.calendar import today
from models.satisfaction import FEWEST, Figures, Helped
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit

QUARTERS = 4


def index(visit: Visit) -> Answer:
    """Each unit in each of the last four quarters; a few answers are not told at all."""
    last = satisfaction.quarter_of(today())
    first = last
    for _ in range(QUARTERS - 1):
        first = satisfaction.quarter_of(first - timedelta(days=1))
    names = {unit.id: named(unit, visit.language) for unit in town.units(visit.session)}
    found = satisfaction.figures(visit.session, first, last)
    order = sorted(found, key=lambda one: (-one[1].toordinal(), names.get(one[0], "")))
    return Shown(
        "casework/satisfaction.html",
        {
            "fewest": FEWEST,
            "told": [
                {
                    "unit": names.get(unit_id, ""),
                    "year": quarter.year,
                    "quarter": (quarter.month + 2) // 3,
                    **_said(visit, unit_id, quarter, found[unit_id, quarter]),
                }
                for unit_id, quarter in order
            ],
        },
    )


def _said(visit: Visit, unit_id: int, quarter: date, figures: Figures) -> dict[str, Any]:
    if figures.answers < FEWEST:
        return {"enough": False}
    # Of a few marks nothing is told, as of a few answers.
    marks = figures.marks.total()
    mean = figures.mean
    return {
        "enough": True,
        "solved": {helped.value: figures.solved[helped] for helped in Helped},
        "mean": round(mean) if mean is not None and marks >= FEWEST else None,
        "words": satisfaction.words_of(visit.session, unit_id, quarter, figures),
    }
