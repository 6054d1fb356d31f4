"""The list of cases in every state, and what may be the same thing."""

from tests.templates.samples.asked_often import QUESTIONS
from tests.templates.samples.town import ROWS, SITE, SUBJECTS, TYPED, wrong

LIST = "submissions/list.html"
FEEDS = [
    {"url": "/feeds/subjects/street-lights.atom", "name": "Gatlampor"},
    {"url": "/feeds/units/streets.atom", "name": "Gatuenheten"},
]
FOLLOWS = [
    {"url": "/subscriptions/new?subject=street-lights", "name": "Gatlampor"},
    {"url": "/subscriptions/new?unit=streets", "name": "Gatuenheten"},
]


def _list(**more: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "values": {},
        "without": {},
        "kinds": [kind.value for kind in SITE.kinds],
        "subjects": [{"slug": one["slug"], "name": one["name"]} for one in SUBJECTS],
        "states": ["open", "support", "board", "answered", "decided", "closed"],
        "units": [{"slug": "streets", "name": "Gatuenheten"}],
        "orders": ["newest", "supported", "due"],
        "rows": ROWS,
        "more": False,
        "next_url": "",
        "first_url": "",
        "questions": [],
        "suggestion": None,
        "leads_on": {},
        "like": None,
        "feeds": [],
        "follows": [],
    }
    return facts | more


def _chosen(**values: str) -> dict[str, object]:
    return {"values": values, "without": dict.fromkeys(values, "/submissions?q=x&kind=y")}


def lists() -> list[tuple[str, str, dict[str, object]]]:
    every = _chosen(
        q='"lampa" & <väg>',
        kind="fault_report",
        subject=str(SUBJECTS[0]["slug"]),
        state="open",
        unit="streets",
        place="Storgatan",
        order="due",
    )
    following = {"more": True, "next_url": "/submissions?after=0-1-2"}
    nothing = _list(rows=[], **_chosen(q="gatlmpa"))
    return [
        (LIST, "full", _list(**following)),
        (LIST, "a later page", _list(**following, first_url="/submissions")),
        (LIST, "empty", _list(rows=[])),
        (LIST, "found", _list(**_chosen(q="lampa"), questions=QUESTIONS)),
        (LIST, "one found", _list(**_chosen(q="lampa"), rows=ROWS[:1])),
        (LIST, "filtered", _list(**every, **following, feeds=FEEDS, follows=FOLLOWS)),
        (LIST, "filtered without words", _list(**_chosen(kind="praise"))),
        (LIST, "nothing found", nothing),
        (
            LIST,
            "did you mean",
            nothing | {"suggestion": {"word": "gatlampa", "url": "?q=gatlampa"}},
        ),
        (LIST, "nothing as chosen", _list(rows=[], **_chosen(kind="praise", state="open"))),
        (LIST, "nothing as asked and chosen", _list(rows=[], **_chosen(q="x", kind="praise"))),
        (LIST, "like one", _list(like={"reference": "2026-00123", "title": "Mörkt"})),
        (LIST, "none like one", _list(rows=[], like={"reference": "2026-00123", "title": "Mörkt"})),
        *_instead(),
    ]


def _instead() -> list[tuple[str, str, dict[str, object]]]:
    kept = {"title": TYPED["title"], "text": '<b>"Hål"</b>'}
    values = {"topic": "submission", "submission": "2026-00123", "extent": "answers"}
    sent = {
        "purpose": "subscription",
        "channel": "email",
        "address": "rosa@example.org",
        "back": "/submissions/2026-00123",
        "back_title": "Mörkt",
        "kept": kept,
    }
    return [
        (
            "subscriptions/new.html",
            "instead of what is being written",
            {
                "topic": "submission",
                "title": "Mörkt",
                "url": "/submissions/2026-00123",
                "proposal": False,
                "dialogue": False,
                "values": values | {"channel": "email", "email": "rosa@"},
                "errors": [wrong("email", "bad")],
                "kept": kept,
            },
        ),
        ("subscriptions/sent.html", "with what was being written", sent | {"confirmed": False}),
        ("subscriptions/sent.html", "nothing is left to do", sent | {"confirmed": True}),
    ]


def near() -> dict[str, object]:
    """What the check page may find near."""
    return {
        "alike": [{**vars(row), "goes_on": number == 0} for number, row in enumerate(ROWS[:2])],
        "asked_before": QUESTIONS,
    }
