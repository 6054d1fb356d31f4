"""The month's deviations for staff: how many promises each department let go by, and why."""

import datetime as dt
import re
from typing import Any

from models.calendar import local, today
from models.errors import NotFound
from models.keeping_promises import deviations
from models.permissions import Action
from models.permissions_of_cases import reached
from web import town
from web.answers import Answer, Go, Shown
from web.pages.naming import named
from web.visit import Visit

HERE = "/casework/deviations"
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def index(visit: Visit) -> Answer:
    """This month's."""
    return Go(f"{HERE}/{_written(today())}")


def show(visit: Visit) -> Answer:
    """One month's, by department, and the cases that the reader may have on her desk."""
    found = _MONTH.fullmatch(visit.params["month"])
    if found is None:
        raise NotFound
    first = dt.date(int(found[1]), int(found[2]), 1)
    session = visit.session
    oldest, this = deviations.first_month(session), today().replace(day=1)
    if not oldest <= first <= this:
        raise NotFound
    names = {unit.id: named(unit, visit.language) for unit in town.units(session)}
    hers = reached(session, visit.viewer, Action.DESK)
    departments = deviations.by_department(session, first)
    return Shown(
        "casework/deviations.html",
        {
            "month": first,
            "departments": [
                _department(names, number, one)
                for number, one in sorted(
                    departments.items(), key=lambda pair: (-pair[1].total, names[pair[0]])
                )
            ],
            "total": sum(one.total for one in departments.values()),
            "cases": [
                {
                    "reference": row.reference,
                    "kind": row.kind.value,
                    "title": row.title,
                    "which": row.which.value,
                    "cause": row.cause.value,
                    "unit": names.get(row.unit_id, ""),
                    "promised": local(row.due_at).date(),
                    "met": local(row.met_at).date() if row.met_at is not None else None,
                }
                for row in deviations.cases(session, first, hers)
            ],
            "most": deviations.LISTED,
            "earlier": _link((first - dt.timedelta(days=1)).replace(day=1), oldest, this),
            "later": _link(deviations.next_month(first), oldest, this),
        },
    )


def _department(names: dict[int, str], number: int, one: Any) -> dict[str, Any]:
    return {
        "name": names.get(number, ""),
        "total": one.total,
        "times": [(code.value, count) for code, count in one.times.most_common()],
        "causes": [(code.value, count) for code, count in one.causes.most_common()],
        "units": [(names.get(unit, ""), count) for unit, count in one.units.most_common()],
    }


def _link(first: dt.date, oldest: dt.date, newest: dt.date) -> dict[str, Any] | None:
    if not oldest <= first <= newest:
        return None
    return {"url": f"{HERE}/{_written(first)}", "month": first}


def _written(day: dt.date) -> str:
    return f"{day.year}-{day.month:02}"
