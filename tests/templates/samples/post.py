"""Messages that did not arrive, and what people are told of it."""

from types import SimpleNamespace as Thing
from typing import Any

from tests.templates.samples.town import NOW, OLGA

UNREACHED = {"address": "r***@example.org", "channel": "email", "why": "bounced", "until": NOW}
QUIET = {
    "late": False,
    "held": False,
    "post": Thing(sent=412, failed=3, unreached=2, newly_unreached=1, paces=()),
    "day": {"sent": 412, "most": 500_000, "texts": Thing(nearly_spent=False)},
    "counted": Thing(at=NOW, events=900, messages=12_345, differences=0, not_known=3),
}
LATE = QUIET | {
    "late": True,
    "held": True,
    "counted": Thing(at=NOW, events=900, messages=12_345, differences=2, not_known=3),
    "day": {
        "sent": 410_000,
        "most": 500_000,
        "texts": Thing(nearly_spent=True, news=1580, codes=41, most=2000),
    },
}
_LETTER = {
    "id": 7,
    "kind": "answered",
    "channel": "email",
    "address": "r***@example.org",
    "reference": "2026-00123",
    "created_at": NOW,
    "attempts": 1,
    "code": "bounced_5.1.1",
    "reason": "gone",
    "why_not": "bounced",
}
_OTHER = _LETTER | {"id": 6, "kind": "edited", "reason": "relay", "why_not": "", "attempts": 12}
_CODES = [
    {"code": "connection", "count": 398, "reason": "relay"},
    {"code": "bounced_5.1.1", "count": 1, "reason": "gone"},
]


def post() -> list[tuple[str, str, dict[str, Any]]]:
    page = "casework/letters.html"
    common = {"me": OLGA, "code": "", "again": None, "most": 1000, "next_url": "", "first_url": ""}
    return [
        (page, "two of them", common | {"rows": [_LETTER, _OTHER], "codes": _CODES}),
        (
            page,
            "one reason, just sent again",
            common
            | {
                "rows": [_OTHER],
                "codes": _CODES,
                "code": "connection",
                "again": 398,
                "next_url": "/casework/letters?after=6",
                "first_url": "/casework/letters",
            },
        ),
        (page, "all arrived", common | {"rows": [], "codes": []}),
    ]
