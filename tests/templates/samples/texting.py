"""Text messages to us that belong to no case yet."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.town import OLGA, at, wrong

TEXTS = [
    Thing(
        id=4,
        at=at(2026, 11, 6, 7, 42),
        sender="070-*** ** 07",
        html=Markup("<p>Det är stolpe 17, vid bron.</p>"),
        cases=[("2026-00123", "Mörkt på gångvägen"), ("2026-00120", "Grop i vägen")],
    ),
    Thing(
        id=5,
        at=at(2026, 11, 6, 8, 1),
        sender="070-*** ** 99",
        html=Markup("<p>Vem är ni?</p>"),
        cases=[],
    ),
]


def texts() -> list[tuple[str, str, dict[str, object]]]:
    page = {"me": OLGA, "texts": TEXTS, "total": 2, "chosen": "", "values": {}, "errors": []}
    again = {"chosen": "5", "values": {"case": "12"}, "errors": [wrong("case", "unknown")]}
    return [
        ("casework/texts.html", "two of them", page),
        ("casework/texts.html", "an unknown case", page | again),
        ("casework/texts.html", "none", page | {"texts": [], "total": 0}),
    ]
