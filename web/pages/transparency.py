"""The yearly report on what was not shown and why: as a page, as JSON and as CSV (MQ-14)."""

from typing import Any

from models import feed
from models.calendar import local, now, today
from models.errors import NotFound
from moderation import neutrality, transparency
from moderation.transparency import Year
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages import transparency_lines
from web.pages.naming import named
from web.pages.register import FEW, HERE, Places, places
from web.pages.register_files import as_csv, as_json
from web.visit import Visit

LASTING = 60.0


def index(visit: Visit) -> Answer:
    """The report of this year, as far as it has come."""
    return _page(visit, today().year)


def show(visit: Visit) -> Answer:
    return _page(visit, _year(visit))


def data(visit: Visit) -> Answer:
    """The same figures for programs."""
    year = transparency.of_year(visit.session, _year(visit))
    lines = transparency_lines.lines(year, places(visit))
    return as_json(
        {
            "year": year.year,
            "since": local(year.since).isoformat(timespec="seconds"),
            "until": local(year.until).isoformat(timespec="seconds"),
            "complete": year.until < now(),
            "fewer_than": FEW,
            "figures": [line.told() for line in lines],
        },
        lasting=LASTING,
    )


def table(visit: Visit) -> Answer:
    """The same figures for spreadsheets: a line for each."""
    lines = transparency_lines.lines(
        transparency.of_year(visit.session, _year(visit)), places(visit)
    )
    return as_csv(
        csv_of(transparency_lines.Line._fields, [tuple(line) for line in lines]), lasting=LASTING
    )


def _year(visit: Visit) -> int:
    """A year of which there can be figures. Raises NotFound for any other."""
    given = visit.params["year"]
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else 0
    if year not in _years(visit):
        raise NotFound(given)
    return year


def _years(visit: Visit) -> range:
    began = transparency.first_verdict(visit.session) or feed.began(visit.session)
    return range(local(began).year, today().year + 1)


def _page(visit: Visit, number: int) -> Shown:
    year, known = transparency.of_year(visit.session, number), places(visit)
    by_rule = [one for one in year.measures if one.detection == "rule"]
    here = f"{HERE}/report/{number}"
    return Shown(
        "moderation_log/report.html",
        {
            "year": year,
            "over": year.until < now(),
            "years": sorted(_years(visit), reverse=True),
            "notices": _summed(year),
            "by_rule": {
                "number": sum(one.number for one in by_rule),
                "reversed": sum(one.reversed for one in by_rule),
            },
            "complaints": sum(one.number for one in year.complaints),
            "months": neutrality.by_month(year.groups),
            "subjects": _subjects(year, known, visit.language),
            "few": FEW,
            "files": {"csv": f"{here}.csv", "json": f"{here}.json"},
        },
        lasting=LASTING,
    )


def _summed(year: Year) -> list[dict[str, Any]]:
    """Reports by reason, the commonest first."""
    found: dict[str, dict[str, Any]] = {}
    for one in year.notices:
        row = found.setdefault(
            one.reason.value,
            {"reason": one.reason.value, "illegal": one.illegal, "number": 0, "acted": 0}
            | {"waiting": 0, "known": 0},
        )
        row["number"] += one.number
        row["acted"] += one.acted
        row["waiting"] += one.waiting
        row["known"] += one.number if one.known else 0
    return sorted(found.values(), key=lambda row: (-row["number"], row["reason"]))


def _subjects(year: Year, known: Places, language: str) -> list[dict[str, Any]]:
    """By subject in the order of the profile; what has none, last."""
    counted = neutrality.by_place(year.groups)
    return [
        {"name": named(row, language) if row else "", "texts": counted[number]}
        for number, row in [*known.subjects.items(), (None, None)]
        if number in counted
    ]
