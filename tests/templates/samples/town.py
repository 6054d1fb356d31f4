"""The town of the samples: an invented municipality, its people, one case and what hangs on it."""

from datetime import date, datetime
from types import SimpleNamespace as Thing
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from models.states import Kind, Outcome, Ruling, Status
from web.pages import standing

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 42) -> int:
    moment = datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM)
    return int(moment.timestamp()) * 1_000_000


NOW = at(2026, 11, 5)

SITE = read(ROOT / PROFILE).site
OLGA = Thing(name="Olga Official", is_staff=True, may={"desk", "meetings", "judge", "read"})
ROSA = Thing(name="Rosa", is_staff=False, waits=False, may=set())

COMMON = {
    "site": SITE,
    "me": None,
    "logo": None,
    "theme": "#0B5A5E",
    "base_url": "https://torg.exempelby.example",
    "path": "/",
    "canonical": "https://torg.exempelby.example/",
    "demo": False,
    "delivery": "send",
    "problem": None,
}


def wrong(field: str, code: str, **values: int) -> Thing:
    return Thing(field=field, code=code, values=values)


STREETS = Thing(name="Gatuenheten", slug="streets", phone="08-123 45 10")
BOARD = "samhällsbyggnadsnämnden"


def subject(slug: str, name: str, **more: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "slug": slug,
        "name": name,
        "place": True,
        "hint": "",
        "place_hint": "",
        "urgent": False,
        "owner": "",
        "owner_about": "",
        "owner_phone": "",
        "owner_url": "",
    }
    return facts | more


SUBJECTS = [
    subject(
        "street-lights",
        "Gatlampor och mörka platser",
        hint="Släckta lampor, mörka gångvägar",
        place_hint="Numret sitter på stolpen i ögonhöjd.",
        urgent=True,
    ),
    subject("roads", "Vägar, gropar och snö"),
    subject("parks", "Parker, lekplatser och skräp"),
    subject("schools", "Förskola och skola"),
    subject("care", "Äldre, stöd och omsorg"),
    subject(
        "state-roads",
        "Större vägar mellan orter",
        owner="Trafikverket",
        owner_about="Trafikverket sköter de statliga vägarna.",
        owner_phone="0771-921 921",
        owner_url="https://www.trafikverket.se",
    ),
]
TYPED = {
    "kind": "fault_report",
    "title": "Mörkt på gångvägen vid Storgatan",
    "text": "Tre lampor i rad är släckta sedan i måndags. Mamma vågar inte gå hem från bussen.",
    "subject": "street-lights",
    "place": "Storgatan 14, stolpe 0417",
    "answer_by": "email",
    "email": "rosa@example.org",
    "mobile": "",
    "phone": "",
    "letter": "",
    "alias": "",
    "name": "Rosa",
    "shown": "unnamed",
    "form_key": "k" * 22,
}


def looks(
    *, kind: str, status: str, outcome: str | None, mine: bool = False, **_: object
) -> dict[str, object]:
    """What web/pages/standing gives of a status: the very codes, from the very table."""
    at_board = status in {"decided", "implementing", "implemented"}
    return standing.looks(
        Thing(
            kind=Kind(kind),
            status=Status(status),
            outcome=Outcome(outcome) if outcome and not at_board else None,
        ),
        Ruling(outcome) if outcome and at_board else None,
        mine=mine,
    )


def case(**changed: object) -> Thing:
    facts: dict[str, object] = {
        "reference": "2026-00123",
        "title": "Mörkt på gångvägen vid Storgatan",
        "kind": "fault_report",
        "status": "in_progress",
        "outcome": None,
        "publication": "published",
        "diary": "KS 2026/124",
        "place": "Storgatan 14",
        "byline": "Rosa",
        "organisation": False,
        "name": "Rosa",
        "received_at": at(2026, 11, 2),
        "edited_at": None,
        "answer_by": date(2026, 11, 16),
        "answered_on": None,
        "late": False,
        "mine": False,
        "is_public": True,
        "commentable": True,
        "locked": False,
        "feed": True,
        "version": 3,
        "assignee_id": 7,
        "protected": False,
        "votes": None,
    }
    facts |= changed
    kept = {"kept": facts["answered_on"] is not None}
    return Thing(**(looks(**facts) | kept | facts))


PROSE = (
    "<p>Tre lampor i rad är släckta sedan i måndags. Mamma vågar inte gå hem från bussen, och "
    "cyklisterna ser inte de gående.</p><p>Stolparna har nummer 0417 till 0419.</p>"
)
ANSWER = Thing(
    id=1,
    html="<p>Tack för att du sa till. Det är ett kabelfel. Vi gräver på torsdag den 12 november "
    "och lamporna lyser igen samma kväll.</p>",
    at=at(2026, 11, 4, 14, 5),
    unit="Gatuenheten",
    byline="Olga",
    corrected_at=None,
)
EVENTS = [
    Thing(
        kind="answered",
        at=at(2026, 11, 4, 14, 5),
        unit="Gatuenheten",
        to="answered",
        outcome="",
        html="",
        day=None,
    ),
    Thing(
        kind="handed_over",
        at=at(2026, 11, 3, 8, 12),
        unit="Gatuenheten",
        to="",
        outcome="",
        html="<p>Gatuenheten har hand om belysningen.</p>",
        day=None,
    ),
    Thing(
        kind="published", at=at(2026, 11, 2, 15, 30), unit="", to="", outcome="", html="", day=None
    ),
    Thing(
        kind="received",
        at=at(2026, 11, 2),
        unit="Servicecenter",
        to="received",
        outcome="",
        html="",
        day=None,
    ),
]


