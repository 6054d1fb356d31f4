"""Support: moved by its own person, doubted, taken away; and joining two cases."""

from datetime import date

from tests.templates.samples.town import NOW, at, wrong

HERE = {"reference": "2026-00123", "title": "En cykelväg längs ån"}
THERE = {"reference": "2026-00100", "title": "Cykelväg <b>till</b> stationen & torget"}
MOVE = {
    "action": "/move-support/1.key",
    "here": HERE,
    "there": THERE,
    "state": "open",
    "movable": True,
    "errors": [],
}
TAKEN = {
    "action": "/support/1-1.key",
    "reference": "2026-00123",
    "title": "En cykelväg längs ån",
    "rule": "one_network",
    "day": date(2026, 11, 4),
    "state": "taken",
}
CASE = {
    "reference": "2026-00123",
    "title": "En cykelväg längs ån",
    "version": 3,
    "supporters": 31,
    "proposal": True,
}
TARGET = {
    "reference": "2026-00100",
    "title": "Cykelväg <b>till</b> stationen",
    "supporters": 12,
    "takes": True,
    "asked": 28,
    "followers": 1,
}
MERGING = {
    "case": CASE,
    "joinable": True,
    "target": None,
    "joined": None,
    "values": {},
    "errors": [],
}
JOINED = {"reference": "2026-00100", "moved": 12, "kept": 3, "unanswered": 13, "why_not": ""}
FINDING = {
    "id": 1,
    "rule": "one_domain",
    "domain": "odd.example",
    "since": at(2026, 11, 4),
    "until": NOW,
    "count": 31,
    "total": 48,
    "usual": 2,
    "suspect": 31,
    "cleared_at": None,
}
BATCH = {
    "id": 1,
    "rule": "one_domain",
    "domain": "odd.example",
    "since": at(2026, 11, 4),
    "until": NOW,
    "note": "Samma kväll, <b>samma</b> minut.",
    "count": 31,
    "meant": 30,
    "below": True,
    "proposed_by": 7,
    "proposed_at": NOW,
    "confirmed_at": None,
    "dropped_at": None,
    "undone_at": None,
}
DOUBTED = {
    "case": {"reference": "2026-00123", "title": "En cykelväg längs ån", "votes": 53},
    "goal": 50,
    "reached": True,
    "judges": True,
    "reader": 8,
    "findings": [],
    "batches": [],
    "objections": [],
    "hours": [
        {"at": at(2026, 11, 4, hour), "n": hour % 5, "marked": hour % 2, "height": 8, "low": 2}
        for hour in range(24)
    ],
    "preview": None,
    "values": {},
    "errors": [],
}
ROW = {
    "reference": "2026-00123",
    "title": "En cykelväg längs ån",
    "marked": 31,
    "at": NOW,
    "waits": True,
    "objects": True,
}


def supporting() -> list[tuple[str, str, dict[str, object]]]:
    full = {
        "findings": [
            FINDING,
            {**FINDING, "rule": "burst", "domain": "", "count": 1},
            {**FINDING, "id": 2, "cleared_at": NOW},
        ],
        "batches": [
            BATCH,
            {**BATCH, "proposed_by": 8, "note": ""},
            {**BATCH, "confirmed_at": NOW},
            {**BATCH, "confirmed_at": NOW, "undone_at": NOW},
            {**BATCH, "dropped_at": NOW},
        ],
        "objections": [{"batch_id": 1, "vote_id": 2, "objected_at": NOW}],
        "preview": {"takes": 31, "stays": 22, "below": True, "rule": "one_domain"},
        "values": {"finding": "1"},
    }
    return [
        ("support/move.html", "asked", MOVE),
        ("support/move.html", "kept", MOVE | {"state": "kept"}),
        ("support/move.html", "moved", MOVE | {"state": "moved"}),
        ("support/move.html", "over", MOVE | {"movable": False}),
        *(
            ("support/taken.html", state, TAKEN | {"state": state})
            for state in ("taken", "waits", "stays", "back")
        ),
        ("support/merging.html", "which", MERGING),
        ("support/merging.html", "what", MERGING | {"target": TARGET}),
        (
            "support/merging.html",
            "nothing to move",
            MERGING | {"target": TARGET | {"takes": False, "asked": 0}},
        ),
        ("support/merging.html", "joined", MERGING | {"joined": JOINED}),
        (
            "support/merging.html",
            "joined for good",
            MERGING | {"joined": JOINED | {"why_not": "joined_on"}},
        ),
        ("support/merging.html", "not now", MERGING | {"joinable": False}),
        (
            "support/merging.html",
            "wrong",
            MERGING
            | {"values": {"duplicate_of": "1"}, "errors": [wrong("duplicate_of", "unknown")]},
        ),
        ("support/desk.html", "some", {"rows": [ROW]}),
        ("support/desk.html", "none", {"rows": []}),
        ("support/case.html", "quiet", DOUBTED),
        ("support/case.html", "full", DOUBTED | full),
        ("support/case.html", "audited", DOUBTED | full | {"judges": False}),
        (
            "support/case.html",
            "wrong",
            DOUBTED | {"errors": [wrong("domain", "nothing")], "values": {"domain": "x"}},
        ),
    ]
