"""Dialogues: the list and the page of one, in their states."""

from datetime import date

from markupsafe import Markup

from tests.templates.samples.town import NOW, at

HEAD = {
    "slug": "torget",
    "reference": "2026-00200",
    "question": "Hur kan torget bli en plats där fler vill vara?",
    "publisher": "Gatuenheten",
    "updated_at": NOW,
    "is_public": True,
}
PHASE = {
    "id": 1,
    "kind": "discuss",
    "title": "",
    "words": "Skriv vad du tycker om skisserna.",
    "state": "open",
    "acts": True,
    "opens_at": at(2026, 11, 1),
    "closes_at": at(2026, 12, 10),
    "last_day": date(2026, 12, 9),
    "closes": None,
    "part": {"title": "Skolgården", "leader": "Olga Lind"},
}
COMING = {"id": 2, "kind": "vote", "title": "Rösta om bänkarna", "state": "coming", "part": None}
PAST = {"id": 3, "kind": "inform", "state": "past", "closes": at(2026, 10, 30), "part": None}
FIRST = {"panel": Markup("<p>Det här sägs.</p>"), "action": "/dialogues/torget/talk", "first": True}
SECOND = {"id": 4, "kind": "statements", "panel": Markup(), "action": "/x", "first": False}
EVENT = {
    "kind": "moved",
    "at": NOW,
    "to": "open",
    "html": "<p>Vi öppnar igen.</p>",
    "phase": None,
    "phase_kind": "",
    "changed": "",
    "last_day": None,
}
EVENTS = [
    EVENT,
    EVENT | {"to": "coming", "html": ""},
    EVENT | {"kind": "phase_changed", "phase": PHASE, "last_day": date(2026, 12, 9)},
    EVENT | {"kind": "phase_changed", "phase": PHASE},
    EVENT | {"kind": "phase_changed", "phase_kind": "vote", "changed": "removed"},
    EVENT | {"kind": "edited", "changed": "noted"},
    EVENT | {"kind": "phase_changed", "phase": PHASE | COMING, "changed": "added"},
]


def _page(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "dialogue": HEAD,
        "status": "open",
        "over": False,
        "level": "dialogue",
        "said": {
            "purpose": "Att få underlag till en ny plan.",
            "can": "Bänkar, växter och belysning.",
            "cannot": "Att bussarna stannar vid torget.",
            "target": "Alla som bor här.",
            "decider": "Tekniska nämnden",
            "decision_on": date(2027, 2, 20),
            "feedback_on": date(2027, 3, 1),
        },
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 12, 20),
        "background_html": "<p>Torget byggs om nästa år.</p>",
        "leaders": [
            {"name": "Olga Lind", "title": "Planerare", "phone": "08-465 004 12", "email": ""},
            {"name": "Åke Ek", "title": "", "phone": "", "email": "ake@example.org"},
        ],
        "unit": "Gatuenheten",
        "units": ["Parkenheten"],
        "phases": [PHASE | PAST, PHASE, PHASE | COMING],
        "open": [PHASE | FIRST, PHASE | SECOND],
        "following": PHASE | COMING,
        "ended": None,
        "panel": None,
        "heard": [PHASE | PAST | {"result": Markup("<p>34 idéer.</p>")}],
        "occasions_html": Markup(),
        "heard_html": Markup(),
        "outcome_html": Markup(),
        "events": EVENTS,
        "more_events": 0,
    }
    return facts | changed


def _still(status: str, **changed: object) -> dict[str, object]:
    over = status in {"closed", "handed_over", "broken_off"}
    return _page(status=status, over=over, open=[], following=None, **changed)


ENDED = {"by": "Tekniska nämnden", "words": "Pengarna räcker inte.", "link": "https://example.org/"}
OUTCOME = Markup("<h2>Det här ledde det till</h2><p>Tio bänkar.</p>")


def dialogues() -> list[tuple[str, str, dict[str, object]]]:
    row = HEAD | {
        "status": "open",
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 12, 20),
        "phase": PHASE,
        "following": None,
    }
    waits = row | {"status": "analysis", "phase": None}
    nothing: dict[str, object] = {
        **{name: [] for name in ("open", "coming", "between", "over")},
        "next_url": "",
        "first_url": "",
    }
    lists = {
        "open": [row, row | {"phase": PHASE | {"closes": at(2026, 12, 9)}}],
        "coming": [
            row | {"status": "coming", "phase": None, "following": PHASE | COMING},
            row | {"status": "coming", "phase": None},
        ],
        "between": [waits, waits | {"status": "open", "following": PHASE | COMING}],
        "over": [row | {"status": "closed"}, row | {"status": "broken_off"}],
        "next_url": "/dialogues?after=2026-01-01-1",
    }
    draft = _still("draft", dialogue=HEAD | {"is_public": False}, events=[], leaders=[], units=[])
    bare = {"can": "", "cannot": "", "purpose": "", "target": "", "decider": ""}
    draft |= {"said": bare | {"decision_on": None, "feedback_on": None}, "phases": [], "heard": []}
    shows = {
        "open": _page(),
        "for a panel": _page(panel={"name": "Ungas panel", "slug": "ungas-panel"}),
        "draft": draft,
        "coming": _still("coming") | {"following": PHASE | COMING},
        "between phases": _still("open") | {"following": PHASE | COMING},
        "being put together": _still("analysis", more_events=80),
        "with feedback": _still("feedback", outcome_html=OUTCOME),
        "closed": _still("closed", outcome_html=OUTCOME),
        "handed over": _still("handed_over", ended=ENDED),
        "broken off": _still("broken_off", ended=ENDED | {"link": ""}),
    }
    return [
        ("dialogues/list.html", "no dialogues", nothing),
        ("dialogues/list.html", "dialogues", nothing | lists),
        *[("dialogues/show.html", f"a dialogue, {what}", made) for what, made in shows.items()],
    ]
