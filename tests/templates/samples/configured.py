"""Settings: rooms, rows, words, what would follow, the log of changes."""

from types import SimpleNamespace as Thing

from models.configuration import parts
from models.configuration.parts import Difference
from models.keeping_promises.anew import Consequences
from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from tests.templates.samples.town import NOW, wrong
from web.configuration import appearance, sentences
from web.configuration.choosing import choices
from web.configuration.fields import Field, Sort
from web.configuration.table import PARTS, ROOMS
from web.configuration.telling import told
from web.pages.appearance import contrasts

EXAMPLE = parts.plain(read(ROOT / PROFILE))
PLACE = Field(("at",), Sort.NUMBER, least=1, most=12)
CODES = (
    *("subject_moves", "subject_goes", "subject_comes", "unit_goes", "promises", "calendar"),
    *("routes", "cases_move", "cases_follow", "cases_return"),
    *("proposals", "module_on", "module_off", "words", "zone", "looks"),
    *("diary", "diary_ends", "diary_kinds", "review", "review_words", "review_hours"),
    *("review_modes", "retention_sooner", "retention_later", "retention_same", "unit_hours"),
    *("unit_ends", "centre", "centre_was", "area_goes", "area_bounds", "bounds", "no_bounds"),
    "escalation",
)


def configured(language: str) -> list[tuple[str, str, dict[str, object]]]:
    changed = told(_differences(), EXAMPLE, language)
    follows = [_follow(code, n) for code in CODES for n in (1, 212)]
    chosen = choices(EXAMPLE, language)
    subject = EXAMPLE["categories"][0]
    part = PARTS["subjects"]
    row = {
        "room": "subjects",
        "key": subject["slug"],
        "name": subject["name_sv"],
        "is_centre": False,
        "stays": False,
        "lead": None,
        "usual": None,
        "fields": [*part.fields, PLACE],
        "rows": [],
        "choices": chosen,
        "values": {"known": 3, "at": "1", "name_sv": subject["name_sv"]},
        "theirs": [],
        "errors": [],
    }
    lead = {"able": [("3", "Olga"), ("4", "Per")], "lead": "3", "was": 3}
    made = Thing(
        version=7,
        room="subjects",
        undoes=None,
        undone_by=None,
        at=NOW,
        actor_id=4,
        by_name="Ada",
        values=3,
    )
    back = Thing(**vars(made) | {"version": 8, "undoes": 7, "by_name": None, "room": "file"})
    word = {
        "key": "ab12",
        "ours": {"sv": "Steg %(number)s av %(total)s", "en": "Step %(number)s of %(total)s"},
        "values": {"sv": "", "en": "", "known": 3},
        "theirs": [("sv", "Del %(number)s")],
        "errors": [],
    }
    own = {"q": "", "rows": [("ab12", "Sök", True)], "lists": [], "most": 25}
    reasons = [(code, [("ab12", "Hot", code == "refused")]) for code in sentences.reasons()]
    log = {"rows": [back, made], "next_url": "/admin/changes?before=7", "first_url": ""}
    look: dict[str, object] = {
        "fields": appearance.ROOM.fields,
        "values": appearance.shown(EXAMPLE) | {"known": 3, "draft": 0},
        "contrasts": contrasts("#A8568A"),
        "has_logo": False,
        "theirs": [],
        "differences": [],
        "consequences": [],
        "drafted": False,
        "lost": False,
        "tried": False,
        "sent": [],
        "errors": [],
    }
    one = {"row": made, "differences": changed, "undo": follows[:2], "why": ""}
    moved = {"from": "Gatuenheten", "to": "Parkenheten", "moved": 1212, "left": 1}
    one |= {"moved": [moved, moved | {"moved": 1, "left": 12}, moved | {"left": 0}]}
    return [
        *(("admin/setting.html", code, _room(code, chosen)) for code in ROOMS),
        ("admin/setting.html", "taken", _room("contact", chosen) | _refused()),
        ("admin/setting_list.html", "", _list("units", ("streets", "Gatuenheten"))),
        ("admin/setting_list.html", "fixed", _list("retention", ("drafts", "drafts"))),
        ("admin/setting_list.html", "empty", _list("areas")),
        ("admin/setting_row.html", "", row),
        ("admin/setting_row.html", "lead", row | {"lead": lead}),
        *(("admin/setting_row.html", code, row | _row(code)) for code in ("retention", "hours")),
        ("admin/setting_row.html", "new", row | {"key": "new", "name": "", "values": {"known": 3}}),
        (
            "admin/setting_preview.html",
            "",
            {
                "action": "/admin/settings/contact",
                "differences": changed,
                "consequences": follows,
                "moves": 1212,
                "kept": [("known", "3")],
            },
        ),
        *(("admin/promises_anew.html", name, recounted) for name, recounted in _recounted()),
        ("admin/changes.html", "", log),
        ("admin/changes.html", "empty", {"rows": [], "next_url": "", "first_url": ""}),
        ("admin/change.html", "", one),
        ("admin/change.html", "late", one | {"undo": None, "why": "changed_since", "moved": []}),
        ("admin/change.html", "needed", one | {"row": back, "undo": None, "why": "needed_since"}),
        ("admin/appearance.html", "", look),
        (
            "admin/appearance.html",
            "draft",
            look
            | {
                "drafted": True,
                "tried": True,
                "sent": ["email"],
                "has_logo": True,
                "differences": changed,
                "consequences": follows[-4:],
            },
        ),
        ("admin/appearance.html", "lost", look | {"drafted": True, "lost": True}),
        ("admin/configuration.html", "", {"values": {"text": "", "known": 3}, "errors": []}),
        (
            "admin/configuration.html",
            "wrong",
            {
                "values": {"text": "name = ", "known": 3},
                "errors": [
                    wrong("text", "no_toml", line=1),
                    Thing(
                        field="text", code="no_unit", values={"line": 9, "place": "categories.a"}
                    ),
                ],
            },
        ),
        ("admin/own_words.html", "", own | {"rows": [], "lists": reasons}),
        ("admin/own_words.html", "found", own | {"q": "s", "most": 1}),
        ("admin/own_word.html", "", word),
    ]


