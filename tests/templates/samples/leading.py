"""Dialogues as whoever leads them has them before her."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.town import NOW, at, wrong

DIALOGUE = {
    "slug": "torget",
    "reference": "2026-00140",
    "question": "Hur kan torget bli en plats där fler vill vara?",
    "publisher": "Stadsmiljö",
    "updated_at": NOW,
    "is_public": False,
    "version": 3,
    "status": "draft",
}
PUBLIC = DIALOGUE | {"is_public": True, "status": "open"}
SAID = {
    "level": "dialogue",
    "can": "Bänkar och växter.",
    "cannot": "",
    "decider": "Tekniska nämnden",
    "decision_on": date(2027, 3, 1),
    "feedback_on": date(2027, 3, 10),
    "opens_on": date(2026, 12, 1),
    "closes_on": date(2027, 1, 31),
}
LEVELS = ["information", "consultation", "dialogue", "influence", "co_decision"]
KINDS = ["inform", "collect_ideas", "discuss", "statements", "vote", "draft_result", "decision"]
FORM = {"values": {}, "errors": []}


def _phase(**changed: object) -> dict[str, object]:
    return {
        "id": 4,
        "version": 1,
        "position": 1,
        "kind": "vote",
        "title": "Välj namn",
        "part": "Norr",
        "opens_at": at(2026, 12, 1),
        "closes_at": at(2026, 12, 20),
        "stands": "coming",
        "with": [2],
        "page": ("ballot", "/casework/dialogues/torget/phases/4/ballot"),
        **changed,
    }


NO_BALLOT = ("ballot", "missing", Thing(id=4, opens_at=NOW))


def _line(**changed: object) -> dict[str, object]:
    return {
        "slug": "torget",
        "question": DIALOGUE["question"],
        "unit": "Stadsmiljö",
        "opens_on": date(2026, 12, 1),
        "closes_on": date(2027, 1, 31),
        "mine": True,
        "late": False,
        "closing": False,
        "unready": False,
        **changed,
    }


def _home(**changed: object) -> dict[str, object]:
    leader = Thing(name="Olga Lind", title="Planerare", phone="08-465 004 12", email="")
    return {
        "dialogue": DIALOGUE,
        "lacks": [
            ("cannot", "missing", None),
            ("phases", "missing", None),
            ("leaders", "missing", None),
        ],
        "waiting": [],
        "said": SAID,
        "phases": [],
        "leaders": [leader, Thing(name="Ada Berg", title="", phone="", email="")],
        "parts": [("Norr", "Olga Lind"), ("Söder", "")],
        "units": ["Kultur och fritid"],
        "pages": [],
        "steps": ["coming"],
        "hear": 0,
        **changed,
    }


def _phase_page(**changed: object) -> dict[str, object]:
    return {
        "dialogue": PUBLIC,
        "phase": None,
        "fixed": False,
        "over": False,
        "others": [],
        "kinds": KINDS,
        "parts": [(1, "Norr")],
        "hear": 0,
        **FORM,
        **changed,
    }


def _step(**changed: object) -> dict[str, object]:
    return {"dialogue": PUBLIC, "possible": True, "lacks": [], "hear": 12, **FORM, **changed}


def leading() -> list[tuple[str, str, dict[str, object]]]:
    """Every page of theirs."""
    here = "casework/dialogues/"
    typed = {"kind": "vote", "opens_day": "2026-12-01", "opens_clock": "8.00"}
    row = {"leader1-id": "1", "leader1-name": "Olga Lind"}
    steps = [
        ("coming", {"dialogue": DIALOGUE, "lacks": [("can", "missing", None), NO_BALLOT]}),
        ("broken_off", {"errors": [wrong("ended_by", "missing")]}),
        ("handed_over", {"dialogue": PUBLIC | {"status": "closed"}}),
        ("open", {"dialogue": PUBLIC | {"status": "analysis"}}),
        ("analysis", {"hear": 0}),
        ("closed", {"possible": False}),
    ]
    return [
        (
            f"{here}list.html",
            "dialogues to lead",
            {
                "may_begin": True,
                "heaps": [
                    ("draft", [_line()]),
                    ("open", [_line(mine=False, closing=True, unready=True)]),
                    ("feedback", [_line(late=True)]),
                ],
            },
        ),
        (f"{here}list.html", "no dialogues to lead", {"may_begin": False, "heaps": []}),
        (f"{here}new.html", "a new dialogue", {"units": [(1, "Gata")], "levels": LEVELS, **FORM}),
        (
            f"{here}words.html",
            "words of a dialogue",
            {"dialogue": PUBLIC, "levels": LEVELS, **FORM},
        ),
        (f"{here}show.html", "a draft of a dialogue", _home()),
        (
            f"{here}show.html",
            "an open dialogue to lead",
            _home(
                dialogue=PUBLIC,
                lacks=[],
                waiting=[NO_BALLOT],
                phases=[_phase(), _phase(id=5, stands="over", page=None, **{"with": []})],
                steps=["analysis", "broken_off"],
                hear=7,
            ),
        ),
        (
            f"{here}leaders.html",
            "leaders of a dialogue",
            {
                "dialogue": PUBLIC,
                "rows": [1, 2, 3],
                "values": row,
                "errors": [wrong("leader2-name", "missing"), wrong("leaders", "missing")],
            },
        ),
        (
            f"{here}parts.html",
            "parts of a dialogue",
            {"dialogue": DIALOGUE, "rows": [1, 2], "leaders": [(1, "Olga")], **FORM},
        ),
        (
            f"{here}units.html",
            "units of a dialogue",
            {"dialogue": DIALOGUE, "units": [(2, "Kultur")], **FORM},
        ),
        (f"{here}phase.html", "one more phase", _phase_page()),
        (
            f"{here}phase.html",
            "an open phase",
            _phase_page(
                phase=_phase(stands="open"), fixed=True, others=[_phase()], hear=3, values=typed
            ),
        ),
        (
            f"{here}phase.html",
            "a phase that is over",
            _phase_page(phase=_phase(stands="over"), fixed=True, over=True),
        ),
        *((f"{here}step.html", f"the step to {to}", _step(to=to, **more)) for to, more in steps),
    ]
