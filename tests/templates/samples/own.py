"""What residents find of their own: changes, questions of ours, the ways back in, who they are."""

from datetime import date
from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.cases import CHANGED, rest, show, top
from tests.templates.samples.judging import BESIDE, DOORS, ITEM, TEXT
from tests.templates.samples.participating import NAMED, OWN_PAGE, PROTECTED
from tests.templates.samples.town import NOW, OLGA, PROSE, ROSA, VOTES, at, case, wrong

Made = list[tuple[str, str, dict[str, object]]]

QUESTION = "<p>Vilken dag var det, och vid vilken hållplats?</p>"
ADDED = Thing(
    question_html=QUESTION,
    asked_at=at(2026, 11, 3),
    answer_html="<p>Tisdag den 27 oktober, vid torget.</p>",
    answered_at=at(2026, 11, 4),
)


def own(language: str) -> Made:
    return [*_cases(language), *_changes(), *_ways_in(), *_details(), *_desk()]


def _cases(language: str) -> Made:
    waiting = case(status="waiting_resident", face="waiting_resident", mine=True, is_public=False)
    changed = case(kind="proposal", status="voting", face="voting", edited_at=NOW, mine=True)
    made = {
        "we ask": (
            waiting,
            {
                "asked": {"html": QUESTION, "values": {}, "ends": date(2026, 12, 3)},
                "one_way_in": {"name": "Siv Ek", "phone": "08-123 45 00"},
                "added": [ADDED],
            },
        ),
        "we ask, without an answer": (
            waiting,
            {
                "asked": {"html": "", "values": {"text": ""}, "ends": None},
                "errors": [wrong("text", "missing")],
                "confirmable": True,
            },
        ),
        "a change waits": (
            changed,
            {"pending": Thing(title="Ny rubrik", html=PROSE), "changeable": True},
        ),
        "a change was not shown": (
            changed,
            {
                "refused_change": Thing(reason="personal_data", message="Ta bort namnet."),
                "changeable": True,
                "withdrawable": True,
            },
        ),
    }
    return [
        (
            "submissions/show.html",
            what,
            show(
                language,
                top(case=one, votes=VOTES if one.kind == "proposal" else None),
                rest(case=one),
                **shell,
            ),
        )
        for what, (one, shell) in made.items()
    ]


def _changes() -> Made:
    blank = {"values": CHANGED, "errors": [], "message": ""}
    public = {"is_public": True, "waits": True, "supporters": 31} | blank
    private = {"is_public": False, "waits": False, "supporters": 0} | blank
    return [
        ("submissions/edit.html", "of a shown text", {"case": case(), **public}),
        ("submissions/edit.html", "private", {"case": case(publication="private"), **private}),
    ]


def _ways_in() -> Made:
    nothing = {"code": "", "who": "", "when": None, "wait": 0, "kept": [], "back": "", "again": ""}
    nothing |= {"rule": None}
    typed = {"reference": "2026-00123", "code": "abc"}
    sent = {"channel": "email", "address": "rosa@gmial.com", "meant": "rosa@gmail.com"}
    return [
        ("find_my_case.html", "empty", {"values": {}, "errors": []}),
        ("find_my_case.html", "wrong", {"values": typed, "errors": [wrong("code", "wrong")]}),
        ("sign_in_sent.html", "by e-mail", sent),
        (
            "sign_in_sent.html",
            "by text message",
            {"channel": "sms", "address": "070-174 06 05", "meant": ""},
        ),
        ("sign_in_sent.html", "renewed", {"channel": "", "address": "", "meant": ""}),
        (
            "problem.html",
            "a link that is over",
            nothing | {"status": 410, "code": "expired", "renewal": "/sign-in/1.abc/renewal"},
        ),
    ]


def _details() -> Made:
    here = Thing(id=3, created_at=at(2026, 11, 1), last_seen_at=NOW, here=True)
    other = Thing(id=2, created_at=at(2026, 10, 2), last_seen_at=at(2026, 10, 20), here=False)
    rosa = {
        "me": ROSA,
        "addresses": ["r***@example.org", "070-*** ** 05"],
        "renames": True,
        "works": False,
        "works_here": False,
        "called": "Rosa",
        "bylines": [Thing(byline="Rosa", texts=3), Thing(byline="Lampvännen", texts=1)],
        "sessions": [here, other],
        "taking": OWN_PAGE,
        "writes_for": ["Cykelföreningen"],
        "ways": {
            "identities": [Thing(id=1, title="BankID", last_used_at=NOW)],
            "last_way_in": False,
            "add": [Thing(url="/sign-in/with/freja?add=key", title="Freja")],
            "again": "",
        },
        "values": {"name": "Rosa", "language": "sv", "daily": "yes"},
        "errors": [],
    }
    olga = {
        "me": OLGA,
        "works": True,
        "works_here": True,
        "renames": False,
        "called": "Olga",
        "bylines": [],
        "ways": {
            "identities": [Thing(id=1, title="BankID", last_used_at=NOW)],
            "last_way_in": True,
            "add": [],
            "again": "/sign-in/again?next=/me/details",
        },
        "sessions": [here],
        "taking": PROTECTED,
        "writes_for": [],
    }
    wrong_language = {"errors": [wrong("language", "unknown")]}
    return [
        ("me_details.html", "full", rosa),
        ("me_details.html", "without a page", rosa | {"taking": NAMED}),
        ("me_details.html", "of an official, with errors", rosa | olga | wrong_language),
    ]


def _desk() -> Made:
    item = Thing(**(vars(ITEM) | {"target": "submission", "section": None, "change": True}))
    change = {
        "title": "Lekplats i parken",
        "former_title": "Lekplats i Björkparken",
        "former_html": Markup("<p>Bygg en lekplats i <del>Björkparken.</del></p>"),
        "html": Markup("<p>Bygg en lekplats i <ins>parken vid ån.</ins></p>"),
        "supporters": 31,
    }
    doors = [door for door in DOORS if door not in {"keep", "return"}]
    judged = {
        **BESIDE,
        "me": OLGA,
        "item": item,
        "text": TEXT,
        "source": "Bygg en lekplats i parken vid ån.",
        "change": change,
        "photo": None,
        "flags": [],
        "reports": [],
        "parent": None,
        "doors": doors,
    }
    return [("desk/item.html", "a change of a shown text", judged)]
