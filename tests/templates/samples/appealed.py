"""Asking us to look at a decision again, and where somebody decides it."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.town import NOW, PHOTO, wrong

DAY = NOW
REASONS = Markup("<p>Texten angriper ingen.</p>")
WAITING = Thing(
    state="waiting",
    received_at=NOW,
    due_at=NOW + 10**15,
    decided_at=None,
    outcome=None,
    reasons="",
    late=True,
)
STANDING = {
    "appealed": None,
    "appeal_url": "/statements/7-abc/appeal",
    "appeal_by": DAY,
    "appeal_why_not": "",
    "appeal_alone": False,
}
"""What review_appeals/_standing.html asks for, while one may ask."""
SHUT = STANDING | {"appeal_url": ""}
FORM = {"page": "/statements/7-abc", "of": "author", "values": {"form_key": "k" * 32}, "errors": []}
LINE = Thing(
    code="0123456789abcdef0123",
    party="author",
    received_at=NOW,
    due_at=NOW,
    late=True,
    kind="proposal",
    reference="2026-00123",
    section=None,
    number=None,
    title="En cykelväg längs ån",
    own=True,
)
APPEAL = Thing(
    code=LINE.code,
    party="author",
    received_at=NOW,
    due_at=NOW,
    late=False,
    state="waiting",
    outcome="",
    decided_at=None,
    decided_by="",
    html=Markup("<p>Jag angriper ingen.</p>"),
    reasons_html="",
)
ITEM = {
    "appeal": APPEAL,
    "case": Thing(reference="2026-00123", kind="proposal", public=False, section=None),
    "title": "En cykelväg längs ån",
    "html": Markup("<p>Bygg en cykelväg. Ring <mark>070-174 06 05</mark>.</p>"),
    "source": "Bygg en cykelväg. Ring 070-174 06 05.",
    "public": False,
    "moot": False,
    "photo": PHOTO | {"masked": True, "whole_url": "/submissions/2026-00123/attachments/0e"},
    "verdict": Thing(judgement="refuse", reason="abusive", message="Raden.", at=NOW, by_name=None),
    "sanction": None,
    "reports": [Thing(reason="abusive", explanation="Den angriper mig.", at=NOW)],
    "may": True,
    "took_part": False,
    "alone": False,
    "outcomes": ["upheld", "reversed", "partly"],
    "values": {},
    "errors": [],
}
PAUSE = {
    "case": None,
    "title": "",
    "html": "",
    "source": "",
    "verdict": None,
    "sanction": Thing(kind="suspended", reason="abusive", message="Tre gånger.", until_at=NOW),
    "reports": [],
    "outcomes": ["upheld", "reversed"],
}


ASKED_AGAIN = [
    Thing(title="En cykelväg", url="/statements/7-a", state="waiting", due_at=NOW, outcome=""),
    Thing(title="", url="/reports/abc", state="decided", due_at=NOW, outcome="reversed"),
]
"""What me.html shows of them."""


def appealed() -> list[tuple[str, str, dict[str, object]]]:
    decided = vars(APPEAL) | {"state": "decided", "outcome": "partly", "decided_by": "Anna"}
    reporter = vars(APPEAL) | {"party": "reporter", "late": True}
    lists = {"appeals": [LINE], "total": 1, "late": 1, "next_url": "", "first_url": ""}
    more = {"appeals": [LINE, Thing(**vars(LINE) | {"reference": None, "title": "", "kind": None})]}
    return [
        ("review_appeals/list.html", "one", lists),
        ("review_appeals/list.html", "more", lists | more | {"total": 31, "late": 0}),
        ("review_appeals/list.html", "none", lists | {"appeals": [], "total": 0, "late": 0}),
        ("review_appeals/item.html", "to decide", ITEM),
        (
            "review_appeals/item.html",
            "refused",
            ITEM
            | {"appeal": Thing(**reporter), "errors": [wrong("ground", "missing")], "moot": True}
            | {"values": {"outcome": "reversed", "reasons": "Den angriper någon."}},
        ),
        ("review_appeals/item.html", "had a part", ITEM | {"took_part": True, "alone": True}),
        (
            "review_appeals/item.html",
            "decided",
            ITEM | {"appeal": Thing(**decided | {"decided_at": NOW, "reasons_html": REASONS})},
        ),
        ("review_appeals/item.html", "a pause", ITEM | PAUSE),
        ("review_appeals/item.html", "not hers", ITEM | PAUSE | {"may": False}),
        ("review_appeals/new.html", "empty", FORM | STANDING),
        (
            "review_appeals/new.html",
            "wrong",
            FORM | STANDING | {"of": "reporter", "errors": [wrong("text", "missing")]},
        ),
        (
            "review_appeals/new.html",
            "too late",
            FORM | SHUT | {"appeal_why_not": "too_late", "values": {"text": "Jag menade"}},
        ),
        (
            "review_appeals/new.html",
            "again",
            FORM | SHUT | {"appeal_why_not": "again", "appealed": WAITING, "of": "sanction"},
        ),
    ]
