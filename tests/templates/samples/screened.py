"""What was found in a text, for its author and for those who handle it."""

from types import SimpleNamespace as Thing

from markupsafe import Markup

from tests.templates.samples.town import at

SCREENED: dict[str, object] = {
    "rules": [
        {"code": "personal_number", "mend": "hide"},
        {"code": "phone", "mend": "take_out"},
        {"code": "shouting", "mend": "small"},
        {"code": "other_language", "mend": ""},
    ],
    "html": {
        "title": None,
        "text": Markup("<p>JAG HETER <mark>811218-9876</mark>.<br><mark>070-174 06 05</mark></p>"),
    },
    "private": False,
    "can_be_private": True,
}
AGAIN = [
    Thing(item_id=7, reference="2026-00122", number=None, at=at(2026, 11, 5, 8, 3), same=True),
    Thing(item_id=8, reference="2026-00119", number=3, at=at(2026, 11, 4, 18, 30), same=False),
]


def screened() -> list[tuple[str, str, dict[str, object]]]:
    texts = [
        Thing(title="Om Rosa", source="Jag är 811218-9876.\nHej!", comment=None, stands=True),
        Thing(title="", source="Hon är 640823-3234.", comment=3, stands=False),
        Thing(title="", source="Ring 811218-9876.", comment=None, stands=False),
    ]
    original = {"reference": "2026-00123", "back": "/desk", "texts": texts}
    return [
        ("casework/original.html", "three texts", original),
        ("casework/original.html", "none", original | {"texts": []}),
    ]
