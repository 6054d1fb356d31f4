"""Every room of the settings: which values, typed how. A new value is a line here and its words in
templates/admin/_setting_words.html.
"""

from models.hours import WEEKDAYS
from models.profile import OLDEST, Modules
from web.configuration.fields import Field, Sort
from web.configuration.own_parts import CENTRE, RETENTION, unit_hours
from web.configuration.rooms import Part, Room, Rows
from web.configuration.table_review import REVIEW_ROOMS


def _in_both(name: str, most: int, *, least: int = 0, sort: Sort = Sort.WORDS) -> tuple[Field, ...]:
    return tuple(
        Field((f"{name}_{language}",), sort, least=least, most=most) for language in ("sv", "en")
    )


def _day_words() -> tuple[Field, ...]:
    return tuple(Field((language,), least=1, most=60) for language in ("sv", "en"))


_CONTACT = Room(
    "contact",
    (
        Field(("name",), least=1, most=80),
        Field(("short_name",), least=1, most=40),
        Field(("home_url",), least=1),
        Field(("phone",), least=1, most=30),
        Field(("duty_phone",), most=30),
        Field(("email",), least=1, most=254),
        Field(("address",), least=1),
        Field(("officer_email",), most=254),
        Field(("officer_phone",), most=30),
        *_in_both("controller", 200, least=1),
        *_in_both("run_by", 400, least=1, sort=Sort.LONG),
    ),
)
_NOTICE = Room("notice", _in_both("notice", 400, sort=Sort.LONG))
_PROPOSALS = Room(
    "proposals",
    (
        Field(("proposals", "threshold"), Sort.NUMBER, least=1, most=1_000_000),
        Field(("proposals", "days"), Sort.NUMBER, least=1, most=366),
        Field(("proposals", "keep_open"), Sort.TICK),
    ),
)
_PARTICIPATION = Room(
    "participation",
    (
        *(
            field
            for act in ("submit", "comment", "support")
            for field in (
                Field(("participation", act), Sort.CHOICE, least=1, choices="levels"),
                Field(("participation", f"{act}_age"), Sort.NUMBER, most=OLDEST),
            )
        ),
        Field(("participation", "organisations"), Sort.TICK),
        Field(("participation", "child_age"), Sort.NUMBER, most=OLDEST),
    ),
)
_MODULES = Room(
    "modules", tuple(Field(("modules", name), Sort.TICK) for name in Modules.model_fields)
)
_CALENDAR = Room(
    "calendar",
    tuple(Field(("calendar", day), Sort.HOURS) for day in WEEKDAYS),
    (
        Rows(
            ("site", "calendar", "closed"),
            (Field(("day",), Sort.DAY, least=1), *_day_words()),
            needs="day",
            listed=True,
        ),
        Rows(
            ("site", "calendar", "short"),
            (
                Field(("day",), Sort.EVE, least=1, choices="eves"),
                Field(("opens",), Sort.TIME, least=1),
                Field(("closes",), Sort.TIME, least=1),
                *_day_words(),
            ),
            needs="day",
            listed=True,
        ),
    ),
    fixed=(("site", "calendar", "holidays"),),
)
_PLACE = Room(
    "place",
    (
        Field(("bounds",), Sort.BOUNDS),
        Field(("minority_area",), Sort.SEVERAL, choices="minorities"),
    ),
    fixed=(("site", "zone"),),
)
_DIARIES = Room(
    "diaries",
    rows=(
        Rows(
            ("site", "diaries"),
            (
                Field(("board",), Sort.CHOICE, choices="boards"),
                Field(("code",), least=1, most=12),
                Field(("pattern",), least=1, most=60),
                Field(("kinds",), Sort.SEVERAL, choices="kinds"),
            ),
            needs="code",
        ),
    ),
)
_PROMISES = Room(
    "promises",
    (Field(("escalation",), Sort.CHOICE, least=1, choices="escalations"),),
    rows=(
        Rows(
            ("promises",),
            (
                Field(("kind",), Sort.CHOICE, choices="kinds", none=True),
                Field(("subject",), Sort.CHOICE, choices="subjects", none=True),
                Field(("channel",), Sort.CHOICE, choices="channels", none=True),
                Field(("first_response",), Sort.DURATION, least=1),
                *(
                    Field((name,), Sort.DURATION, none=True)
                    for name in ("confirm_receipt", "update_every", "decide")
                ),
                Field(("public",), Sort.TICK),
            ),
            needs="first_response",
        ),
    ),
)
_ROUTES = Room(
    "routes",
    rows=(
        Rows(
            ("routes",),
            (
                Field(("subject",), Sort.CHOICE, choices="subjects", none=True),
                Field(("area",), Sort.CHOICE, choices="areas", none=True),
                Field(("kind",), Sort.CHOICE, choices="kinds", none=True),
                Field(("unit",), Sort.CHOICE, least=1, choices="units"),
            ),
            needs="unit",
        ),
    ),
)
ROOMS = {
    room.code: room
    for room in (
        *(_CONTACT, _NOTICE, _PLACE, _MODULES, CENTRE, _ROUTES, _CALENDAR, _PROMISES),
        *(_PROPOSALS, _PARTICIPATION, *REVIEW_ROOMS, _DIARIES),
    )
}

_SUBJECTS = Part(
    "subjects",
    ("categories",),
    (
        *_in_both("name", 120, least=1),
        Field(("unit",), Sort.CHOICE, least=1, choices="units"),
        Field(("pillar",), Sort.CHOICE, least=1, choices="pillars"),
        Field(("kinds",), Sort.KINDS),
        Field(("place",), Sort.TICK),
        *_in_both("hint", 300),
        *_in_both("place_hint", 300),
        Field(("urgent",), Sort.TICK),
        Field(("is_case",), Sort.TICK),
        *_in_both("owner", 120),
        *_in_both("owner_about", 300),
        Field(("owner_phone",), most=30),
        Field(("owner_url",), most=200),
    ),
)
_UNITS = Part(
    "units",
    ("units",),
    (
        *_in_both("name", 120, least=1),
        Field(("sort",), Sort.CHOICE, least=1, choices="sorts"),
        Field(("parent",), Sort.CHOICE, choices="parents", none=True),
        Field(("phone",), most=30),
        Field(("email",), most=254),
        Field(("address",)),
        Field(("run_by",), most=120),
        *_in_both("about", 500, sort=Sort.LONG),
        Field(("valid_from",), Sort.DAY, none=True),
        Field(("valid_until",), Sort.DAY, none=True),
    ),
)
_BOARDS = Part("boards", ("boards",), _in_both("name", 120, least=1))
_AREAS = Part(
    "areas", ("areas",), (*_in_both("name", 120, least=1), Field(("bounds",), Sort.BOUNDS))
)
PARTS = {
    part.code: part
    for part in (_SUBJECTS, _UNITS, unit_hours(_CALENDAR), _BOARDS, _AREAS, RETENTION)
}
