"""Discussions and ideas: read, written, and over."""

from types import SimpleNamespace as Thing

import templates
from models.dialogue.kinds import Stance
from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.screened import SCREENED
from tests.templates.samples.town import NOW, at, wrong

PHASE = Thing(
    id=1,
    kind="discuss",
    title="",
    words="Skriv vad du tycker om skisserna.",
    opens_at=at(2026, 11, 1),
    closes_at=at(2026, 12, 10),
    open=True,
    over=False,
    coming=False,
    next_kind="",
    next_at=None,
)
OVER = Thing(**vars(PHASE) | {"open": False, "over": True, "next_kind": "vote", "next_at": NOW})
COMING = Thing(**vars(PHASE) | {"open": False, "coming": True})
STOPPED = Thing(**vars(PHASE) | {"open": False})
NAMED = Thing(**vars(PHASE) | {"id": 2, "title": "Skolgården"})


def _row(number: int, depth: int, *more: object, html: str = "<p>Fler bänkar.</p>") -> tuple:
    official, stance, helpful, locked = more or (False, None, 0, False)
    path = "00001" * depth + f"{number:05d}"
    parent = (1, "") if depth else (None, "")
    about = (number, path, depth, official, False, False, "published", NOW, "Nils", html)
    return (*about, *parent, locked, stance, helpful, number, "", 0)


ROOT = _row(1, 0, False, Stance.FOR, 12, False)
ROWS = [
    ROOT,
    _row(2, 1, True, None, 0, False),
    _row(3, 4, html=""),
    _row(4, 1, False, None, 1, True),
]
AGAINST = [_row(5, 0, False, Stance.AGAINST, 0, False)]
DRAWN = {
    "slug": "torget",
    "reference": "2026-00200",
    "here": "/dialogues/torget/talk?phase=1&order=new",
    "marked": {1},
    "marks": True,
    "writes": True,
}
COMMON = {"dialogue": HEAD, "phase": PHASE, "locked": False, "writes": True}
COUNTS = {"for": 1, "against": 1, "rest": 2, "replies": 3, "all": 7}
IDEA = {
    "number": 9,
    "title": "En fontän",
    "html": "<p>Vatten svalkar.</p>",
    "byline": "Sam",
    "organisation": True,
    "official": False,
    "at": NOW,
    "helpful": 3,
    "locked": False,
}
FORM = {
    "known": False,
    "nameless": False,
    "organisations": [],
    "child_age": 16,
    "participation": None,
    "at_once": False,
    "wait": None,
    "screened": None,
    "values": {"phase": "1", "form_key": "k"},
    "errors": [],
}


def _root(rows: list[tuple]) -> dict[str, object]:
    return {"rows": rows, "left": 2, "all_replies": 5, "comment": Thing(number=1)}


def _lists(language: str) -> tuple[str, str, str]:
    """What is drawn once for all readers: a discussion, ideas, and nothing yet."""
    lists = {"turns": [_root(ROWS), _root(AGAINST)], "rest": [_root([_row(7, 0)])], "first": True}
    lists |= DRAWN | {"counts": COUNTS, "next_url": "/x?for=1-2"}
    gone = IDEA | {"number": 10, "title": "", "replies": 2}
    ideas = DRAWN | {"ideas": [IDEA | {"replies": 1}, gone], "all": 2, "next_url": "/x?after=1-2"}
    none = DRAWN | {"ideas": [], "all": 0, "next_url": ""}
    drawn = "dialogues/talk/_lists.html", "dialogues/ideas/_ideas.html"
    return (
        templates.fragment(drawn[0], language, **lists),
        templates.fragment(drawn[1], language, **ideas),
        templates.fragment(drawn[1], language, **none),
    )


def talking(language: str) -> list[tuple[str, str, dict[str, object]]]:
    """Every page of a discussion and of ideas, with the parts that are kept for all."""
    talk, ideas, none = _lists(language)
    page = COMMON | {"phases": [PHASE, NAMED], "order": "new", "url": "/x?phase=1", "body": talk}
    page |= {"source": ""}
    gone = {"phase": OVER, "writes": False}
    thread = COMMON | DRAWN | {"number": 1, "rows": ROWS, "url": "/x", "first": True}
    thread |= {"next_url": "/x?after=1"}
    closed = {"dialogue": HEAD, "locked": False, "where": "/x", "idea": False, "typed": []}
    stance = {"dialogue": HEAD, "phase": PHASE, "values": {}, "errors": []}
    new = FORM | {"dialogue": HEAD, "phase": PHASE, "parent": None, "asks_stance": False}
    parent = Thing(number=1, byline="", html="<p>Fler bänkar.</p>")
    again = {"errors": [wrong("text", "missing"), wrong("stance", "missing")], "asks_stance": True}
    idea = FORM | {"dialogue": HEAD, "phase": PHASE, "idea": True}
    missing = {"errors": [wrong("title", "missing")], "screened": SCREENED, "known": True}
    typed = [("title", "En fontän"), ("text", "Vatten svalkar.")]
    return [
        ("dialogues/talk/list.html", "open", page),
        ("dialogues/talk/list.html", "over", page | gone | {"source": "Decide Madrid"}),
        ("dialogues/talk/list.html", "to come", page | {"phase": COMING, "writes": False}),
        ("dialogues/talk/list.html", "locked", page | {"locked": True, "writes": False}),
        ("dialogues/talk/thread.html", "", thread),
        ("dialogues/talk/thread.html", "over", thread | {"marks": False, "first": False}),
        ("dialogues/talk/stance.html", "", stance),
        ("dialogues/talk/stance.html", "wrong", stance | {"errors": [wrong("stance", "missing")]}),
        ("dialogues/talk/new.html", "", new | {"values": FORM["values"] | {"stance": "for"}}),
        ("dialogues/talk/new.html", "reply", new | {"parent": parent, "known": True}),
        ("dialogues/talk/new.html", "wrong", new | again | {"screened": SCREENED}),
        ("dialogues/talk/closed.html", "over", closed | {"phase": OVER, "typed": typed}),
        ("dialogues/talk/closed.html", "ideas", closed | {"phase": OVER, "idea": True}),
        ("dialogues/talk/closed.html", "to come", closed | {"phase": COMING}),
        ("dialogues/talk/closed.html", "ideas to come", closed | {"phase": COMING, "idea": True}),
        ("dialogues/talk/closed.html", "stopped", closed | {"phase": STOPPED}),
        ("dialogues/talk/closed.html", "locked", closed | {"phase": PHASE, "locked": True}),
        ("dialogues/ideas/list.html", "", page | {"body": ideas}),
        ("dialogues/ideas/list.html", "none", page | {"body": none, "order": "helpful"}),
        ("dialogues/ideas/show.html", "", thread | {"rows": ROWS[1:], "idea": IDEA}),
        ("dialogues/ideas/show.html", "gone", thread | {"rows": [], "idea": IDEA | {"title": ""}}),
        ("dialogues/ideas/new.html", "", idea),
        ("dialogues/ideas/new.html", "wrong", idea | missing),
    ]
