"""What boards had not decided by the end of a half-year: the report to the council (spec 2.1)."""

from typing import Any

from models.register import unfinished
from models.register.unfinished import Period, Unfinished
from models.settings import settings
from web import town
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages.naming import named
from web.pages.records import HERE
from web.pages.records_naming import board_names
from web.pages.register_files import as_csv
from web.visit import Visit

LONG = 365
"""Days after which a proposal has waited too long: most towns promise a decision within a year."""
FIELDS = (
    *("reference", "register_number", "title", "received", "waits_since", "days", "status"),
    *("unit", "board", "reason_for_delay", "new_day", "url"),
)


def show(visit: Visit) -> Answer:
    """The report, for reading and for printing."""
    half = unfinished.period(visit.params["period"])
    rows = _rows(visit, half)
    return Shown(
        "records/unfinished.html",
        {
            "period": half.code,
            "last_day": half.last_day,
            "is_over": half.is_over,
            "rows": rows,
            "long": sum(row["days"] > LONG for row in rows),
            "before": half.before.code,
            "file": f"{HERE}/unfinished/{half.code}.csv",
        },
        lasting=1.0,
    )


def table(visit: Visit) -> Answer:
    """The same as CSV."""
    half = unfinished.period(visit.params["period"])
    lines = [
        (
            *(row["reference"], row["number"], row["title"], row["received_on"].isoformat()),
            *(row["waits_since"].isoformat(), row["days"], row["status"], row["unit"]),
            *(row["board"], row["reason"]),
            row["new_day"].isoformat() if row["new_day"] else None,
            f"{settings().base_url}/submissions/{row['reference']}",
        )
        for row in _rows(visit, half)
    ]
    return as_csv(csv_of(FIELDS, lines), lasting=1.0)


def _rows(visit: Visit, half: Period) -> list[dict[str, Any]]:
    units = {row.id: named(row, visit.language) for row in town.units(visit.session)}
    boards = board_names(visit)
    return [_told(one, units, boards) for one in unfinished.report(visit.session, half)]


def _told(one: Unfinished, units: dict[int, str], boards: dict[int, str]) -> dict[str, Any]:
    return {
        **vars(one),
        "status": one.status.value,
        "unit": units.get(one.unit_id, ""),
        "board": boards.get(one.board_id or 0, one.board),
        "long": one.days > LONG,
    }
