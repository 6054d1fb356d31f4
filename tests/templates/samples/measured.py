"""What became of a report, and what is done about whoever breaks the rules again and again."""

from datetime import date

from models.calendar import DAY
from models.statement import GroundType, Source
from tests.templates.samples.town import NOW

UNTIL = NOW + 7 * DAY
NOT_APPEALED = {
    "appealed": None,
    "appeal_url": "/reports/0123456789abcdef0123/appeal",
    "appeal_by": date(2027, 5, 12),
    "appeal_why_not": "",
    "appeal_alone": False,
}
MEASURE = {
    "id": 3,
    "code": "0123456789abcdef0123",
    "kind": "suspended",
    "conduct": "writing",
    "reason": "abusive",
    "from_at": NOW,
    "until_at": UNTIL,
    "lifted_at": None,
    "lifted_why": "",
    "holds": True,
}
WARNING = MEASURE | {"id": 2, "kind": "warning", "until_at": None, "holds": False}
LIFTED = MEASURE | {"id": 1, "holds": False, "lifted_at": NOW, "lifted_why": "wrong"}
MEASURES = [MEASURE, WARNING, LIFTED]
AT_DESK = {
    "writer": True,
    "suggested": {"kind": "warning", "count": 3, "within": 30, "urgent": False},
    "past": MEASURES,
    "reporters": [
        {"id": 17, "reason": "abusive"}
        | {"kind": "suspended", "count": 5, "within": 30, "urgent": False}
    ],
    "proposed": {"id": 4, "reason": "threat", "by_name": "Anna", "own": False},
    "until": "2026-12-12",
    "reasons": ["abusive", "threat", "repeated"],
}
_REPORT = {
    "id": 17,
    "said": "personal_data",
    "at": NOW,
    "due_at": NOW + DAY,
    "late": False,
    "decision": None,
    "decided_at": None,
    "verdict_id": None,
    "earlier": False,
    "reason": None,
    "ground": None,
    "hidden": False,
    "over": False,
    "reach": "none",
    "title": "Lekplats i Björkparken",
    "kind": "dialogue",
    "reference": "2026-00122",
    "number": 2,
}
_GONE = {"title": "", "reference": "", "number": None}
_DECIDED = {"decided_at": NOW, "verdict_id": 9, "reach": "mail"}


def measured() -> list[tuple[str, str, dict[str, object]]]:
    reports = {
        "waits": {},
        "late": {"late": True, "reach": "mail"},
        "hidden meanwhile": _GONE | {"hidden": True, "reach": "mail"},
        "over": _GONE | {"over": True},
        "gone, unreached": _GONE
        | _DECIDED
        | {"decision": "gone", "reason": "threat", "reach": "unreached"},
        "masked": _DECIDED | {"decision": "masked", "reason": "personal_data"},
        "stays": _DECIDED | {"decision": "stays"},
    }
    told = {"source": Source.NOTICE, "automated_detection": True, "ground_type": GroundType.RULES}
    told |= {"ground_ref": "rules#measures", "deadline": date(2027, 5, 12), "reversed": False}
    sanction = {"note": "Tre texter, <b>tre</b> gånger.", "told": told, "base": "", **NOT_APPEALED}
    lawful = told | {"ground_type": GroundType.ILLEGAL, "ground_ref": "SFS 1998:112 5 §"}
    return [
        *(
            (
                "reports/show.html",
                what,
                {"report": _REPORT | now, "appeals": "decision" in now, **NOT_APPEALED},
            )
            for what, now in reports.items()
        ),
        (
            "reports/show.html",
            "read before",
            {
                "report": _REPORT | _DECIDED | {"decision": "stays", "earlier": True},
                "appeals": False,
            },
        ),
        *(
            ("sanctions/show.html", what, {"sanction": one, **sanction})
            for what, one in (
                ("holds", MEASURE),
                ("warning", WARNING),
                ("lifted", LIFTED),
                ("over", MEASURE | {"holds": False}),
                ("restricted", MEASURE | {"kind": "restricted"}),
                ("of reports", MEASURE | {"conduct": "reporting", "reason": "unfounded"}),
            )
        ),
        (
            "sanctions/show.html",
            "by law",
            sanction | {"sanction": MEASURE | {"reason": "threat"}, "told": lawful},
        ),
        (
            "sanctions/proposed.html",
            "three",
            {
                "rows": [
                    {"id": at, "by_name": "Marek", "at": NOW, "reason": "threat", "own": own}
                    | {"conduct": "writing", "until": UNTIL, "message": "Sluta.", "past": MEASURES}
                    | {"about_you": yours}
                    for at, own, yours in ((1, False, False), (2, True, False), (3, False, True))
                ]
            },
        ),
        ("sanctions/proposed.html", "none", {"rows": []}),
    ]
