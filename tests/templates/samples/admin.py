"""Administration: home, people, one person, invitations, the access log."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.measured import MEASURES
from tests.templates.samples.town import NOW, OLGA, wrong
from web.pages.admin import GROUPS

ROLES = ["official", "moderator", "auditor", "administrator"]
UNNAMED = [
    (2027, "", "/admin/settings/calendar"),
    (2027, "Gatuenheten", "/admin/settings/hours/rows/streets"),
]
UNITS = [(1, "Servicecenter"), (2, "Gatuenheten")]
LONG = "Samhällsbyggnadsförvaltningens gatuenhet"


def _held(number: int, role: str, unit: str = "", **more: object) -> Thing:
    usual = {
        "id": number,
        "role": role,
        "unit": unit,
        "lead": False,
        "trusted": False,
        "from_date": date(2026, 1, 7),
        "until_date": None,
        "source": "",
    }
    return Thing(**usual | more)


def _look(what: str, **more: object) -> Thing:
    usual = {
        "id": 1,
        "at": NOW,
        "what": what,
        "role": "official",
        "person_id": 3,
        "by_name": "Olga Ek",
        "about_person_id": None,
        "about_name": "",
        "reference": None,
        "detail": "",
        "unit": "",
    }
    return Thing(**usual | more)


LOOKS = [
    _look("case", reference="2026-00123"),
    _look("person", about_person_id=7),
    _look("role_given", about_person_id=7, about_name="Rosa", detail="official", unit=LONG),
    _look("suspended", about_person_id=7, about_name="Rosa", detail="stolen"),
    _look("protected", person_id=None, by_name="", about_person_id=7),
]


def admin() -> list[tuple[str, str, dict[str, object]]]:
    person = Thing(
        id=7,
        name="Olga Ek",
        suspended=False,
        protected=False,
        created_at=NOW,
        browsers=2,
        last_seen_at=NOW,
    )
    shown = {
        "person": person,
        "own": False,
        "addresses": ["o…@example.org"],
        "appointments": [
            _held(4, "official", LONG, lead=True, trusted=True, until_date=date(2027, 6, 1)),
            _held(5, "moderator", source="kommunens-inloggning"),
        ],
        "why": None,
        "has_factor": True,
        "measures": MEASURES,
        "cases": [],
        "more_cases": False,
        "looks": LOOKS,
        "roles": ROLES,
        "units": UNITS,
        "known": 12,
        "form": "",
        "values": {"first": "2026-11-22"},
        "errors": [],
    }
    closed = Thing(**vars(person) | {"suspended": True, "protected": True, "name": ""})
    log = {
        "me": Thing(**vars(OLGA) | {"may": {"log", "appoint"}}),
        "rows": LOOKS,
        "kinds": [look.what for look in LOOKS],
        "values": {},
        "errors": [],
        "filtered": False,
        "next_url": "/admin/log?after=9",
        "first_url": "",
    }
    row = Thing(
        **vars(_held(1, "official", LONG)) | {"person_id": 3, "name": "Olga Ek", "suspended": False}
    )
    people = {"q": "", "most": 25, "hits": None, "units": []}
    invited = {
        "action": "/invitations/1.x",
        "who": "Ada Ås",
        "called": "Nina Ny",
        "address": "n…@example.org",
        "role": "official",
        "unit": LONG,
        "lead": True,
        "until": date(2027, 6, 1),
    }
    waiting = Thing(
        **vars(_held(1, "official", LONG, lead=True, until_date=date(2027, 6, 1)))
        | {"name": "Nina Ny", "address": "n…@example.org", "by_name": "Ada", "sent_at": NOW},
        over=False,
    )
    old = Thing(**vars(waiting) | {"id": 2, "over": True, "unit": "", "until_date": None})
    inviting = {
        "rows": [waiting, old],
        "most": 2,
        "roles": ROLES,
        "units": UNITS,
        "values": {},
        "errors": [],
    }
    return [
        (
            "admin/home.html",
            "",
            {"groups": _groups(1), "invited": 2, "changed": None, "unnamed": UNNAMED},
        ),
        (
            "admin/home.html",
            "settings",
            {
                "groups": _groups(len(GROUPS)),
                "invited": 0,
                "changed": Thing(at=NOW, by_name=""),
                "unnamed": [],
            },
        ),
        (
            "admin/people.html",
            "staff",
            people
            | {"units": [Thing(name="", rows=[_suspended(row)]), Thing(name=LONG, rows=[row])]},
        ),
        (
            "admin/people.html",
            "found",
            people | {"q": "o", "most": 1, "hits": [_found("Olga Ek"), _found("")]},
        ),
        ("admin/people.html", "nobody", people | {"q": "x", "hits": []}),
        ("admin/person.html", "works here", shown),
        (
            "admin/person.html",
            "refused",
            shown
            | {
                "form": "appointments",
                "values": {"role": "official"},
                "errors": [wrong("unit", "unknown")],
            },
        ),
        (
            "admin/person.html",
            "closed",
            shown
            | {
                "person": closed,
                "why": ("left", NOW),
                "cases": ["2026-00123", "2026-00124"],
                "more_cases": True,
                "appointments": [],
                "addresses": [],
                "looks": [],
            },
        ),
        ("admin/person.html", "oneself", shown | {"own": True}),
        ("admin/invitations.html", "some", inviting),
        (
            "admin/invitations.html",
            "refused",
            inviting | {"rows": [], "errors": [wrong("email", "missing"), wrong("role", "held")]},
        ),
        ("admin/invited.html", "", invited),
        ("admin/log.html", "rows", log),
        (
            "admin/log.html",
            "nothing",
            log | {"rows": [], "values": {"by": "Olga"}, "filtered": True, "next_url": ""},
        ),
    ]


def _groups(most: int) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(name, [(code, path) for code, path, _ in rooms]) for name, rooms in GROUPS[:most]]


def _suspended(row: Thing) -> Thing:
    return Thing(**vars(row) | {"suspended": True, "trusted": True, "lead": True})


def _found(name: str) -> Thing:
    return Thing(id=7, name=name, suspended=not name, works=bool(name))
