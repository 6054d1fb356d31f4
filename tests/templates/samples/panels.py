"""Panels: what everyone reads of one, the letter's page, one's own, and at work."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.town import NOW, wrong

Made = list[tuple[str, str, dict[str, object]]]

BLANK: dict[str, object] = {"values": {}, "errors": []}
PANEL: dict[str, object] = {
    "id": 2,
    "slug": "ungas-panel",
    "name": "Ungas <panel>",
    "purpose": "Att höra unga & lära.",
    "often": "Högst sex gånger om året",
    "unit": "Ungdomsenheten",
    "members": 31,
    "waiting": 4,
    "ended_at": None,
}
ASKED = Thing(slug="torget", status="open", question="Hur kan torget bli bättre?")
DRAWN = {
    "id": 7,
    "slug": "torget",
    "question": "Hur kan torget bli bättre?",
    "seed": "5f3c" * 8,
    "size": 12,
    "members": 31,
    "at": NOW,
}
HERS = Thing(
    id=3,
    name="Ungas panel",
    slug="ungas-panel",
    often="Högst sex gånger om året",
    code="9f3a11c0",
    accepted_at=NOW,
)


STOP = {
    "at": NOW,
    "status": "open",
    "happened": ["moved", "phase_opened"],
    "page": Markup("<h3>Hur kan torget bli bättre?</h3><p>Alla kan vara med.</p>"),
    "messages": [
        {"channel": "email", "subject": "Nu kan du vara med", "text": "Dialogen har öppnat."},
        {"channel": "sms", "subject": "", "text": "Exempelby: Dialogen har öppnat."},
    ],
}


def rehearsals() -> Made:
    """The page of a rehearsal, before and after."""
    head = {"slug": "torget", "question": "Hur kan torget bli bättre?", "is_public": False}
    page: dict[str, object] = {
        "dialogue": head,
        "walked": False,
        "failed": False,
        "lacks": None,
        "stops": [],
    }
    lacks = {"field": "level", "code": "information"}
    name = "casework/dialogues/rehearsal.html"
    return [
        (name, "before", page),
        (name, "failed", page | {"failed": True}),
        (name, "lacking", page | {"walked": True, "lacks": lacks}),
        (name, "walked", page | {"walked": True, "stops": [STOP]}),
    ]


def panels() -> Made:
    """Every page of panels."""
    over = PANEL | {"ended_at": NOW, "members": 0}
    page = {"panel": PANEL, "few": False, "dialogues": [ASKED], "samples": [DRAWN]}
    letter = {
        "panel": PANEL,
        "joined": False,
        "left": False,
        "code": "9f3a11c0",
        "action": "/panels/invitations/3.x",
        "errors": [],
    }
    work: dict[str, object] = {
        "panel": PANEL,
        "dialogues": [ASKED],
        "samples": [DRAWN],
        "coming": [("gator", "Vilka gator ska få träd?")],
        "sent": "",
        "form": "",
    }
    units = [("youth", "Ungdomsenheten"), ("streets", "Gatuenheten")]
    typed = {"dialogue": "", "size": "några"}
    return [
        ("panels/show.html", "asked and drawn", page),
        ("panels/show.html", "new", page | {"few": True, "dialogues": [], "samples": []}),
        ("panels/show.html", "ended", page | {"panel": over}),
        ("panels/own.html", "none", {"panels": []}),
        ("panels/own.html", "one", {"panels": [HERS]}),
        ("panels/invitation.html", "invited", letter),
        ("panels/invitation.html", "joined", letter | {"joined": True}),
        ("panels/invitation.html", "left", letter | {"left": True}),
        ("panels/invitation.html", "no answer", letter | {"errors": [wrong("reply", "missing")]}),
        ("casework/panels/list.html", "none", {"panels": [], "units": units} | BLANK),
        (
            "casework/panels/list.html",
            "some, with errors",
            {
                "panels": [PANEL, over],
                "units": units,
                "values": {"name": "Ungas panel"},
                "errors": [wrong("name", "taken"), wrong("unit", "missing")],
            },
        ),
        ("casework/panels/show.html", "asked", work | BLANK),
        ("casework/panels/show.html", "sent", work | BLANK | {"sent": "3"}),
        ("casework/panels/show.html", "ended", work | BLANK | {"panel": over, "coming": []}),
        (
            "casework/panels/show.html",
            "a bad address",
            work
            | {
                "form": "members",
                "values": {"addresses": "rosa@"},
                "errors": [wrong("addresses", "bad", which="rosa@")],
            },
        ),
        (
            "casework/panels/show.html",
            "a bad number",
            work
            | {
                "form": "dialogues",
                "values": typed,
                "errors": [wrong("dialogue", "missing"), wrong("size", "number")],
            },
        ),
    ]
