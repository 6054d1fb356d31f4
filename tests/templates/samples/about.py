"""The site about itself, and whatever goes wrong."""

from datetime import date
from types import SimpleNamespace as Thing

from models.personal import USES
from models.retention.what import PRESETS
from tests.templates.samples.post import LATE, QUIET
from tests.templates.samples.town import NOW


def about() -> list[tuple[str, str, dict[str, object]]]:
    made: list[tuple[str, str, dict[str, object]]] = [
        (
            "about.html",
            "",
            {
                "threshold": 50,
                "days": 30,
            },
        ),
        (
            "privacy.html",
            "",
            {
                "uses": [
                    {
                        "code": code,
                        "basis": use.basis,
                        "kept": use.kept,
                        "fields": list(use.fields),
                    }
                    for code, use in USES.items()
                ],
                "signed_in_days": 14,
                "short_days": 2,
                "rules": [
                    {"what": what.value, "days": rule.days, "basis": ""}
                    for what, rule in PRESETS.items()
                ]
                + [{"what": "closed_cases", "days": 3650, "basis": "beslut KS 2026/14"}],
            },
        ),
        (
            "cookies.html",
            "",
            {
                "cookies": [
                    Thing(code=code, name=f"torget_{code}", days=14)
                    for code in ("session", "language", "case", "pressed", "fresh", "trip", "look")
                ],
                "stores": [
                    Thing(code=code, name=f"{code}.…") for code in ("draft", "sent", "unkept")
                ],
            },
        ),
        ("minority_languages.html", "in no area", {"area": ()}),
        ("minority_languages.html", "in two areas", {"area": ("fi", "se")}),
        ("accessibility.html", "", {"assessed_on": date(2026, 11, 1)}),
        (
            "operation/status.html",
            "",
            {
                "sending": Thing(unaddressed=1, waiting=2, oldest_at=NOW, failed=3),
                "looked_back": 10_000,
                **LATE,
            },
        ),
        (
            "operation/status.html",
            "nothing waits",
            {
                "sending": Thing(unaddressed=0, waiting=0, oldest_at=None, failed=0),
                "looked_back": 10_000,
                **QUIET,
                "counted": None,
            },
        ),
        (
            "operation/status.html",
            "",
            {
                "looked_back": 1000,
                **QUIET,
                "sending": Thing(waiting=2, unaddressed=1, oldest_at=NOW, failed=0),
            },
        ),
    ]
    usual = {
        "code": "",
        "who": "",
        "when": None,
        "wait": 0,
        "kept": [],
        "back": "",
        "again": "",
        "rule": None,
        "values": {},
    } | {"renewal": ""}
    made += [
        ("problem.html", str(status), usual | {"status": status})
        for status in (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)
    ]
    made += [
        (
            "problem.html",
            "stale",
            usual
            | {
                "status": 409,
                "code": "stale",
                "who": "Marek",
                "when": NOW,
                "kept": [("text", "Ord som tog lång tid att skriva")],
                "back": "/desk",
            },
        ),
        ("problem.html", "voting over", usual | {"status": 409, "code": "voting_closed"}),
        ("problem.html", "used", usual | {"status": 410, "code": "used", "again": "/sign-in"}),
        ("problem.html", "disposed", usual | {"status": 410, "code": "disposed"}),
        (
            "problem.html",
            "disposed by a decision",
            usual
            | {
                "status": 410,
                "code": "disposed",
                "rule": {"sv": "gallringsbeslut KS 2026/14", "en": "decision KS 2026/14"},
            },
        ),
        (
            "problem.html",
            "paused",
            usual
            | {
                "status": 409,
                "code": "paused",
                "values": {"until": NOW, "reason": "abusive", "page": "0123456789abcdef0123"},
            },
        ),
        ("problem.html", "wait long", usual | {"status": 429, "wait": 600}),
    ]
    return made
