"""Our promise: what it is, when we are open, and how we keep it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from models import keeping, promise
from models.calendar import today
from models.keeping import Figures
from models.keeping_promises import results
from models.keeping_promises.row import Which
from models.promise_line import amount
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit

LASTING = 10.0
LOOKED_AHEAD = 60
"""Days of which we say how they differ from others."""
TIMES = {
    Which.CONFIRM: "confirm_receipt",
    Which.FIRST: "first_response",
    Which.UPDATE: "update_every",
    Which.DECIDE: "decide",
}
"""The column of each time of a promise."""


def index(visit: Visit) -> Answer:
    """Every promise in force with how it was kept, opening hours, and the last ninety days."""
    day, opening = today(), visit.site.opening
    changes = (opening.change_on(day + timedelta(days=n)) for n in range(LOOKED_AHEAD))
    counted = keeping.figures(visit.session)
    rows = told(visit)
    kept = results.of_lines(visit.session, rows)
    subjects = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    lines = [
        {**line(row, subjects.get(row.category_id, "")), "results": _shares(row, kept[row.id])}
        for row in rows
    ]
    return Shown(
        "promises.html",
        {
            "lines": lines,
            "measured": any(one["results"] for one in lines),
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


def told(visit: Visit) -> Sequence[Row[Any]]:
    """The promises that everyone is told of today, in the order in which they are tried."""
    return [
        row
        for row in promise.in_force(visit.session, today())
        if row.public and (row.kind is None or row.kind in visit.site.kinds)
    ]


def line(row: Row[Any], subject: str) -> dict[str, Any]:
    """One of them as templates/_promises.html asks for it."""
    return {
        "kind": row.kind.value if row.kind else "",
        "subject": subject,
        "channel": row.channel.value if row.channel else "",
        **{name: _amount(getattr(row, name)) for name in TIMES.values()},
    }


def _amount(time: str | None) -> dict[str, Any] | None:
    if time is None:
        return None
    count, unit = amount(time)
    return {"count": count, "unit": unit.value}


def _shares(row: Row[Any], kept: Mapping[Which, Figures]) -> list[dict[str, Any]]:
    """How each time that is promised was kept, where there is anything to tell."""
    return [
        {"which": which.value, "total": one.total, "late": one.late, "share": one.share}
        for which, name in TIMES.items()
        if getattr(row, name) is not None and (one := kept.get(which, Figures())).total
    ]