def _list(room: str, *rows: tuple[str, str]) -> dict[str, object]:
    return {"room": room, "rows": list(rows), "grows": room != "retention"}


def _row(code: str) -> dict[str, object]:
    part = PARTS[code]
    (key, name), *_ = part.names(EXAMPLE, "sv")
    values = part.shown(EXAMPLE, part.found(EXAMPLE, key) or {})
    return {
        "room": code,
        "key": key,
        "name": name,
        "stays": True,
        "usual": part.usual(key),
        "fields": part.fields,
        "rows": [(rows, rows.numbers(values)) for rows in part.rows],
        "values": values | {"known": 3},
    }


def _recounted() -> list[tuple[str, dict[str, object]]]:
    """Nothing to do, everything to do, and under way."""
    last = Thing(who="Ada", at=NOW, changed=1212, done_at=NOW)
    page = {"told": Consequences(), "known": 12, "last": None, "errors": []}
    every = page | {"told": Consequences(1, 212, 1, 12, 3), "last": last}
    some = Consequences(sooner=2, later=1, same=2, ends_later=1, kept=1)
    goes_on = Thing(**vars(last) | {"who": None, "changed": 1, "done_at": None})
    return [
        ("nothing", page | {"last": Thing(**vars(last) | {"who": None, "changed": 1})}),
        ("everything", every),
        ("some", page | {"told": some}),
        ("under way", page | {"last": goes_on}),
    ]


def _room(code: str, chosen: object) -> dict[str, object]:
    room = ROOMS[code]
    return {
        "room": code,
        "fields": room.fields,
        "fixed": [(".".join(path[1:]), parts.at(EXAMPLE, path)) for path in room.fixed],
        "rows": [(rows, range(1, 3)) for rows in room.rows],
        "choices": chosen,
        "values": room.shown(EXAMPLE) | {"known": 3},
        "theirs": [],
        "errors": [],
    }


def _refused() -> dict[str, object]:
    return {"theirs": [("phone", "08-465 004 99")], "errors": [wrong("phone", "phone")]}


def _follow(code: str, n: int) -> dict[str, object]:
    filled = {"from": "Gatuenheten", "to": "Parkenheten", "module": "comments"}
    filled |= {"unit": "Gatuenheten", "sample": "KS 2026/13", "day": "2027-01-01"}
    return {"code": code, "n": n, "of": "Vägar, gropar och snö", "filled": filled}


def _differences() -> list[Difference]:
    week = [["08:00", "16:30"]]
    return [
        Difference(("site", "phone"), "08-465 004 00", ""),
        Difference(("site", "calendar", "friday"), week, []),
        Difference(("site", "modules", "sms"), True, False),
        Difference(("categories", "roads", "unit"), "streets", "parks"),
        Difference(("categories", "roads"), {"at": 1, "row": {"name_sv": "Vägar"}}, None),
        Difference(("categories", "*"), ["roads"], ["roads"]),
        Difference(("site", "words", "Search"), None, {"at": 0, "row": {}}),
        Difference(("promises",), EXAMPLE["promises"], EXAMPLE["promises"][1:]),
        Difference(("marks", "light"), None, {}),
    ]
