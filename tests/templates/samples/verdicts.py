"""What may be done with a text, what takes two, and the reasons an author reads."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.town import NOW, OLGA, wrong

FORMS = {
    "letter": "",
    "details": [],
    "plain_title": "Mörkt på gångvägen",
    "named": False,
    "grid": [],
    "second": None,
    "locked": False,
    "subjects": [],
}
"""What desk/_verdicts.html asks for, where there is nothing of it."""

DETAILS = [
    {"name": "hide-text-12-28", "words": "070-174 06 05", "rule": "phone"},
    {"name": "hide-title-0-4", "words": "Anna", "rule": "other"},
]
SECOND = {
    "id": 4,
    "who": "Marek",
    "at": NOW,
    "judgement": "unpublish",
    "danger": "",
    "reason": "threat",
    "message": "Raden om grannen.",
    "note": "",
    "mine": False,
}
MORE = {
    **FORMS,
    "details": DETAILS,
    "named": True,
    "grid": [(number, 1 + (number - 1) // 6, 1 + (number - 1) % 6) for number in range(1, 37)],
    "second": SECOND,
    "locked": True,
    "subjects": [("roads", "Gator och vägar"), ("parks", "Parker")],
}
LEFT = {**SECOND, "judgement": "", "danger": "danger", "reason": "", "mine": True}
TOLD = Thing(
    code="7-abc",
    thing="case",
    kind="proposal",
    reference="2026-00122",
    title="Mörkt på gångvägen",
    decision="redact",
    change=False,
    until=None,
    facts="Ta bort namnet.",
    source="own",
    detected=True,
    automated=False,
    ground_type="rules",
    ground="personal_data",
    ground_ref="rules#personal_data",
    deadline=NOW,
    at=NOW,
    covered=True,
    reversed=False,
    over=False,
    appealable=True,
)
"""A statement; `deadline` is a date in the product, and is not shown by this page itself."""


def verdicts() -> list[tuple[str, str, dict[str, object]]]:
    opinion = Thing(**SECOND, answered=False)
    found = {
        "opinion": opinion,
        "item": Thing(reference="2026-00122", kind="complaint", section=None),
        "title": "Mörkt på gångvägen",
        "html": Markup("<p>Någon borde <mark>tända</mark>.</p>"),
        "doors": ["publish", "refuse"],
        "values": {},
        "errors": [],
    }
    row = Thing(
        id=4,
        matter="verdict",
        code="unpublish",
        reason="threat",
        note="",
        asked_at=NOW,
        by_name="Marek",
        mine=True,
    )
    alarm = {
        "item": Thing(
            id=9, reference="2026-00122", number=3, title="Mörkt på gångvägen", written_at=NOW
        ),
        "words": "Jag orkar inte mer.",
        "byline": "",
        "place": "Storgatan 4",
        "hidden": True,
        "act": "SFS 1998:112 5 §",
        "view": "",
        "errors": [],
    }
    nothing = {
        "appealed": None,
        "appeal_url": "/statements/7-abc/appeal",
        "appeal_by": NOW,
        "appeal_why_not": "",
        "appeal_alone": False,
    }
    told = {
        "told": TOLD,
        "was": Markup("<p><del>Anna</del> gick hem.</p>"),
        "now": Markup("<p><ins>███</ins> gick hem.</p>"),
        "base": "http://127.0.0.1:8000",
        "errors": [],
        **nothing,
    }
    law = vars(TOLD) | {
        "thing": "comment",
        "kind": "dialogue",
        "decision": "hide",
        "until": NOW,
        "facts": "",
        "source": "notice",
        "automated": True,
        "ground_type": "illegal",
        "ground": "threat",
        "reversed": True,
    }
    left = vars(opinion) | LEFT | {"mine": False}
    return [
        ("desk/alarm.html", "a comment", {"me": OLGA, **alarm}),
        (
            "second_opinions/list.html",
            "two",
            {"me": OLGA, "rows": [row, Thing(**vars(row) | {"matter": "escalation", "code": ""})]},
        ),
        ("second_opinions/list.html", "none", {"me": OLGA, "rows": []}),
        ("second_opinions/show.html", "proposed", {"me": OLGA, **found}),
        (
            "second_opinions/show.html",
            "left to another, refused",
            {
                "me": OLGA,
                **found,
                "opinion": Thing(**left),
                "errors": [wrong("judgement", "missing")],
            },
        ),
        ("statements/show.html", "a hidden detail", told),
        ("statements/show.html", "by law", {**told, "told": Thing(**law), "was": "", "now": ""}),
    ]
