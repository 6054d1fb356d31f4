"""Statements of dialogues: answering, writing one, the rule, the result, and setting a phase up."""

from types import SimpleNamespace as Row

from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.town import NOW, at, wrong

PHASE = Row(id=7, title="Ta ställning", opens_at=at(2026, 11, 4), closes_at=at(2026, 11, 18))
SAID = Row(
    id=1,
    number=1,
    html="<p>Torget behöver fler bänkar &amp; träd.</p>",
    source="Torget behöver fler bänkar & träd.",
    official=True,
)
OTHER = Row(**{**vars(SAID), "id": 2, "number": 2, "official": False})
ANSWER = {
    "dialogue": HEAD,
    "phase": PHASE,
    "known": True,
    "participation": None,
    "statement": SAID,
    "stand": None,
    "answered": [(OTHER, "pass")],
    "all": 12,
    "live": False,
    "values": {},
    "errors": [],
}
DECLARED = {
    "act": "comment",
    "level": "declared",
    "age": 0,
    "asks_tied": True,
    "asks_year": False,
    "signed_in": True,
    "needs": "",
}


def _line(number: int, **changed: object) -> dict[str, object]:
    return {
        "number": number,
        "html": SAID.html,
        "text": SAID.source,
        "official": True,
        "counts": (1200, 300, 20),
        "answers": 1520,
        "shares": (79, 20, 1),
        "groups": [("A", (88, 10, 2)), ("B", None)],
        **changed,
    }


FEW = _line(3, counts=None, shares=None, answers=0)
GROUPS = [
    {
        "letter": letter,
        "people": people,
        "x": x,
        "y": 200,
        "rx": 80,
        "ry": 60,
        "typical": [_line(1, agrees=agrees, share=(88, 10, 2)) for agrees in agreeing],
    }
    for letter, people, x, agreeing in (("A", 900, 200, (True, False)), ("B", 40, 500, ()))
]
RESULT = {
    "people": 1487,
    "answers": 14328,
    "as_of": NOW,
    "agreed": [_line(1)],
    "refused": [_line(2)],
    "divides": [_line(1)],
    "groups": GROUPS,
    "outside": 12,
    "clearness": "weak",
    "map": {"width": 720, "height": 400},
    "rows": [_line(1), FEW],
}
ALONE = {
    **RESULT,
    "people": 1,
    "agreed": [],
    "refused": [],
    "divides": [],
    "groups": [],
    "rows": [_line(1, groups=[])],
}
SHOWN = {
    "dialogue": HEAD,
    "phase": PHASE,
    "over": True,
    "others": [],
    "few": 5,
    "result": RESULT,
}
STAFF = {
    "dialogue": HEAD,
    "phase": PHASE,
    "begun": False,
    "over": False,
    "public": True,
    "live": False,
    "rows": [SAID, OTHER],
    "longest": 280,
    "values": {},
    "errors": [],
}
NEW = {
    "dialogue": HEAD,
    "longest": 280,
    "known": True,
    "participation": None,
    "screened": None,
    "values": {"form_key": "0" * 32},
    "errors": [],
}


def stating() -> list[tuple[str, str, dict[str, object]]]:
    """Every page of them in every state worth looking at."""
    answer, result = "dialogues/statements/answer.html", "dialogues/statements/result.html"
    staff = "dialogues/statements/staff.html"
    return [
        (answer, "the next one", ANSWER),
        (answer, "once more", {**ANSWER, "stand": "agree", "statement": OTHER, "live": True}),
        (answer, "all answered", {**ANSWER, "statement": None}),
        (answer, "nothing pressed", {**ANSWER, "errors": [wrong("answer", "missing")]}),
        (answer, "a stranger", {**ANSWER, "known": False, "answered": []}),
        (answer, "a rule", {**ANSWER, "participation": DECLARED}),
        ("dialogues/statements/new.html", "empty", NEW),
        (
            "dialogues/statements/new.html",
            "nothing written",
            {**NEW, "errors": [wrong("text", "missing")]},
        ),
        ("dialogues/statements/new.html", "signed out", {**NEW, "known": False}),
        (
            "dialogues/statements/thanks.html",
            "it waits",
            {"dialogue": HEAD, "at_once": False, "shown": False, "place": None},
        ),
        (
            "dialogues/statements/thanks.html",
            "it is shown",
            {"dialogue": HEAD, "at_once": False, "shown": True, "place": None},
        ),
        ("dialogues/statements/how.html", "the rule", {"dialogue": HEAD}),
        (result, "groups", {**SHOWN, "others": [Row(id=6, title="", closes_at=NOW)]}),
        (result, "so far", {**SHOWN, "over": False, "result": {**RESULT, "clearness": "hardly"}}),
        (result, "no groups", {**SHOWN, "result": ALONE}),
        (result, "no statements", {**SHOWN, "result": {**ALONE, "rows": []}}),
        (result, "not counted", {**SHOWN, "result": None}),
        (staff, "before it opens", STAFF),
        (staff, "open", {**STAFF, "begun": True, "rows": []}),
        (staff, "over", {**STAFF, "begun": True, "over": True, "live": True}),
        (staff, "a draft", {**STAFF, "public": False}),
        (staff, "nothing written", {**STAFF, "errors": [wrong("statements", "missing")]}),
    ]