class Comment(NamedTuple):
    """A row as models/thread.py gives it, in its order."""

    number: int
    path: str
    depth: int
    official: bool
    orphan: bool
    organisation: bool
    publication: str
    at: int
    byline: str
    html: str
    parent: int | None
    parent_byline: str
    locked: bool


def comment(number: int, depth: int, text: str, **changed: Any) -> Comment:
    plain = Comment(
        number,
        path=f"{number:05d}",
        depth=depth,
        official=False,
        orphan=False,
        organisation=False,
        publication="published",
        at=at(2026, 11, 3, 9, number),
        byline="",
        html=f"<p>{text}</p>" if text else "",
        parent=None,
        parent_byline="",
        locked=False,
    )
    return plain._replace(**changed)


COMMENTS = [
    comment(1, 0, "Samma sak på min gata, och jag har ringt två gånger.", byline="Sam"),
    comment(
        2,
        1,
        "Vilken gata är det? Då tittar vi dit samtidigt.",
        byline="Gatuenheten",
        official=True,
        parent=1,
        parent_byline="Sam",
    ),
    comment(
        3, 2, "Björkvägen, vid förskolan.", byline="Sam", parent=2, parent_byline="Gatuenheten"
    ),
    comment(4, 3, "", parent=3, parent_byline="Sam"),
    comment(5, 4, "Tack, nu lyser det.", parent=4),
    comment(6, 9, "Här också.", orphan=True),
    comment(7, 0, "Vi hjälper till.", byline="Cykelföreningen, genom Rosa", organisation=True),
]
PHOTO: dict[str, object] = {
    "url": "/submissions/2026-00123/attachments/0f",
    "small_url": "/submissions/2026-00123/attachments/0f/small",
    "picture": True,
    "width": 800,
    "height": 600,
    "alt": "En släckt lampa vid bron",
    "size": 812_345,
    "hidden": False,
    "masked": False,
    "whole_url": "",
    "shown": True,
}
DOCUMENT = PHOTO | {"picture": False, "width": 0, "height": 0, "alt": "", "size": 2_345_678}
NO_FILES: dict[str, object] = {"own": None, "answers": {}, "decisions": {}}

DECISION = Thing(
    id=1,
    ruling="approved",
    body="Samhällsbyggnadsnämnden",
    decided_on=date(2026, 12, 1),
    paragraph="112",
    summary_html="<p>Det byggs en lekplats i Björkparken under våren 2027.</p>",
    reasons_html="<p>Det bor många barn i området och den närmaste lekplatsen ligger 1,4 km bort.</p>",
    appealable=True,
    minutes_posted=date(2026, 12, 10),
    appeal_by=date(2027, 1, 4),
    status="decided",
    preliminary=False,
    presenter="",
    participants="",
    dropped_at=None,
)
VOTES = Thing(total=31, goal=50, until=at(2026, 11, 30))


def row(**changed: object) -> Thing:
    facts: dict[str, object] = {
        "id": 3,
        "reference": "2026-00123",
        "title": "Mörkt på gångvägen vid Storgatan",
        "kind": "fault_report",
        "status": "in_progress",
        "outcome": None,
        "place": "Storgatan 14",
        "received_at": at(2026, 11, 2),
        "late": False,
        "votes": None,
        "goal": None,
        "at": at(2026, 11, 2),
        "publication": "published",
        "answer_by": date(2026, 11, 16),
        "answered_at": None,
        "assignee": "Olga",
        "ruling": "approved",
        "body": "Kommunstyrelsen",
        "decided_on": date(2026, 10, 20),
        "paragraph": "87",
        "carried_out": False,
        "total": 31,
        "voting_until": at(2026, 11, 30),
        "place_in_queue": None,
    }
    facts |= changed
    return Thing(**(facts | {"face": looks(**facts)["face"]}))


ROWS = [
    row(),
    row(
        reference="2026-00122",
        title="Lekplats i Björkparken",
        kind="proposal",
        status="voting",
        place="Björkparken",
        votes=31,
        goal=50,
        total=31,
    ),
    row(
        reference="2026-00118",
        title="Varför stängs biblioteket klockan 17?",
        kind="question",
        status="answered",
        place="",
    ),
    row(
        reference="2026-00117",
        title="Snö på cykelbanan mellan samhällsbyggnadsförvaltningen och Ångströmsgatan",
        status="closed",
        outcome="not_ours",
        late=True,
        place="Ångströmsgatan",
    ),
    row(
        reference="2026-00110",
        title="Ni svarar aldrig i telefon",
        kind="complaint",
        status="waiting_resident",
        place="",
    ),
    row(
        reference="2026-00101",
        title="Fler sittplatser på torget",
        kind="proposal",
        status="decided",
        outcome="rejected",
        place="Torget",
        votes=64,
        goal=50,
        ruling="rejected",
    ),
    row(
        reference="2026-00097",
        title="Tack till vaktmästaren på Björkskolan",
        kind="praise",
        status="closed",
        outcome="thanked",
        place="",
    ),
]
