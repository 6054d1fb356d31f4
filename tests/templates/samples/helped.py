"""Taking in, taking over, and organisations."""

from datetime import date
from types import SimpleNamespace as Thing

from models.frequent.views import BEHIND
from tests.templates.samples import searching
from tests.templates.samples.town import NOW, SUBJECTS, TYPED, case, wrong

Made = list[tuple[str, str, dict[str, object]]]

BLANK: dict[str, object] = {"values": {}, "errors": []}
KEY = "K7QWZ 3MNPA R2XVC 9DHTE 5BJSY"
CODE = {"size": 29, "path": "M4 4h1v1h-1zM6 4h1v1h-1z"}
MEMBERS = [
    Thing(
        id=1,
        part="manager",
        person_id=1,
        name="Rosa Lind",
        address="rosa@example.org",
        invited_at=NOW,
        accepted_at=NOW,
    ),
    Thing(
        id=2,
        part="member",
        person_id=None,
        name=None,
        address="ny@example.org",
        invited_at=NOW,
        accepted_at=None,
    ),
]
ONE = Thing(
    id=3,
    name="Cykelföreningen <Kedjan>",
    number="5560360793",
    email="styrelsen@example.org",
    made_at=NOW,
    ended_at=None,
)
MINE = {
    "id": 3,
    "name": ONE.name,
    "number": ONE.number,
    "membership_id": 2,
    "manages": False,
    "members": [],
}


def helped() -> Made:
    return [*_taking_in(), *_taking_over(), *_own(), *_all()]


def _taking_in() -> Made:
    page: dict[str, object] = {
        "values": {"came_by": "phone", "day": "2026-11-02", "clock": "09.05", "form_key": "k"},
        "errors": [],
        "kinds": ["proposal", "complaint", "fault_report", "question", "praise"],
        "ways": ["email", "sms", "call", "letter", "none"],
        "subjects": SUBJECTS,
        "looked": False,
        "alike": [],
        "asked_before": [],
        "templates": [],
        "tags": [],
        "counted": False,
    }
    busy = {"templates": [(1, "Öppettider")], "tags": [tag.value for tag in BEHIND]}
    typed = TYPED | {"came_by": "letter", "day": "2026-11-02", "answer_by": "letter"}
    errors = [wrong("text", "missing"), wrong("day", "future"), wrong("answer_by", "updates")]
    told = {"by": "email", "where": "gunvor@example.org", "name": "Gunvor Ek"}
    receipt: dict[str, object] = {
        "case": Thing(
            reference="2026-00123", answer_by=date(2026, 11, 16), received_at=NOW, at_once=False
        ),
        "unit": "Gatuenheten",
        "told": told,
        "key": KEY,
        "code": CODE,
        "opens": True,
        "scan": False,
    }
    ended = Thing(
        reference="2026-00123", answer_by=date(2026, 11, 16), received_at=NOW, at_once=True
    )
    ways = [("sms", "070-174 06 05"), ("call", "08-465 004 27"), ("none", "")]
    letter = {"by": "letter", "where": "Storgatan 1\n123 00 Exempelby", "name": "Gunvor Ek"}
    asked = {"case": case(), "channel": "email", "address": "gunvor@example.org"}
    return [
        ("register/new.html", "empty", page),
        ("register/new.html", "nothing near", page | {"values": typed, "looked": True}),
        (
            "register/new.html",
            "something near, with errors",
            page | {"values": typed, "errors": errors, "looked": True} | searching.near(),
        ),
        (
            "register/new.html",
            "a question counted, and an answer refused",
            page
            | busy
            | {"counted": True, "values": typed, "errors": [wrong("answer", "missing")]}
            | searching.near(),
        ),
        ("register/scan.html", "empty", BLANK | {"reference": "2026-00123", "missing": True}),
        ("register/scan.html", "kept", BLANK | {"reference": "2026-00123", "missing": False}),
        (
            "register/scan.html",
            "refused",
            {
                **BLANK,
                "reference": "2026-00123",
                "missing": True,
                "errors": [wrong("document", "too_large")],
            },
        ),
        ("register/receipt.html", "e-mail", receipt),
        ("register/receipt.html", "letter", receipt | {"told": letter, "scan": True}),
        ("register/receipt.html", "answered", receipt | {"case": ended, "told": told}),
        (
            "register/receipt.html",
            "answered, and nothing to send",
            receipt | {"case": ended, "told": {"by": "none", "where": "", "name": ""}},
        ),
        *(
            ("register/receipt.html", way, receipt | {"told": {"by": way, "where": to, "name": ""}})
            for way, to in ways
        ),
        ("register/receipt.html", "confirmed", receipt | {"key": "", "opens": False}),
        ("register/asked.html", "updates", asked | {"what": "updates"}),
        ("register/asked.html", "support", asked | {"what": "support", "channel": "sms"}),
        ("register/support.html", "empty", BLANK),
        (
            "register/support.html",
            "errors",
            {"values": {"case": "1"}, "errors": [wrong("case", "unknown"), wrong("email", "bad")]},
        ),
    ]


