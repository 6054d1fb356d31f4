"""What was heard in a dialogue, its themes, and what came of it: for everyone and for staff."""

from datetime import date
from types import SimpleNamespace as Row

from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.town import NOW, wrong

LED = HEAD | {"version": 3, "status": "open"}
NOTE = Row(
    id=4,
    at=NOW,
    channel="meeting",
    day=date(2026, 11, 12),
    place="Biblioteket",
    people=12,
    words="De saknar skugga.\nOch bänkar.",
    shown=True,
)
CHANNELS = [("talk", 12), ("meeting", 3), ("case", 1)]
ANSWERS = [
    {"theme": "Skugga", "answer": "will", "said": "Fyra träd.", "due_on": date(2027, 5, 1)}
    | {"who": "Parkenheten"},
    {"theme": "Bänkar", "answer": "done", "said": "Sex bänkar.", "due_on": None, "who": ""},
    {"theme": "Bilar", "answer": "not", "said": "Gatan är stängd.", "due_on": None, "who": ""},
]
ACTION = {
    "id": 7,
    "words": "Plantera fyra träd.",
    "theme": "Skugga",
    "unit": "Parkenheten",
    "owner": "Olga Lind",
    "due_on": date(2026, 11, 1),
    "status": "planned",
    "done_on": None,
    "why": "Marken var frusen.",
    "carried_from": date(2025, 5, 1),
    "late": True,
}
ACTIONS = [
    ACTION,
    ACTION | {"id": 8, "status": "done", "done_on": date(2026, 11, 2), "late": False, "why": ""},
    ACTION | {"id": 9, "status": "dropped", "late": False, "carried_from": None, "theme": ""},
]
TOLD = Row(html="<p>Många vill ha skugga.</p>", influenced="Planen ändrades.", published_at=NOW)
RESULT = {
    "dialogue": HEAD,
    "closing": TOLD,
    "answers": ANSWERS,
    "actions": ACTIONS,
    "years": [Row(year=2027, at=NOW, html="<p>Träden står där.</p>")],
    "learnt": Row(at=NOW, html="<p>Vi började för sent.</p>"),
    "reports": [
        {"id": 2, "kind": "discuss", "title": "", "html": "<p>Vi hörde.</p>", "published_at": NOW}
    ],
}
NOTHING = {
    "closing": None,
    "answers": [],
    "actions": [],
    "years": [],
    "learnt": None,
    "reports": [],
}
HEARD = {
    "dialogue": HEAD,
    "channels": CHANNELS,
    "met": {"meeting": 45},
    "notes": [NOTE],
    "cases": [Row(reference="2026-00123", title="Trasig bänk")],
    "themes": True,
    "next_url": "/dialogues/torget/heard?after=1-1",
    "first_url": "",
}
THEMES = {
    "dialogue": HEAD,
    "themes": [{"name": "Skugga", "count": 14, "channels": CHANNELS}],
    "count": 16,
    "untagged": 2,
}
NOTES = {
    "dialogue": LED,
    "channels": ["meeting", "phone"],
    "phases": [Row(id=1, title="", kind="discuss")],
    "rows": [NOTE, Row(**{**vars(NOTE), "id": 5, "shown": False, "place": "", "people": None})],
    "met": [Row(channel="meeting", notes=2, people=12)],
    "written": True,
    "values": {"day": "2026-11-12"},
    "errors": [],
    "next_url": "",
    "first_url": "",
}
LINKED = {"id": 3, "at": NOW, "public": True, "reference": "2026-00123", "title": "Trasig bänk"}
EVIDENCE = {
    "dialogue": LED,
    "rows": [LINKED, LINKED | {"id": 4, "public": False, "reference": "", "title": ""}],
    "values": {},
    "errors": [],
    "next_url": "",
    "first_url": "",
}
SORTING = {
    "dialogue": LED,
    "themes": [
        {"id": 1, "name": "Skugga", "main": True, "count": 14},
        {"id": 2, "name": "Annat", "main": False, "count": 0},
    ],
    "untagged": 2,
    "rows": [
        {"key": "comment-1", "source": "comment", "channel": "talk", "at": NOW, "themes": []}
        | {"said": Row(html="<p>Fler bänkar.</p>")},
        {"key": "note-4", "source": "note", "channel": "meeting", "at": NOW, "said": NOTE}
        | {"themes": ["Skugga"]},
        {"key": "case-3", "source": "case", "channel": "case", "at": NOW, "said": LINKED}
        | {"themes": []},
    ],
    "channels": CHANNELS,
    "chosen": {"theme": "", "channel": "talk"},
    "query": "?channel=talk",
    "of": "",
    "values": {},
    "errors": [],
    "next_url": "/x",
    "first_url": "",
}
REPORTS = {
    "dialogue": LED,
    "closing": None,
    "phases": [
        {"id": 1, "kind": "discuss", "title": "", "closes_at": NOW}
        | {"report": Row(published_at=NOW, updated_at=NOW)},
        {"id": 2, "kind": "vote", "title": "Rösta", "closes_at": NOW}
        | {"report": Row(published_at=None, updated_at=NOW)},
    ],
    "learnt": None,
    "values": {},
    "errors": [],
}
REPORT = {
    "dialogue": LED,
    "of": "closing",
    "phase": None,
    "published_at": None,
    "version": 0,
    "themes": [Row(id=1, name="Skugga", main=True), Row(id=2, name="Annat", main=False)],
    "answers": ["done", "will", "not"],
    "values": {"theme1-answer": "will", "theme1-due": "i vår"},
    "errors": [],
}
DOING = {
    "dialogue": LED,
    "rows": ACTIONS,
    "left": 2,
    "year": 2026,
    "years": [],
    "units": [(1, "Parkenheten")],
    "themes": [(1, "Skugga")],
    "statuses": ["planned", "doing", "done", "dropped"],
    "values": {},
    "errors": [],
}
LACKS = [
    wrong("text", "no_theme"),
    wrong("influenced", "missing"),
    wrong("theme1-due", "bad"),
    wrong("theme1-who", "missing"),
]


