"""Frequent questions: as everyone reads and finds them, and as officials keep them."""

from datetime import date
from types import SimpleNamespace as Thing

from models.at_once import Direct
from models.frequent.responsible import Responsible
from tests.templates.samples.town import NOW, wrong

Made = list[tuple[str, str, dict[str, object]]]
QUESTIONS = [
    {
        "slug": "light",
        "question": "En gatlampa är trasig. Vad gör jag?",
        "answer": "Anmäl den.",
        "lang": "sv",
    },
    {
        "slug": "snow",
        "question": "När plogar ni?",
        "answer": "När det har snöat.\n\nOch sen.",
        "lang": "sv",
    },
]
UNITS = [
    Responsible("streets", "Gatuenheten", ("Gatlampor", "Gator och vägar")),
    Responsible("service-centre", "Servicecenter", ()),
]


def _row(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "slug": "light",
        "question_sv": "En gatlampa är <trasig>. Vad gör jag?",
        "unit": "Gatuenheten",
        "hers": True,
        "review_on": date(2026, 12, 1),
        "published_at": NOW,
        "retired_at": None,
        "updated_at": NOW,
        "version": 2,
        **more,
    }


def asked() -> Made:
    """Every state of their pages."""
    everyone = {"asked": "", "units": []}
    groups = [
        {"name": "", "questions": QUESTIONS[:1]},
        {"name": "Gator", "questions": QUESTIONS[1:]},
    ]
    found = {"name": "", "questions": QUESTIONS}
    return [
        ("questions.html", "full", everyone | {"groups": groups}),
        ("questions.html", "empty", everyone | {"groups": []}),
        ("questions.html", "found", {"groups": [found], "asked": "lampa", "units": UNITS}),
        ("questions.html", "nothing found", everyone | {"groups": [], "asked": '"x" <y>'}),
        ("questions/solved.html", "alone", {"found": QUESTIONS[0], "typed": []}),
        (
            "questions/solved.html",
            "while writing",
            {"found": QUESTIONS[1], "typed": [("step", "check"), ("title", '<b>"Hål"</b>')]},
        ),
        *_kept(),
    ]


def _kept() -> Made:
    nothing: dict[str, object] = {
        **{name: [] for name in ("due", "drafts", "in_use", "retired", "top", "behind")},
        "span": "week",
        "direct": Direct(0, 0, 0),
        "aim": 80,
    }
    lists = {
        "direct": Direct(7, 4, 2),
        "aim": 80,
        "due": [_row(1)],
        "drafts": [_row(2, unit="", published_at=None, hers=False)],
        "in_use": [_row(3, review_on=None)],
        "retired": [_row(4, retired_at=NOW)],
        "span": "90",
        "top": [
            {**_row(3), "live": True, "asked": 1_200, "solved": 14},
            {**_row(4), "live": False, "asked": 2, "solved": 0},
        ],
        "behind": [
            {"subject": "Gatlampor", "tag": "not_found", "count": 31},
            {"subject": "", "tag": "wrong", "count": 1},
        ],
    }
    form: dict[str, object] = {
        "found": None,
        "due": False,
        "wordings": [],
        "reference": "",
        "units": [(1, "Gatuenheten")],
        "for_all": True,
        "subjects": [("street-lights", "Gatlampor")],
        "values": {},
        "errors": [],
    }
    values = {"question_sv": "Hur?", "question_en": "How?", "review_on": "2026-12-01", "version": 2}
    there = Thing(**_row(1))
    wordings = [
        Thing(version=2, question_sv="Hur?", answer_sv="Så.", by="Olga", at=NOW),
        Thing(version=1, question_sv="Hur då?", answer_sv="Så.\n\nEller så.", by=None, at=NOW),
    ]
    errors = [wrong("review_on", "past"), wrong("answer_en", "missing")]
    one = form | {"found": there, "values": values, "wordings": wordings}
    here = "casework/questions/one.html"
    return [
        ("casework/questions/list.html", "empty", nothing),
        ("casework/questions/list.html", "full", lists),
        ("casework/questions/list.html", "all to look over", nothing | {"due": [_row(1)]}),
        (here, "new", form | {"for_all": False}),
        (here, "begun from a case", form | {"reference": "2026-00123"}),
        (here, "to look over", one | {"due": True}),
        (here, "retired", one | {"found": Thing(**_row(1, retired_at=NOW))}),
        (here, "refused", one | {"errors": errors}),
    ]
