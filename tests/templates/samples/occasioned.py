"""Occasions of a dialogue: for everyone, and for whoever leads it."""

from types import SimpleNamespace as Thing

from models.calendar import DAY, HOUR
from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.town import NOW, wrong

WALK = {
    "id": 3,
    "title": "Promenad runt torget",
    "place": "Vid fontänen",
    "starts_at": NOW + DAY,
    "ends_at": NOW + DAY + 2 * HOUR,
    "roles": "Samtalsledare: Olga Lind",
    "seats": 20,
    "notes": None,
    "notes_at": None,
    "cancelled_at": None,
    "version": 1,
    "coming": 12,
}
FREE = Thing(**WALK | {"seats": None, "coming": 1, "roles": ""})
OFF = Thing(**WALK | {"cancelled_at": NOW})
TOLD = Thing(**WALK | {"notes": "Många vill ha bänkar.", "notes_at": NOW + 2 * DAY})


def occasioned() -> list[tuple[str, str, dict[str, object]]]:
    here, staff = "dialogues/occasions/show.html", "casework/dialogues/occasions/"
    one = {"dialogue": HEAD, "occasion": Thing(**WALK), "ahead": True, "left": 8, "comes": False}
    one |= {"known": True, "asks_name": False, "values": {}, "errors": []}
    asked = {"known": False, "errors": [wrong("email", "missing")]}
    led = HEAD | {"version": 1, "status": "open"}
    all_of = {"dialogue": led, "occasions": [], "values": {}, "errors": []}
    people = [Thing(name=name, protected=not name, at=NOW) for name in ("Rosa Ek", "")]
    held = {"dialogue": led, "occasion": Thing(**WALK), "ahead": True, "who": people}
    held |= {"values": {"title": "Promenad"}, "errors": []}
    nobody = held | {"ahead": False, "who": [Thing(name="", protected=False, at=NOW)]}
    return [
        (here, "an occasion", one),
        (here, "an occasion that is full", one | {"left": 0}),
        (here, "an occasion asked for by letter", one | asked),
        (here, "an occasion that is full, by letter", one | asked | {"left": 0}),
        (here, "an occasion for somebody without a name", one | {"asks_name": True}),
        (here, "an occasion she comes to", one | {"comes": True, "left": 1}),
        (here, "an occasion for all", one | {"occasion": FREE, "left": None}),
        (here, "an occasion cancelled", one | {"occasion": OFF, "ahead": False}),
        (here, "an occasion told of", one | {"occasion": TOLD, "ahead": False}),
        (f"{staff}list.html", "no occasions", all_of | {"errors": [wrong("title", "missing")]}),
        (f"{staff}list.html", "occasions", all_of | {"occasions": [Thing(**WALK), FREE, OFF]}),
        (f"{staff}one.html", "an occasion for staff", held),
        (f"{staff}one.html", "an occasion over", nobody | {"occasion": TOLD}),
        (f"{staff}one.html", "an occasion off", held | {"occasion": OFF, "who": []}),
    ]