def outcomes() -> list[tuple[str, str, dict[str, object]]]:
    """Every page of them in every state worth looking at."""
    staff = "casework/dialogues"
    result, sort = "dialogues/result/show.html", f"{staff}/themes/show.html"
    actions, report = f"{staff}/actions/list.html", f"{staff}/results/report.html"
    one = {**DOING, "action": {"id": 7, "version": 2}}
    return [
        (result, "closed", RESULT),
        (result, "nothing yet", {**RESULT, **NOTHING}),
        ("dialogues/themes/show.html", "themes", THEMES),
        (
            "dialogues/themes/show.html",
            "no themes",
            {**THEMES, "themes": [], "count": 0, "untagged": 0},
        ),
        ("dialogues/themes/heard.html", "heard", HEARD),
        (
            "dialogues/themes/heard.html",
            "heard nothing",
            {**HEARD, "channels": [], "notes": [], "cases": [], "themes": False},
        ),
        (f"{staff}/notes/list.html", "field notes", NOTES),
        (
            f"{staff}/notes/list.html",
            "a note that came back",
            {**NOTES, "rows": [], "phases": [], "errors": [wrong("said", "missing")]},
        ),
        (f"{staff}/notes/one.html", "a note", {**NOTES, "note": {"id": 4}}),
        (f"{staff}/evidence/list.html", "linked", EVIDENCE),
        (
            f"{staff}/evidence/list.html",
            "unknown",
            {**EVIDENCE, "rows": [], "errors": [wrong("reference", "unknown")]},
        ),
        (sort, "sorting", SORTING),
        (sort, "nothing ticked", {**SORTING, "errors": [wrong("inputs", "missing")]}),
        (
            sort,
            "a name that is taken",
            {**SORTING, "of": "1", "values": {"name": "Annat"}, "errors": [wrong("name", "taken")]},
        ),
        (
            sort,
            "a new theme without a name",
            {**SORTING, "themes": [], "rows": [], "values": {"name": ""}}
            | {"errors": [wrong("name", "missing")]},
        ),
        (f"{staff}/results/list.html", "reports", REPORTS),
        (
            f"{staff}/results/list.html",
            "nothing learnt",
            {**REPORTS, "errors": [wrong("learnt", "missing")]},
        ),
        (report, "closing", REPORT),
        (report, "closing lacks", {**REPORT, "errors": LACKS}),
        (
            report,
            "of a phase",
            {**REPORT, "of": "1", "phase": {"kind": "discuss", "title": ""}, "themes": []}
            | {"published_at": NOW},
        ),
        (actions, "actions", DOING),
        (actions, "no action", {**DOING, "rows": [], "left": 0, "themes": []}),
        (actions, "put off without why", {**DOING, "errors": [wrong("carry_why", "missing")]}),
        (actions, "no news", {**DOING, "errors": [wrong("now_words", "missing")]}),
        (f"{staff}/actions/one.html", "an action", one),
        (
            f"{staff}/actions/one.html",
            "dropped without why",
            {**one, "errors": [wrong("why", "dropped")]},
        ),
    ]
