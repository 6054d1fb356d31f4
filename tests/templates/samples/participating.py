"""Who may take part, what is asked for it, and the pages that people have of themselves."""

from types import SimpleNamespace as Thing

RULE = {"act": "support", "level": "declared", "age": 16}
ASKED = RULE | {"asks_tied": True, "asks_year": True, "signed_in": False, "needs": ""}
HOPELESS = RULE | {
    "level": "resident",
    "asks_tied": False,
    "asks_year": False,
    "signed_in": False,
    "needs": "identification",
}
_TEXT = {"title": "Mörkt på <b>gångvägen</b>", "at": 1_793_000_000_000_000, "ticked": True}
TEXTS = [
    Thing(
        **_TEXT,
        reference="2026-00123",
        kind="proposal",
        section=None,
        number=None,
        mark="2026-00123",
    ),
    Thing(
        **_TEXT,
        reference="2026-00007",
        kind="dialogue",
        section="idea",
        number=3,
        mark="2026-00007/3",
    ),
]
_OFF: dict[str, object] = {
    "protected": False,
    "said": {"tied": False, "year": None},
    "page": None,
    "names": [],
    "offered": [],
}
NAMED = _OFF | {"names": ["Rosa Lind", "Nattugglan"]}
OWN_PAGE = _OFF | {
    "said": {"tied": True, "year": 1952},
    "page": Thing(slug="rosa-lind-0a1b2c3d", name="Rosa Lind"),
    "offered": TEXTS,
}
PROTECTED = _OFF | {"protected": True}


def residents() -> list[tuple[str, str, dict[str, object]]]:
    page = "participation/resident.html"
    return [
        (page, "with texts", {"called": "Rosa Lind", "texts": TEXTS}),
        (page, "empty", {"called": "Rosa Lind", "texts": []}),
    ]
