"""How casework goes, in figures, by year and by month: as a page, as JSON and as CSV (ST-18)."""

import datetime as dt
from typing import Any

from models import at_once
from models.calendar import now, start_of, today
from models.errors import NotFound
from models.statistics import following, year
from models.statistics.small import FEW
from models.statistics.year import ALL, WHOLE, Year
from models.units.tree import department_of
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages import statistics_chart, statistics_lines
from web.pages.register_files import as_csv, as_json
from web.pages.statistics_lines import Names
from web.visit import Visit

HERE = "/statistics"
LASTING = 10.0


def index(visit: Visit) -> Answer:
    """This year, as far as it has come."""
    return _page(visit, today().year, WHOLE)


def show(visit: Visit) -> Answer:
    """A year, or one of its months: 2026, 2026-11."""
    number, _, month = visit.params["period"].partition("-")
    wanted = _number(number, 4)
    if "-" not in visit.params["period"]:
        return _page(visit, wanted, WHOLE)
    if _number(month, 2) not in _times(visit).get(wanted, ()):
        raise NotFound(visit.params["period"])
    return _page(visit, wanted, int(month))


def data(visit: Visit) -> Answer:
    """All figures of a year and its months for programs."""
    read = _read(visit, _asked(visit))
    at = following.last(visit.session)
    made = {
        "year": read.year,
        "counted_at": statistics_lines.iso(at),
        "complete": at >= start_of(dt.date(read.year + 1, 1, 1)),
        "fewer_than": FEW,
        "figures": [line.told() for line in statistics_lines.lines(read, Names(visit))],
    }
    return as_json(made, lasting=LASTING)


def table(visit: Visit) -> Answer:
    """The same for spreadsheets: a line for each cell."""
    lines = statistics_lines.lines(_read(visit, _asked(visit)), Names(visit))
    return as_csv(
        csv_of(statistics_lines.COLUMNS, [line.cells() for line in lines]), lasting=LASTING
    )


def _asked(visit: Visit) -> int:
    return _number(visit.params["year"], 4) if "year" in visit.params else today().year


def _number(given: str, length: int) -> int:
    """Raises NotFound for what is no number of so many digits."""
    if not (given.isascii() and given.isdigit() and len(given) == length):
        raise NotFound(given)
    return int(given)


def _times(visit: Visit) -> dict[int, range]:
    """The years of which there can be figures, and their months: from the first to the present."""
    day, known = today(), year.first(visit.session)
    if known is None:
        return {day.year: range(0)}
    first, month = divmod(min(known, day.year * 100 + day.month), 100)
    return {
        one: range(month if one == first else 1, day.month + 1 if one == day.year else 13)
        for one in range(first, day.year + 1)
    }


def _read(visit: Visit, wanted: int) -> Year:
    if wanted not in _times(visit):
        raise NotFound(str(wanted))
    return year.of_year(visit.session, wanted, department_of(visit.session))


def _page(visit: Visit, wanted: int, month: int) -> Shown:
    read, names = _read(visit, wanted), Names(visit)
    times = _times(visit)
    months = times[wanted]
    counted = following.last(visit.session)
    since = dt.date(wanted, month or 1, 1)
    # The day after the last one.
    until = dt.date(wanted, month + 1, 1) if 0 < month < 12 else dt.date(wanted + 1, 1, 1)
    direct = at_once.direct_answers(visit.session, since, until)
    return Shown(
        "statistics/show.html",
        {
            "year": wanted,
            "month": since.isoformat()[:7] if month else "",
            "over": now() >= start_of(until),
            "years": list(reversed(times)),
            "months": [f"{wanted}-{one:02}" for one in months],
            "all": read.figures(ALL, month),
            "late_now": year.late_now(visit.session),
            "direct": direct.share if direct.taken_in + direct.counted >= FEW else None,
            "aim": at_once.AIM,
            "chart": None if month else statistics_chart.of(_by_month(read, months)),
            "by_month": [] if month else _by_month(read, months),
            "parts": statistics_lines.parts(read, names, month),
            "outcomes": statistics_lines.outcomes(read, month),
            "counted": counted or None,
            "few": FEW,
            "files": {ending: f"{HERE}/{wanted}.{ending}" for ending in ("csv", "json")},
        },
        lasting=LASTING,
    )


def _by_month(read: Year, months: range) -> list[dict[str, Any]]:
    return [{"month": f"{read.year}-{month:02}", **read.figures(ALL, month)} for month in months]
