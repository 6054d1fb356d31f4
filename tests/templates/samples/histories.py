"""All that happened with a case, the proof of it, and opening it again."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.town import at, wrong

CASE = Thing(reference="2026-00123", title="Mörkt på gångvägen vid Storgatan", is_public=True)
SEAL = "5f2c9e0b7a41d8365f2c9e0b7a41d8365f2c9e0b7a41d8365f2c9e0b7a41d836"


def event(seq: int, kind: str, **more: object) -> Thing:
    facts: dict[str, object] = {
        "seq": seq,
        "hash": SEAL,
        "kind": kind,
        "public": True,
        "at": at(2026, 11, 3, 9, seq),
        "role": "official",
        "unit": "",
        "code": "",
    }
    return Thing(**(facts | more))


def histories() -> list[tuple[str, str, dict[str, object]]]:
    proof = {
        "case": CASE,
        "stream": "submission-2026-00123",
        "happened": 14,
        "head": SEAL,
        "proved": True,
        "faults": [],
        "more_faults": 0,
    }
    codes = ("changed", "missing", "reordered", "text", "unreadable")
    faults = [Thing(seq=seq, code=code) for seq, code in enumerate(codes, 1)]
    return [
        (
            "submissions/history.html",
            "all events",
            {
                "case": CASE,
                "happened": 8,
                "events": [
                    event(8, "decided", code="approved", role="administrator"),
                    event(7, "moved", code="planned"),
                    event(6, "comment_published", role="moderator"),
                    event(5, "assigned", public=False),
                    Thing(seq=4, kind="", hash=SEAL),
                    event(3, "handed_over", unit="Gatuenheten"),
                    event(2, "published", role="system"),
                    event(1, "received", role="resident", code="received", unit="Servicecenter"),
                ],
                "next_url": "",
                "first_url": "",
            },
        ),
        ("submissions/check.html", "a whole history", proof),
        (
            "submissions/check.html",
            "a broken history",
            proof
            | {"faults": [*faults, Thing(seq=0, code="head")], "more_faults": 3}
            | {"case": Thing(**(vars(CASE) | {"is_public": False}))},
        ),
        ("submissions/check.html", "too long a history", proof | {"proved": False}),
        (
            "submissions/follow_up.html",
            "opening again with errors",
            {
                "case": CASE,
                "until": date(2026, 12, 12),
                "only": True,
                "values": {},
                "errors": [wrong("reason", "missing")],
            },
        ),
        (
            "submissions/follow_up_more.html",
            "with errors",
            {"case": CASE, "values": {}, "errors": [wrong("mark", "missing")]},
        ),
    ]
