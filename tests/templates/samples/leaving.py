"""A person's own lists, where she is reached, what we have about her, and being forgotten."""

from types import SimpleNamespace as Thing

from tests.templates.samples.reviewing import FAR
from tests.templates.samples.town import NOW, ROSA, at, wrong

Made = list[tuple[str, str, dict[str, object]]]

MAIL = {"id": 1, "channel": "email", "address": "r***@example.org", "since": at(2026, 3, 2)}
MOBILE = {"id": 2, "channel": "sms", "address": "070-*** ** 05", "since": NOW}
COMMENT = Thing(
    number=3,
    words="Bra tanke.\n\nTänk på <b>cyklarna</b> vid skolan också.",
    byline="Rosa",
    publication="published",
    created_at=NOW,
    kind="dialogue",
    section="idea",
    reference="2026-00123",
    title="En cykelväg längs ån",
    place=None,
    statement="",
)
HIDDEN = Thing(
    **{
        **vars(COMMENT),
        "publication": "queued",
        "title": None,
        "byline": "",
        "place": FAR,
        "statement": "7-abc",
    }
)
SUPPORT = Thing(
    cast_at=NOW, reference="2026-00123", title="En cykelväg längs ån", voting_until=at(2026, 12, 5)
)
PAGED = {"next_url": "/me/comments?after=3", "first_url": "/me/comments"}
ALONE = {"next_url": "", "first_url": ""}
FORM = {"values": {"along": "yes"}, "errors": []}
WRONG = {"values": {"address": "rosa@"}, "errors": [wrong("address", "bad")]}
LINK = {"action": "/new-address/1.key", "address": "r***@example.com", "done": False}


def leaving() -> Made:
    made: Made = [
        ("own/comments.html", "full", PAGED | {"rows": [COMMENT, HIDDEN]}),
        ("own/comments.html", "empty", ALONE | {"rows": []}),
        ("own/supports.html", "full", PAGED | {"rows": [SUPPORT]}),
        ("own/supports.html", "empty", ALONE | {"rows": []}),
        (
            "own/addresses.html",
            "full",
            {"rows": [MAIL, MOBILE], "waits": "r***@example.com", "full": True, "last": False},
        ),
        (
            "own/addresses.html",
            "one way in",
            {"rows": [MAIL], "waits": "", "full": False, "last": True},
        ),
        (
            "own/addresses.html",
            "empty",
            {"rows": [], "waits": "", "full": False, "last": False},
        ),
        ("own/address.html", "another", FORM | {"old": None}),
        ("own/address.html", "instead, with an error", WRONG | {"old": MAIL}),
        ("own/removal.html", "", MAIL | {"last": False}),
        ("own/removal.html", "the only way in", MAIL | {"last": True}),
        *(
            ("own/address_link.html", f"{purpose}{' done' if done else ''}", link)
            for purpose in ("new_address", "undo_address")
            for done in (False, True)
            for link in [LINK | {"purpose": purpose, "done": done}]
        ),
        (
            "own/data.html",
            "",
            {"parts": [("cases", 3), ("sent", 1204), ("texted", 0)], "ready": ""},
        ),
        ("own/data.html", "ready", {"parts": [("person", 1)], "ready": "/downloads/1.key"}),
        ("own/download.html", "", {"action": "/downloads/1.key"}),
        *(
            ("own/erasure.html", what, {"values": {}, "errors": [], "works": False} | said)
            for what, said in (
                ("", {"cases": []}),
                ("with a case that goes on", {"cases": ["2026-00123"]}),
                ("with errors", {"cases": ["1", "2"], "errors": [wrong("texts", "missing")]}),
                ("of an official", {"cases": [], "works": True}),
            )
        ),
        ("own/erased.html", "", {"gone": False, "me": None}),
        ("own/erased.html", "with her texts", {"gone": True, "me": None}),
    ]
    return [(name, what, {"me": ROSA} | context) for name, what, context in made]
