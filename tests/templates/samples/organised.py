"""Who does what: the list, and units with everything, with nothing, and no more."""

from datetime import date

from models.hours import PRESET, runs
from models.keeping import DAYS, Figures
from models.units.along import PARTS
from models.units.planning import Consequences
from models.units.reorganisation import Change
from tests.templates.samples.promise import MIDSUMMER, STOCKTAKING, promise_line, time
from tests.templates.samples.town import wrong

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
        "passed": {"given": 0, "received": 0},
        **more,
    }


def units() -> list[tuple[str, str, dict[str, object]]]:
    lines = [
        promise_line(kind, subject, first_response=time(count, unit))
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
        "passed": {"given": 1, "received": 12},
    }
    bare = {"phone": "", "email": "", "address": "", "about": "", "lead": "", "from": None}
    gone = {"gone": True, "until": date(2027, 1, 1), "from": None}
    row = {"id": 1, "what": "merged", "unit": "Gatuenheten", "to": "Parkenheten", "by": "Ada Ås"}
    row |= {"day": date(2027, 1, 1), "moved": 212, "version": 3, "undoable": True}
    planned = {
        "rows": [
            row | {"state": "planned"},
            row | {"what": "renamed", "state": "done", "id": 2},
            row | {"what": "put_under", "state": "moving", "id": 3, "moved": 1},
            row
            | {"what": "put_under", "to": "", "state": "taken_back", "undoable": False, "id": 4},
        ],
        "most": 4,
        "whats": [what.value for what in Change],
        "units": [(1, "Gatuenheten"), (2, "Parkenheten")],
        "values": {"what": "merged"},
        "errors": [
            wrong("unit", "planned"),
            wrong("to", "circle"),
            wrong("name_sv", "missing"),
            wrong("day", "out_of_reach"),
        ],
    }
    follows = {
        **{name: row[name] for name in ("what", "unit", "to", "day")},
        "now": False,
        "told": Consequences(212, 1, {}),
        "parts": [(part.what, n) for n, part in enumerate(PARTS, 1)],
        "kept": [("what", "merged")],
    }
    change, step = "admin/reorganisations.html", "admin/reorganisation.html"
    departments = [{**_LINK, "units": [_ROADS | {"depth": 0}]}, {**_ROADS, "units": []}]
    return [
        (change, "some, and mistakes", planned),
        (change, "none", planned | {"rows": [], "errors": []}),
        (step, "merged", follows),
        (step, "now", follows | {"now": True, "what": "renamed"}),
        (step, "put under", follows | {"what": "put_under", "to": "", "parts": []}),
        ("units/list.html", "all", {"pillars": _PILLARS, "departments": departments}),
        ("units/list.html", "nothing", {"pillars": [], "departments": []}),
        ("units/show.html", "with everything", _unit({}, **whole)),
        ("units/show.html", "bare", _unit(bare | {"sort": "board"}, waiting=1)),
        ("units/show.html", "no more", _unit(gone, heir=_ROADS, opening=None)),
        ("units/show.html", "gone long ago", _unit(gone | {"until": None}, opening=None)),
    ]