def _taking_over() -> Made:
    page: dict[str, object] = {
        "case": case(is_public=False),
        "done": False,
        "helped": True,
        "known": "",
        "key": "",
    }
    return [
        ("submissions/taking_over.html", "for a stranger", page | BLANK),
        (
            "submissions/taking_over.html",
            "the helper's own address",
            page | {"values": {"channel": "email"}, "errors": [wrong("email", "own")]},
        ),
        (
            "submissions/taking_over.html",
            "signed in, taken in by us",
            page | BLANK | {"known": "r***@example.org", "helped": False},
        ),
        ("submissions/taking_over.html", "done", page | BLANK | {"done": True, "key": KEY}),
    ]


def _own() -> Made:
    manages = MINE | {"manages": True, "members": MEMBERS}
    invitation = {
        "organisation": ONE.name,
        "part": "member",
        "done": False,
        "action": "/memberships/1.x",
    }
    none: dict[str, object] = {"organisations": [], "came_back": ""} | BLANK
    return [
        ("organisations/own.html", "none", none),
        ("organisations/own.html", "a member and a manager", none | {"organisations": [MINE]}),
        (
            "organisations/own.html",
            "a manager, with errors",
            none
            | {
                "organisations": [manages],
                "came_back": "3",
                "values": {"email": "ny@", "part": "member"},
                "errors": [wrong("email", "bad")],
            },
        ),
        ("organisations/own.html", "a manager", none | {"organisations": [manages]}),
        ("organisations/invitation.html", "member", invitation),
        ("organisations/invitation.html", "manager", invitation | {"part": "manager"}),
        ("organisations/invitation.html", "done", invitation | {"done": True}),
    ]


def _all() -> Made:
    rows = [
        Thing(**(vars(ONE) | {"members": 1})),
        Thing(**(vars(ONE) | {"id": 4, "number": "", "members": 0, "ended_at": NOW})),
    ]
    wrong_ones = [wrong("name", "official"), wrong("number", "bad"), wrong("email", "missing")]
    one: dict[str, object] = {"organisation": ONE, "members": MEMBERS} | BLANK
    ended = Thing(**(vars(ONE) | {"ended_at": NOW, "number": "", "email": ""}))
    return [
        ("organisations/index.html", "none", {"organisations": []} | BLANK),
        (
            "organisations/index.html",
            "some, with errors",
            {"organisations": rows, "values": {"name": "Kommunen"}, "errors": wrong_ones},
        ),
        ("organisations/show.html", "with members", one),
        ("organisations/show.html", "without members", one | {"members": []}),
        (
            "organisations/show.html",
            "errors",
            one | {"values": {"part": "manager"}, "errors": [wrong("email", "member")]},
        ),
        ("organisations/show.html", "ended", one | {"organisation": ended, "members": []}),
    ]
