"""What is said of texts that wait to be read, and the rule that shows what nobody read in time."""

from types import SimpleNamespace as Thing

from tests.templates.samples.town import NOW, at, wrong

PLACE = {"number": 14, "due": at(2026, 11, 17), "exact": True, "missed": False, "expected": None}
FAR = PLACE | {"number": None, "exact": False, "expected": at(2026, 11, 24)}
LATE = PLACE | {"missed": True, "expected": at(2026, 11, 24)}
WAIT = {"waiting": 73, "expected": at(2026, 11, 24), "paused": ""}
PAUSED = {
    "waiting": 0,
    "expected": None,
    "paused": "Vi ser många lika texter <i>från samma håll</i>.",
}
NOBODY_KNOWS = {"waiting": 73, "expected": None, "paused": PAUSED["paused"]}

TEXTS = [
    Thing(
        id=number,
        at=NOW,
        section=section,
        kind="proposal",
        reference=f"2026-0012{number}",
        title="En cykelväg <b>längs</b> ån",
    )
    for number, section in enumerate((None, "talk"))
]
BLANK = {"values": {}, "errors": []}
RULE = {"count": 12, "at": NOW, "paused": ""}
RULE_PAUSED = {"count": 0, "at": None, "paused": PAUSED["paused"]}


def rules() -> list[tuple[str, str, dict[str, object]]]:
    rows = {"on": True, "pause": None, "rows": TEXTS, "more": 3}
    pause = Thing(reason=PAUSED["paused"], from_at=NOW)
    none = {"rows": [], "more": 0}
    reason = {"values": {"reason": ""}, "errors": [wrong("reason", "missing")]}
    return [
        ("desk/rule.html", "full", rows | BLANK),
        ("desk/rule.html", "without a reason", rows | reason),
        ("desk/rule.html", "empty", rows | none | BLANK),
        ("desk/rule.html", "paused", rows | none | {"pause": pause} | BLANK),
        ("desk/rule.html", "off", rows | none | {"on": False} | BLANK),
    ]
