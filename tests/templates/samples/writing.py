"""What officials write: notes, drafts, corrections, templates and answers to several cases."""

from types import SimpleNamespace as Thing

from models.answer_template import VARIABLES
from tests.templates.samples.town import NOW, at, wrong

NOTES = [
    Thing(
        kind="call",
        at=NOW,
        called_at=at(2026, 11, 9, 8, 3),
        caller="Rosa",
        by="Olga",
        html="<p>Hon ser mörkret från köksfönstret och kan visa stolpen.</p>",
    ),
    Thing(kind="call", at=NOW, called_at=NOW, caller="", by="Olga", html=None),
    Thing(kind="note", at=NOW, called_at=None, caller="", by="Per", html="<p>Samma i våras.</p>"),
]
_READING = {
    "author": "Olga",
    "reader": "Per",
    "asked_at": NOW,
    "done_at": None,
    "html": "<p>Vi gräver på torsdag.</p>",
    "question_html": None,
    "remark_html": None,
}
READINGS = [
    Thing(**_READING | {"id": 1, "mine": True}),
    Thing(**_READING | {"id": 2, "mine": False, "question_html": "<p>Rätt dag?</p>"}),
    Thing(
        **_READING
        | {"id": 3, "mine": True, "done_at": NOW, "remark_html": "<p>Fredag.</p>", "html": None}
    ),
]
NOTHING = {
    "words": "",
    "numbers": [],
    "kept_at": None,
    "overtaken": False,
    "others": [],
    "templates": [],
    "preview": None,
    "readers": [],
}
BEGUN = {
    "words": "Tack för att du sa till. Vi",
    "numbers": ["811218-****"],
    "kept_at": NOW,
    "overtaken": True,
    "others": [Thing(name="Per", updated_at=NOW)],
    "templates": [(1, "Tack, vi tittar"), (2, "Lagat")],
    "preview": Thing(id=2, name="Lagat", words="Hej!\n\nLampan är lagad.", numbers=[]),
    "readers": [(8, "Marek")],
}
PLAIN = {"say": "answer", "take": "", "move": "", "outcome": "", "follow": ""}
STEPS = {"say": "answer", "take": "yes", "move": "fixed", "outcome": "fixed", "follow": "yes"}
EMPTY = {"notes": [], "readings": [], "writing": NOTHING, "macros": []}
FULL = {"notes": NOTES, "readings": READINGS, "writing": BEGUN, "macros": [(3, "Lagat, klart")]}


