"""Statistics: a year with much to tell, a month with little, and a town that has counted nothing."""

from models.statistics.year import OF, Figure
from tests.templates.samples.town import NOW
from web.pages import statistics_chart

FEW = Figure(None, None, few=True)


def _figures(value: int | None, of: int = 1_000, **more: Figure) -> dict[str, Figure]:
    return {name: Figure(value, of) for name in OF} | more


def _nothing() -> dict[str, Figure]:
    return _figures(None, 0, received=Figure(0, 0), ended=Figure(0, 0), handovers=Figure(0, 0))


def _page(**more: object) -> dict[str, object]:
    usual = {
        "year": 2026,
        "month": "",
        "over": False,
        "years": [2026, 2025],
        "months": ["2026-01", "2026-02"],
        "all": _figures(42),
        "late_now": 7,
        "direct": 81,
        "aim": 80,
        "chart": None,
        "by_month": [],
        "parts": [],
        "outcomes": [],
        "counted": NOW,
        "few": 5,
        "files": {"csv": "/statistics/2026.csv", "json": "/statistics/2026.json"},
    }
    return usual | more


def _part(by: str, *rows: tuple[str, str, dict[str, Figure]]) -> dict[str, object]:
    return {
        "by": by,
        "rows": [
            {"code": code, "name": name, "figures": figures, "small": "4" in code}
            for code, name, figures in rows
        ],
    }


def counted() -> list[tuple[str, str, dict[str, object]]]:
    months = [
        {"month": "2026-01", **_figures(1_204)},
        {"month": "2026-02", **_figures(0)},
        {"month": "2026-03", **_figures(None, received=FEW, ended=FEW)},
    ]
    parts = [
        _part("department", ("1", "Gatukontoret", _figures(93)), ("2", "Skolan", _figures(0))),
        _part("unit", ("3", "Gatuenheten", _figures(1, 1)), ("4", "Parker", _figures(None, 0))),
        _part("kind", ("question", "", _figures(100)), ("praise", "", _figures(None))),
        _part("sender", ("resident", "", _figures(90)), ("anonymous", "", _figures(89))),
        _part("channel", ("phone", "", _figures(90)), ("web", "", _figures(None, in_time=FEW))),
        _part("area", ("7", "Norrby", _figures(90)), ("", "", _figures(89))),
        _part("subject", ("8", "Gatubelysning", _figures(90)), ("", "", _figures(89))),
    ]
    outcomes = [
        {"outcome": "answered", "count": 900, "share": 90, "few": False},
        {"outcome": "fixed", "count": 1, "share": None, "few": False},
        {"outcome": "dismissed", "count": None, "share": None, "few": True},
        {"outcome": "not_published", "count": None, "share": None, "few": True},
    ]
    small = dict.fromkeys(OF, FEW)
    return [
        (
            "statistics/show.html",
            "a year",
            _page(
                chart=statistics_chart.of(months),
                by_month=months,
                parts=parts,
                outcomes=outcomes,
            ),
        ),
        (
            "statistics/show.html",
            "a month that is over",
            _page(month="2026-01", over=True, all=_figures(0), direct=None),
        ),
        ("statistics/show.html", "a small month", _page(month="2026-02", all=small, direct=None)),
        ("statistics/show.html", "a year that is over", _page(over=True, all=_nothing())),
        (
            "statistics/show.html",
            "nothing counted",
            _page(counted=None, months=[], years=[2026], all=_nothing()),
        ),
    ]
