"""Our promise: what it is, when we are open, and how we keep it."""

from datetime import timedelta
from typing import Any

from models import keeping, promise
from models.calendar import today
from models.keeping import Figures
from models.promise_line import amount
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit

LASTING = 10.0
LOOKED_AHEAD = 60
"""Days of which we say how they differ from others."""


def index(visit: Visit) -> Answer:
    """Every promise in force, opening hours, and the last ninety days."""
    day, opening = today(), visit.site.opening
    changes = (opening.change_on(day + timedelta(days=n)) for n in range(LOOKED_AHEAD))
    counted = keeping.figures(visit.session)
    return Shown(
        "promises.html",
        {
            "lines": _lines(visit),
            "changes": [change for change in changes if change is not None],
            "whole": how_it_goes(visit),
            "results": [
                {"kind": kind.value, "total": one.total, "late": one.late, "share": one.share}
                for kind in visit.site.kinds
                if (one := counted.get(kind, Figures())).total
            ],
            "days": keeping.DAYS,
            "least": keeping.LEAST,
        },
        lasting=LASTING,
    )


def how_it_goes(visit: Visit) -> Figures | None:
    """All kinds together; None where nothing was promised yet, or nobody has counted."""
    whole = keeping.whole(keeping.figures(visit.session))
    return whole if whole.total else None


def _lines(visit: Visit) -> list[dict[str, Any]]:
    subjects = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    return [
        {
            "kind": row.kind.value if row.kind else "",
            "subject": subjects.get(row.category_id, ""),
            **{
                name: _amount(getattr(row, name))
                for name in ("first_response", "confirm_receipt", "update_every", "decide")
            },
        }
        for row in promise.in_force(visit.session, today())
        if row.public and (row.kind is None or row.kind in visit.site.kinds)
    ]


def _amount(time: str | None) -> dict[str, Any] | None:
    if time is None:
        return None
    count, unit = amount(time)
    return {"count": count, "unit": unit.value}
