"""The desks of reviewers and officials."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples import recorded, told, writing
from tests.templates.samples.desk import desk
from tests.templates.samples.post import UNREACHED
from tests.templates.samples.town import (
    ANSWER,
    DECISION,
    EVENTS,
    NO_FILES,
    NOW,
    OLGA,
    PROSE,
    ROWS,
    STREETS,
    at,
    case,
    wrong,
)

ASKED = Thing(
    id=4,
    unit="Parkenheten",
    due_on=date(2026, 11, 18),
    asked_at=at(2026, 11, 9, 8, 3),
    answered_at=None,
    question_html="<p>Är trädet ert?</p>",
    answer_html=None,
    asker="Olga",
    replier=None,
    quotable=False,
    late=True,
    mine=True,
)
ANSWERED = {
    "id": 3,
    "answered_at": NOW,
    "answer_html": "<p>Ja, det är vårt.</p>",
    "replier": "Per",
    "quotable": True,
    "late": False,
    "mine": False,
}
ABSENCES = {
    "rows": [
        Thing(
            id=1,
            person_id=7,
            name="Olga",
            first_day=date(2026, 11, 23),
            last_day=date(2026, 12, 3),
            deputy="Erik",
        ),
        Thing(
            id=2,
            person_id=8,
            name="Per",
            first_day=date(2026, 12, 1),
            last_day=date(2026, 12, 1),
            deputy=None,
        ),
    ],
    "own": 7,
    "people": [(7, "Olga"), (8, "Per")],
    "colleagues": [(7, "Olga"), (8, "Per"), (9, "Erik")],
    "values": {"person": 7, "first_day": "2026-11-12"},
    "errors": [],
}


_QUARTER = {"unit": "Gatuenheten", "year": 2026, "quarter": 3}
AFTERWARDS = {
    "fewest": 5,
    "told": [
        _QUARTER | {"quarter": 4, "enough": False},
        _QUARTER
        | {
            "enough": True,
            "solved": {"yes": 1200, "partly": 3, "no": 0},
            "mean": 75,
            "words": ["Ring <b>gärna</b>."],
        },
        _QUARTER
        | {"enough": True, "solved": {"yes": 4, "partly": 1, "no": 0}, "mean": None, "words": []},
    ],
}


def staff() -> list[tuple[str, str, dict[str, object]]]:
    office = {"me": OLGA, "delivery": "hold"}
    work = {
        "case": case(status="received", is_public=False),
        "seq": 4,
        "unreached": UNREACHED,
        "unit": STREETS,
        "html": PROSE,
        "attachments": NO_FILES,
        "contact": Thing(channel="email", address="rosa@example.org", confirmed=False),
        "answers": [],
        "events": EVENTS,
        "decision": None,
        "delay": None,
        "helped": None,
        "more_events": 6,
        "events_url": "/submissions/2026-00123/history",
        "pending": None,
        **writing.EMPTY,
        "conversation": [],
        "told": 12,
        "told_of_decision": 398,
        **told.NOBODY,
        "knows_sender": True,
        "helper": None,
        "reply": {"by": "email", "to": "", "position": ""},
        "appeal": False,
        "colleagues": [(7, "Olga"), (8, "Marek")],
        "away": {"name": "Olga", "until": date(2026, 12, 3), "deputy": "Erik"},
        "promised": [],
        "right": {
            "state": "asked",
            "day": date(2026, 12, 10),
            "by": "closing",
            "outcomes": ["answered", "dismissed"],
        },
        "owed": {"promised": date(2026, 11, 12), "meets_on": None, "new_day": None},
        "handovers": 2,
        "circle": True,
        "arguments": None,
        "coordinator": {"id": 7, "name": "Olga", "able": [(7, "Olga"), (8, "Siv")]},
        "awaited": None,
        "argued": [
            {
                "field": "met-3",
                "number": 3,
                "byline": "",
                "words": "Bygg.",
                "strength": 2,
                "ticked": True,
            },
            {
                "field": "met-1",
                "number": 1,
                "byline": "Stina",
                "words": "Vem plogar?",
                "strength": 0,
                "ticked": False,
            },
        ],
        "asked": [ASKED, Thing(**(vars(ASKED) | ANSWERED))],
        **recorded.DIARY,
        "only_asked": False,
        "askable": True,
        "ask_usually": "2026-11-18",
        "ask_by": date(2026, 11, 20),
        "receivers": [("state-roads", "Trafikverket")],
        "units": [(1, "Servicecenter"), (2, "Gatuenheten")],
        "doors": ["answer", "assign", "plan", "delay", "handover", "decide", "close", "reopen"],
        "steps": ["in_progress", "waiting_resident", "fixed", "referred"],
        "carrying": [],
        "correctable": 0,
        "meeting": Thing(id=3, day=date(2026, 12, 1)),
        "former": [],
        "boards": [("technical", "Tekniska nämnden")],
        "outcomes": ["answered", "fixed", "not_ours", "duplicate"],
        "meanwhile": None,
        "votes": None,
        "others": [Thing(name="Anna", writing=True), Thing(name="Per", writing=False)],
        "other_kinds": ["fault_report", "question"],
        "similar": [Thing(**vars(row), hers=not number) for number, row in enumerate(ROWS[:2])],
        "form": "",
        "values": {},
        "errors": [],
    }
    made = [
        *desk(),
        ("casework/absence.html", "of a lead", ABSENCES),
        (
            "casework/absence.html",
            "of somebody who forgot the days",
            ABSENCES
            | {
                "rows": [],
                "people": [(7, "Olga")],
                "errors": [wrong("last_day", "missing"), wrong("deputy", "same")],
                "values": {"first_day": "2026-12-01", "deputy": "7"},
            },
        ),
        ("casework/show.html", "all doors", work),
        ("casework/show.html", "noted and begun", work | writing.FULL),
        ("casework/satisfaction.html", "two quarters", AFTERWARDS),
        ("casework/satisfaction.html", "empty", {"fewest": 5, "told": []}),
        *(
            ("casework/show.html", f"waiting {name}", work | {"awaited": awaited})
            for name, awaited in (
                ("reminded", {"ends": date(2026, 12, 3), "reminded": 1, "silent": False}),
                ("out of reach", {"ends": None, "reminded": 0, "silent": False}),
                (
                    "out of reach for long",
                    {"ends": None, "reminded": 0, "silent": True, "days": 40, "asked_at": NOW},
                ),
            )
        ),
        *(
            ("casework/show.html", f"helped {name}", work | {"helper": helper})
            for name, helper in (
                ("by Sam", {"name": "Sam Granne", "reached": True}),
                ("and taken over", {"name": "", "reached": False}),
            )
        ),
        (
            "casework/show.html",
            "a call without its day",
            work
            | writing.FULL
            | {
                "form": "call",
                "values": {"text": "Hej"},
                "errors": [wrong("day", "missing"), wrong("clock", "bad")],
            },
        ),
        (
            "casework/show.html",
            "only asked",
            work
            | {
                "only_asked": True,
                "askable": False,
                "asked": [ASKED],
                "away": {"name": "Olga", "until": date(2026, 12, 3), "deputy": ""},
                "doors": [],
                "steps": [],
                "form": "reply",
                "values": {"consultation": "4"},
                "errors": [wrong("reply", "missing")],
            },
        ),
        (
            "casework/show.html",
            "decided",
            work
            | {
                "case": case(kind="proposal", status="decided", outcome="approved", protected=True),
                "decision": DECISION,
                "contact": None,
                "reply": {"by": "call", "to": "08-123 45 00", "position": "59.200000,18.300000"},
                "appeal": True,
                "doors": ["minutes"],
                "steps": [],
                "carrying": ["implementing", "implemented", "decided"],
                "correctable": 1,
                **told.MANY,
                "answers": [ANSWER],
            },
        ),
    ]
    for form, field in (
        ("answer", "text"),
        ("decide", "body"),
        ("plan", "day"),
        ("delay", "reason"),
        ("handover", "reason"),
        ("close", "outcome"),
        ("assign", "assignee"),
        ("minutes", "minutes_posted"),
        ("carry", "note"),
    ):
        made.append(
            (
                "casework/show.html",
                f"{form} with errors",
                work
                | {
                    "form": form,
                    "values": {"text": "Hej", "to": "decided"},
                    "errors": [wrong(field, "missing")],
                    "doors": [*work["doors"], "minutes"],
                    "carrying": ["implementing", "decided"],
                },
            )
        )
    return [(name, what, office | context) for name, what, context in made]
