"""Who does what: the list, and units with everything, with nothing, and no more."""

from datetime import date

from models.hours import PRESET, runs
from models.keeping import DAYS, Figures
from tests.templates.samples.promise import MIDSUMMER, STOCKTAKING

_LINK = {"slug": "streets", "name": "Gatuenheten", "phone": "08-465 004 10", "run_by": ""}
_ROADS = {"slug": "north", "name": "Norra byalagens vägservice", "phone": "", "run_by": "Byalaget"}
_SUBJECT = {"slug": "roads", "name": "Gator", "hint": "Gropar", "owner": "", "unit": _LINK}
_STATE = {"slug": "state", "name": "Riksvägen", "hint": "", "owner": "Trafikverket", "unit": _LINK}
_PILLARS = [
    {"code": code, "subjects": [_SUBJECT, _STATE]}
    for code in ("service", "information", "safety", "quality")
]
_CARD = _LINK | {
    "sort": "unit",
    "about": "Vi lagar gator och lampor.",
    "email": "gata@exempelby.example",
    "address": "Verkstadsgatan 4",
    "lead": "Olga Lind",
    "from": date(2027, 1, 1),
    "until": None,
    "gone": False,
}


def _unit(card: dict[str, object], **more: object) -> dict[str, object]:
    return {
        "unit": _CARD | card,
        "above": [],
        "below": [],
        "heir": None,
        "pillars": [],
        "routes": [],
        "lines": [],
        "opening": {"week": runs(PRESET), "today": (), "changes": []},
        "whole": None,
        "days": DAYS,
        "waiting": 0,
        **more,
    }


def units() -> list[tuple[str, str, dict[str, object]]]:
    lines = [
        {"kind": kind, "subject": subject, "count": count, "unit": unit}
        for kind, subject, count, unit in (
            ("question", "", 1, "working_days"),
            ("fault_report", "Gator", 90, "minutes"),
            ("", "Gator", 2, "calendar_days"),
            ("", "", 10, "working_days"),
        )
    ]
    routes = [
        {"subject": "Gator", "area": "Norr", "kind": "fault_report"},
        {"subject": "", "area": "Norr", "kind": ""},
    ]
    whole = {
        "above": [_LINK],
        "below": [_ROADS | {"depth": 0}],
        "pillars": _PILLARS,
        "routes": routes,
        "lines": lines,
        "opening": {
            "week": runs(PRESET),
            "today": ((480, 990),),
            "changes": [STOCKTAKING, MIDSUMMER],
        },
        "whole": Figures(answered=1000, in_time=930, late=7),
        "waiting": 1212,
    }
    bare = {"phone": "", "email": "", "address": "", "about": "", "lead": "", "from": None}
    gone = {"gone": True, "until": date(2027, 1, 1), "from": None}
    departments = [{**_LINK, "units": [_ROADS | {"depth": 0}]}, {**_ROADS, "units": []}]
    return [
        ("units/list.html", "all", {"pillars": _PILLARS, "departments": departments}),
        ("units/list.html", "nothing", {"pillars": [], "departments": []}),
        ("units/show.html", "with everything", _unit({}, **whole)),
        ("units/show.html", "bare", _unit(bare | {"sort": "board"}, waiting=1)),
        ("units/show.html", "no more", _unit(gone, heir=_ROADS, opening=None)),
        ("units/show.html", "gone long ago", _unit(gone | {"until": None}, opening=None)),
    ]
