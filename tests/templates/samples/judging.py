"""The desk of those who judge: the queue, what looks fine, one text."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.measured import AT_DESK
from tests.templates.samples.reviewing import RULE, RULE_PAUSED
from tests.templates.samples.screened import AGAIN
from tests.templates.samples.town import COMMENTS, NOW, OLGA, PHOTO, PROSE, ROWS, at, wrong
from tests.templates.samples.verdicts import FORMS, LEFT, MORE

ROW = Thing(
    id=9,
    target="comment",
    kind="proposal",
    section="talk",
    title="Lekplats i Björkparken",
    waited_since=at(2026, 11, 5, 8, 3),
    due_at=at(2026, 11, 6, 12, 0),
    late=True,
    claimed_by="Marek",
    mine=False,
    urgent=True,
    reports=2,
    flags=1,
    change=False,
    url="/desk/9?heap=urgent",
)
ITEM = Thing(
    **(
        vars(ROW)
        | {
            "reference": "2026-00122",
            "publication": "queued",
            "version": 2,
            "claimed_at": NOW,
            "waits": True,
            "public": True,
            "view": "heap=urgent",
        }
    )
)
DOORS = ["publish", "keep", "return", "refuse", "redact", "hide", "unpublish"]
DONE = {"judgement": "publish", "verdict": 7, "several": "", "count": 1, "minutes": 2}
AROUND = Thing(
    author=Thing(approved=3, refused=1, returned=0, warned=1, held_back=True),
    reporters=[Thing(reports=7, agreed=4, disagreed=2)],
    judged=[
        Thing(reason="abusive", judgement="refuse", at=NOW, reference=""),
        Thing(reason="abusive", judgement="redact", at=NOW, reference="2026-00101"),
    ],
    alike=ROWS[:1],
)
NOTHING_AROUND = Thing(author=None, reporters=[], judged=[], alike=[])
BESIDE = {
    "measures": {},
    "claiming": "optional",
    "around": NOTHING_AROUND,
    "again": [],
    "judged": [],
    "thread": [],
    "beside": [],
    "blurred": False,
    "withheld": "",
    "uncovers": False,
    "covers": False,
    "typed": [],
    "done": None,
    "list_url": "/desk",
    "previous_url": "",
    "own": False,
    **FORMS,
    "form": "",
    "values": {},
    "errors": [],
}
TEXT = {
    "title": "",
    "html": Markup("<p>Ring mig på <mark>070-174 06 05</mark> så hjälps vi åt.</p>"),
    "place": Markup("<p>Storgatan 4</p>"),
    "byline": Markup("<p></p>"),
}
ALL_DOORS = {
    **BESIDE,
    "item": ITEM,
    "text": TEXT,
    "source": "Ring mig på 070-174 06 05",
    "change": None,
    "photo": PHOTO | {"masked": True, "whole_url": "/submissions/2026-00122/attachments/0e"},
    "blurred": True,
    "uncovers": True,
    "flags": ["phone"],
    "reports": [
        Thing(
            reason="personal_data",
            explanation="Det är inte hans nummer.",
            others="https://example.org/1",
            at=NOW,
        )
    ],
    "parent": COMMENTS[0],
    "thread": COMMENTS[:1],
    "judged": [
        Thing(judgement="return", reason=None, message="", at=NOW, by_name="Marek"),
        Thing(judgement="hide", reason="threat", message="", at=NOW, by_name=None),
    ],
    "around": AROUND,
    "again": AGAIN,
    "beside": [
        ROW,
        Thing(**(vars(ROW) | {"urgent": False, "target": "submission", "section": None})),
    ],
    "doors": DOORS,
    "done": DONE,
    "previous_url": "/desk/8",
    "measures": AT_DESK,
}
QUEUE = {
    "pauses": 2,
    "rule": None,
    "again": 2,
    "items": [
        ROW,
        Thing(**(vars(ROW) | {"mine": True, "urgent": False, "reports": 0, "section": None})),
    ],
    "heaps": [
        Thing(code="urgent", count=1, url="/desk?heap=urgent", here=True),
        Thing(code="read", count=187, url="/desk?heap=read", here=False),
        Thing(code="fine", count=12, url="/desk?heap=fine", here=False),
    ],
    "whose": [Thing(code="overdue", name="", count=3, url="/desk?whose=overdue", here=True)],
    "reasons": [Thing(code="abusive", name="", count=3, url="/desk?reason=abusive", here=False)],
    "units": [Thing(code="2", name="Gatuenheten", count=3, url="/desk?unit=2", here=False)],
    "subjects": [],
    "kept": True,
    "total": 200,
    "news": Thing(came=200, due=14, since=at(2026, 11, 6, 16, 30), before=at(2026, 11, 9, 12, 0)),
    "next_item_url": "/desk/next?heap=urgent",
    "fine_url": "/desk/fine",
    "fine_most": 12,
    "counts_url": "/desk/counts",
    "two": 2,
    "done": None,
    "next_url": "?after=9",
    "first_url": "",
}
FINE = {
    "items": [
        Thing(
            **(
                vars(ITEM)
                | {"html": PROSE, "place": "Storgatan 4", "byline": "Rosa R", "photo": PHOTO}
            )
        ),
        Thing(
            **(
                vars(ITEM)
                | {
                    "id": 10,
                    "section": None,
                    "html": PROSE,
                    "place": "",
                    "byline": "",
                    "photo": None,
                }
            )
        ),
    ],
    "form_key": "a" * 32,
    "left": [],
    "published": 0,
    "done": DONE | {"several": 3, "verdict": "", "count": 25},
    "errors": [],
}
EMPTY = {"items": [], "total": 0, "kept": False, "next_url": ""}


def judging() -> list[tuple[str, str, dict[str, object]]]:
    return [
        ("desk/queue.html", "full", QUEUE),
        ("desk/queue.html", "empty", QUEUE | EMPTY),
        ("desk/queue.html", "the rule is near", QUEUE | {"rule": RULE}),
        ("desk/queue.html", "the rule is paused", QUEUE | {"rule": RULE_PAUSED}),
        (
            "desk/queue.html",
            "nothing of what was asked for",
            QUEUE | {"items": [], "next_item_url": "", "fine_url": "", "next_url": ""},
        ),
        ("desk/fine.html", "two", FINE),
        ("desk/fine.html", "none", FINE | {"items": [], "done": None}),
        (
            "desk/fine.html",
            "one was left out",
            FINE
            | {
                "published": 1,
                "left": [
                    Thing(id=11, what="", who="Anna", when=NOW, code="stale"),
                    Thing(id=12, what="", who="", when=None, code="own_text"),
                    Thing(id=13, what="", who="", when=None, code="stale"),
                ],
            },
        ),
        ("desk/item.html", "all doors", {"me": OLGA, **ALL_DOORS, **MORE}),
        (
            "desk/item.html",
            "with the letter before it goes",
            ALL_DOORS
            | {
                "form": "refuse",
                "values": {"reason": "abusive", "preview": "yes"},
                "letter": "Vi visar inte texten.\n\nDen angriper en person.",
                "second": LEFT,
            },
        ),
        (
            "desk/item.html",
            "that must be claimed first",
            ALL_DOORS
            | {
                "item": Thing(**(vars(ITEM) | {"claimed_by": "", "claimed_at": None})),
                "claiming": "required",
                "doors": [],
                "withheld": "/desk/9?picture=shown",
                "around": NOTHING_AROUND,
                "again": [],
            },
        ),
        (
            "desk/item.html",
            "with no square of its picture chosen",
            ALL_DOORS
            | {
                "grid": MORE["grid"],
                "photo": PHOTO | {"squares": [8]},
                "covers": True,
                "form": "picture",
                "values": {"form": "picture", "square-9": "no"},
                "errors": [wrong("squares", "missing")],
            },
        ),
        (
            "desk/item.html",
            "that somebody else decided first",
            ALL_DOORS | {"typed": ["Ta bort grannens namn."], "own": True, "doors": []},
        ),
        (
            "desk/item.html",
            "refused without a reason",
            ALL_DOORS
            | {
                "form": "refuse",
                "errors": [wrong("reason", "missing")],
                "values": {"message": "Hej"},
            },
        ),
        (
            "desk/item.html",
            "returned without words",
            ALL_DOORS
            | {
                "form": "return",
                "errors": [wrong("message", "missing")],
                "values": {},
                "parent": None,
                "reports": [],
                "flags": ["caps-lock"],
            },
        ),
    ]
