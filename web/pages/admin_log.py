"""The access log, for administrators and auditors of the whole town."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from models import access_rows
from models.access_log import What
from models.access_rows import PAGE, Wanted
from models.actor import Role
from models.errors import Invalid
from models.permissions import Action, may
from web.answers import Answer, Seen, Shown
from web.pages.admin_people import hides, unit_name
from web.pages.paging import integers
from web.visit import Visit

HERE = "/admin/log"
FILTERS = ("by", "about", "case", "what", "first", "last")
LONGEST = 100
EARLIEST, LATEST = 1900, 2200
"""Years of days that can be asked for: no clock of ours knows others."""


def index(visit: Visit) -> Answer:
    """Who saw or changed what. That it was read is itself written down."""
    asked = {name: visit.query.get(name, "").strip()[:LONGEST] for name in FILTERS}
    errors = [Invalid(name, "bad") for name in ("first", "last") if _is_no_day(asked[name])]
    before = integers(visit.query.get("after", ""), 1)
    found = access_rows.page(visit.session, _wanted(asked), before=before[0] if before else None)
    rows = [] if errors else found
    address = f"{HERE}?{urlencode({name: value for name, value in asked.items() if value})}"
    return Shown(
        "admin/log.html",
        {
            "rows": [look(visit, row) for row in rows[:PAGE]],
            "kinds": [what.value for what in What],
            "values": asked,
            "errors": errors,
            "filtered": any(asked.values()),
            "next_url": f"{address}&after={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
            "first_url": address if before else "",
        },
        seen=Seen(What.LOG),
    )


def _wanted(asked: dict[str, str]) -> Wanted:
    return Wanted(
        by=asked["by"],
        about=asked["about"],
        reference=asked["case"],
        what=next((what for what in What if what == asked["what"]), None),
        first=day_of(asked["first"]),
        last=day_of(asked["last"]),
    )


def day_of(given: str) -> date | None:
    """A day as browsers write it; None for anything else."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def _is_no_day(given: str) -> bool:
    return bool(given) and day_of(given) is None


def look(visit: Visit, row: Any) -> dict[str, Any]:
    """A row of the log with the names that its reader may know. An auditor judges what staff do:
    who a resident is, is no part of that.
    """
    appoints = may(visit.viewer, Action.APPOINT)
    by_staff = row.role is not Role.RESIDENT
    knows_whom = appoints and not hides(visit, row.about_protected)
    return {
        **row._asdict(),
        "what": row.what.value,
        "role": row.role.value,
        "unit": unit_name(row, visit),
        "by_name": row.by_name if appoints or by_staff else "",
        "about_name": row.about_name if knows_whom else "",
    }
