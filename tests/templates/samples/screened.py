"""What was found in a text, for its author and for those who handle it."""

from types import SimpleNamespace as Thing


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
