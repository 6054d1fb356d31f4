"""The lists of officials, what they do to several cases at once, and where staff begin."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.town import NOW, ROWS, wrong

TODAY = date(2026, 11, 12)


def _row(row: Thing, **more: object) -> Thing:
    return Thing(**vars(row) | {"unit": "Gatuenheten", "refused": None, "delay_day": None} | more)


def desk() -> list[tuple[str, str, dict[str, object]]]:
    rows = [_row(row) for row in ROWS]
    listed = {
        "choices": [("mine", "?whose=mine"), ("unit", "?whose=unit"), ("all", "?whose=all")],
        "whose": "unit",
        "q": "",
        "groups": [
            Thing(
                code="appeals", rows=rows[4:5], count=1, more_url="", all_url="?group=week&all=yes"
            ),
            Thing(
                code="late",
                rows=[_row(ROWS[3], delay_day=TODAY)],
                count=101,
                more_url="?whose=unit&group=late",
                all_url="?group=late&all=yes",
            ),
            Thing(code="week", rows=rows[:3], count=3, more_url="", all_url="?group=week&all=yes"),
        ],
        "many": 100,
        "alone": False,
        "ticked": False,
        "hits": None,
        "next_url": "",
        "first_url": "",
        "done": Thing(act="delays", count=4),
        "silent": {"rows": [Thing(**vars(ROWS[0]), asked_at=NOW, days=40)], "more": True},
    }
    found = listed | {"whose": "", "q": "Rosa", "groups": [], "done": None}
    stale = Thing(what="answered", who="Anna", when=NOW, code="stale")
    several = {
        "act": "delays",
        "fit": rows[:2],
        "unfit": rows[3:4],
        "cases": "2026-00123.3 2026-00124.1",
        "not_hers": 2,
        "done": [],
        "units": [(1, "Servicecenter"), (2, "Gatuenheten")],
        "values": {},
        "errors": [],
    }
    rooms = [
        Thing(code="review", address="/desk", counts=[("waiting", 3)]),
        Thing(code="two", address="/second-opinions", counts=[("two", 2)]),
        Thing(code="cases", address="/casework", counts=[("appeals", 1), ("late", 101)]),
        Thing(code="meetings", address="/meetings", counts=[]),
    ]
    return [
        ("casework/list.html", "groups", listed),
        (
            "casework/list.html",
            "one group",
            listed
            | {
                "groups": listed["groups"][1:2],
                "alone": True,
                "ticked": True,
                "first_url": "?whose=unit",
            },
        ),
        (
            "casework/list.html",
            "hits",
            found
            | {
                "hits": [_row(row, why=("name", "phone")) for row in ROWS[:2]],
                "next_url": "?before=7",
            },
        ),
        ("casework/list.html", "no hits", found | {"hits": []}),
        ("casework/list.html", "nothing of hers", listed | {"groups": [], "whose": "mine"}),
        ("casework/list.html", "nothing at all", listed | {"groups": [], "whose": "all"}),
        ("casework/several.html", "before", several),
        (
            "casework/several.html",
            "some were not done",
            several
            | {
                "act": "handovers",
                "done": rows[2:3],
                "fit": [
                    _row(ROWS[0], refused=stale),
                    _row(ROWS[1], refused=Thing(what="", who="", when=None, code="same")),
                ],
                "values": {"unit": "2", "reason": "Det är en park."},
            },
        ),
        (
            "casework/several.html",
            "without a day",
            several | {"errors": [wrong("day", "missing"), wrong("reason", "missing")]},
        ),
        ("casework/several.html", "none ticked", several | {"fit": [], "unfit": [], "cases": ""}),
        ("work.html", "all rooms", {"rooms": rooms, "many": 100}),
        ("work.html", "no room", {"rooms": [], "many": 100}),
    ]