def writing() -> list[tuple[str, str, dict[str, object]]]:
    case = {"reference": "2026-00123", "title": "Mörkt på gångvägen", "version": 3}
    correcting = {
        "case": case,
        "answer_id": 1,
        "unsaid": False,
        "told": 12,
        "values": {"text": "Vi gräver på torsdag."},
        "errors": [],
    }
    parts = [
        Thing(change=change, words=words)
        for change, words in (("same", "Vi gräver på "), ("gone", "torsdag."), ("new", "fredag."))
    ]
    template = {
        "template_id": None,
        "variables": VARIABLES,
        "units": [(1, "Servicecenter"), (2, "Gatuenheten")],
        "for_all": True,
        "subjects": [(1, "Gatubelysning")],
        "moves": ["in_progress", "fixed"],
        "outcomes": ["answered", "fixed"],
        "values": {"language": "sv"},
        "errors": [],
    }
    rows = [
        Thing(
            id=1,
            name="Tack",
            unit="",
            subject="",
            steps=PLAIN,
            language="sv",
            version=1,
            updated_at=NOW,
            hers=False,
        ),
        Thing(
            id=2,
            name="Fixed",
            unit="Gatuenheten",
            subject="Gatubelysning",
            steps=STEPS,
            language="en",
            version=3,
            updated_at=NOW,
            hers=True,
        ),
    ]
    wrong_body = wrong("body", "unknown_variable", variable="nam")
    line = {"reference": "2026-00123", "title": "Mörkt på gångvägen", "place": "Storgatan 4"}
    alike = {
        "fit": [Thing(**line, letter="", refused=None)],
        "unfit": [],
        "done": [],
        "alike": [Thing(**line | {"reference": "2026-00124"})],
        "cases": "2026-00123.4",
        "not_hers": 1,
        "told": 12,
        "templates": [(1, "Tack")],
        "variables": VARIABLES,
        "values": {},
        "errors": [],
    }
    stale = {"status": 409, "code": "stale", "who": "Per", "when": NOW, "wait": 0}
    stale |= {"what": "answered"}
    return [
        ("casework/alike.html", "chosen", alike),
        ("casework/alike.html", "none", alike | {"fit": [], "alike": [], "cases": ""}),
        (
            "casework/alike.html",
            "shown, some left",
            alike
            | {
                "fit": [Thing(**line, letter="Hej!\n\nLagat.", refused=stale)],
                "unfit": [Thing(**line)],
                "done": [Thing(**line)],
                "told": 1,
                "alike": [],
                "values": {"text": "Hej {nam}", "used": "1.2", "template": "1"},
                "errors": [wrong("text", "unknown_variable", variable="nam")],
            },
        ),
        ("casework/templates.html", "some", {"rows": rows}),
        ("casework/templates.html", "none", {"rows": []}),
        ("casework/template.html", "new", template),
        (
            "casework/template.html",
            "an unknown variable",
            template
            | {
                "template_id": 2,
                "values": {"name": "Tack", "body": "Hej {nam}", "version": 3, "unit": 2},
                "errors": [wrong_body],
            },
        ),
        (
            "casework/template.html",
            "with steps that cannot be together",
            template
            | {
                "template_id": 3,
                "values": {"name": "Lagat", "body": "{title} är lagad.", "version": 1, **STEPS},
                "errors": [wrong("outcome", "together"), wrong("say", "together")],
            },
        ),
        *_macros(line, stale),
        ("casework/correcting.html", "after days", correcting),
        (
            "casework/correcting.html",
            "with an error",
            correcting
            | {"unsaid": True, "told": 1, "errors": [wrong("text", "unchanged")], "values": {}},
        ),
        (
            "submissions/wordings.html",
            "changed twice",
            {
                "case": case | {"is_public": True},
                "answer_id": 1,
                "at": at(2026, 11, 4, 14, 5),
                "changes": [Thing(at=NOW, parts=parts), Thing(at=NOW, parts=None)],
            },
        ),
    ]


def _macros(
    line: dict[str, str], stale: dict[str, object]
) -> list[tuple[str, str, dict[str, object]]]:
    one = Thing(**line, letter="", refused=None)
    chosen = Thing(id=3, name="Lagat, klart", version=2, say="answer")
    acts = [("take", ""), ("move", "fixed"), ("answer", ""), ("close", "fixed"), ("follow", "")]
    page = {
        "fit": [one],
        "unfit": [],
        "done": [],
        "cases": "2026-00123.4",
        "not_hers": 0,
        "acts": acts,
        "told": 2,
        "templates": [(3, "Lagat, klart"), (4, "Vilken stolpe?")],
        "chosen": chosen,
        "several": False,
        "variables": VARIABLES,
        "values": {"text": "Lampan är lagad.", "filled": "yes"},
        "errors": [],
    }
    letter = Thing(**line, letter="Vilken stolpe?", refused=None)
    refused = [
        Thing(**line, letter="", refused=stale | {"code": code, "when": None})
        for code in ("only_asked", "delay_owed", "too_short", "illegal_step")
    ]
    unfit = [Thing(**line, why=why) for why in ("ended", "scope", "step", "take")]
    several = {
        "fit": [letter, letter, Thing(**line, letter="", refused=stale), *refused],
        "unfit": unfit,
        "done": [Thing(**line)],
        "acts": [("ask", "")],
        "chosen": Thing(id=4, name="Vilken stolpe?", version=1, say="question"),
        "several": True,
        "values": {"text": "{nam}"},
        "errors": [wrong("text", "unknown_variable", variable="nam")],
    }
    none = {"fit": [], "cases": "", "chosen": None, "templates": []}
    return [
        ("casework/macro.html", "one case", page),
        ("casework/macro.html", "several, some left", page | several),
        ("casework/macro.html", "to be chosen", page | {"chosen": None, "values": {}}),
        ("casework/macro.html", "no template", page | {"chosen": None, "templates": []}),
        ("casework/macro.html", "no case", page | none),
    ]
