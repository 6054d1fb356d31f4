"""Asking for updates, and the pages behind their standing link."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.town import NOW, wrong

DAY = date(2026, 11, 23)


def following() -> list[tuple[str, str, dict[str, object]]]:
    here = {"managed": "/x", "address": "rosa@example.org"}
    nothing = {"stopped": None, "paused": None, "values": {}, "errors": []}
    stopped = {"topic": "submission", "title": "Släckta lampor", "resume_action": "/x"}
    return [
        (
            "subscriptions/new.html",
            "case",
            {
                "topic": "submission",
                "title": "Fler sittplatser på torget",
                "url": "/submissions/2026-00123",
                "proposal": True,
                "dialogue": False,
                "values": {"topic": "submission", "submission": "2026-00123", "extent": "answers"},
                "errors": [],
                "kept": {},
            },
        ),
        (
            "subscriptions/new.html",
            "a dialogue to follow",
            {
                "topic": "submission",
                "title": "Hur kan torget bli bättre?",
                "url": "/dialogues/torget",
                "proposal": False,
                "dialogue": True,
                "values": {"topic": "submission", "submission": "2026-00200", "extent": "answers"},
                "errors": [],
                "kept": {},
            },
        ),
        (
            "subscriptions/new.html",
            "subject",
            {
                "topic": "category",
                "title": "Gatlampor och mörka platser",
                "url": "/submissions?subject=street-lights",
                "proposal": False,
                "dialogue": False,
                "values": {"topic": "category", "subject": "street-lights"},
                "errors": [],
                "kept": {},
            },
        ),
        (
            "subscriptions/new.html",
            "decisions with errors",
            {
                "topic": "decisions",
                "title": "",
                "url": "",
                "proposal": False,
                "dialogue": False,
                "values": {"topic": "decisions", "channel": "sms", "phone": "112"},
                "errors": [wrong("phone", "bad")],
                "kept": {},
            },
        ),
        (
            "subscriptions/manage.html",
            "full",
            here | nothing | {"channel": "email", "wishes": _wishes(), "stopped": stopped},
        ),
        (
            "subscriptions/manage.html",
            "paused",
            here
            | nothing
            | {
                "channel": "sms",
                "wishes": _wishes()[:1],
                "paused": DAY,
                "stopped": {"topic": "", "title": "", "resume_action": "/x"},
            },
        ),
        (
            "subscriptions/manage.html",
            "a wrong day",
            here
            | nothing
            | {
                "channel": "email",
                "wishes": _wishes(),
                "values": {"until": "2020-01-01"},
                "errors": [wrong("until", "past")],
            },
        ),
        (
            "subscriptions/manage.html",
            "empty",
            here | nothing | {"channel": "email", "wishes": []},
        ),
        ("subscriptions/messages.html", "full", here | {"rows": _sent(), "most": 50}),
        ("subscriptions/messages.html", "at most", here | {"rows": _sent(), "most": len(_sent())}),
        ("subscriptions/messages.html", "empty", here | {"rows": [], "most": 50}),
        (
            "subscriptions/erase.html",
            "two cases",
            here | {"works": False, "cases": ["2026-00123", "2026-00124"]},
        ),
        ("subscriptions/erase.html", "no case", here | {"works": False, "cases": []}),
        ("subscriptions/erase.html", "staff", here | {"works": True, "cases": []}),
        ("subscriptions/erased.html", "done", {}),
    ]


def _wishes() -> list[dict[str, object]]:
    def wish(number: int, topic: str, title: str, **more: str) -> dict[str, object]:
        return {
            "id": number,
            "topic": topic,
            "title": title,
            "url": "/x",
            "kind": "",
            "extent": "everything",
            "frequency": "at_once",
            "language": "sv",
            "action": "/x",
        } | more

    return [
        wish(1, "submission", "Lekplats i Björkparken", kind="proposal", frequency="daily"),
        wish(2, "submission", "2026-00122", kind="complaint", extent="answers", url=""),
        wish(6, "submission", "Hur kan torget bli bättre?", kind="dialogue", extent="answers"),
        wish(3, "decisions", "", language="en"),
        wish(4, "category", "Gatlampor och mörka platser", frequency="weekly"),
        wish(5, "unit", "Gatuenheten", extent="decision"),
    ]


def _sent() -> list[Thing]:
    def sent(kind: str, state: str, **more: object) -> Thing:
        given = {
            "at": NOW,
            "not_before": NOW,
            "kind": kind,
            "state": state,
            "code": "",
            "events": 1,
            "reference": "2026-00123",
            "title": "Fler sittplatser på torget",
            "why": [
                {"topic": "category", "title": "Gatlampor"},
                {"topic": "decisions", "title": ""},
            ],
        }
        return Thing(**given | more)

    return [
        sent("digest", "queued", events=7),
        sent("gathered", "delivered", events=2),
        sent("answered", "permanent_failure"),
        sent("new_case", "expired", title="", why=[]),
        sent("decided", "suppressed", code="paused"),
    ]
