"""Dialogues, for whoever leads them: all of hers, and one with what it lacks and what comes."""

from typing import Any

from sqlalchemy import Row

from models.actor import Actor, Role
from models.calendar import now
from models.dialogue import attention, beginning, finding, leading
from models.dialogue.kinds import ALLOWED, Level
from models.dialogue.leading import Led
from models.dialogue.phases import GOES_ON, TAKES_PART
from models.dialogue.ready import lacking_ballots, lacks
from models.errors import Invalid, NotFound
from models.event import EventKind
from models.states import TRANSITIONS, Kind, Status
from models.submission import Submission
from notifications import ledger
from web import town
from web.answers import Answer, Go, Shown
from web.pages import dialogue_staff_parts
from web.pages.dialogue_head import head, named_unit
from web.pages.dialogue_staff_forms import NewForm
from web.pages.naming import named
from web.visit import Visit

HEAPS = (
    Status.DRAFT,
    Status.COMING,
    Status.OPEN,
    Status.ANALYSIS,
    Status.FEEDBACK,
    Status.CLOSED,
    Status.HANDED_OVER,
    Status.BROKEN_OFF,
)


def leader(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def led(visit: Visit) -> Row[Any]:
    """The dialogue of this address, for whoever may lead it. Raises NotFound."""
    row = finding.by_slug(visit.session, visit.params["slug"], visit.viewer)
    if not finding.leads(visit.session, row, visit.viewer):
        raise NotFound
    return row


def told(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    """What every staff page of it asks for, as `dialogue`."""
    return head(visit, row) | {"version": row.version, "status": row.status.value}


def home(row: Any) -> str:
    return f"/casework/dialogues/{row.slug}"


def index(visit: Visit) -> Answer:
    """By state; hers first in each."""
    rows = attention.led(visit.session, visit.viewer)
    heaps = [
        (status.value, [_line(visit, row) for row in rows if row.status is status])
        for status in HEAPS
    ]
    return Shown(
        "casework/dialogues/list.html",
        {
            "heaps": [(status, lines) for status, lines in heaps if lines],
            "may_begin": bool(_units(visit)),
        },
    )


def _line(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "question": row.question,
        "unit": named_unit(visit, row),
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "mine": row.mine,
        "late": row.late,
        "closing": row.closing,
        "unready": row.unready,
    }


def new(visit: Visit) -> Answer:
    """The form of one that is to be."""
    units = _units(visit)
    if not units:
        raise NotFound
    values = dict(visit.values)
    if not values and len(units) == 1:
        values = {"unit": str(units[0][0])}
    return Shown(
        "casework/dialogues/new.html",
        {
            "units": units,
            "levels": [level.value for level in Level],
            "values": values,
            "errors": visit.errors,
        },
    )


def _units(visit: Visit) -> list[tuple[int, str]]:
    """Those that the viewer may begin a dialogue for."""
    return [
        (unit.id, named(unit, visit.language))
        for unit in town.units(visit.session)
        if beginning.may_begin(visit.viewer, unit.id)
    ]


def create(visit: Visit) -> Answer:
    """Begin a draft, whose first leader is whoever began it."""
    form: NewForm = visit.form
    unit_id = int(form.unit)
    if unit_id not in dict(_units(visit)):
        raise Invalid("unit", "unknown")
    by = leader(visit)
    held = beginning.draft(
        visit.session, form.words, unit_id=unit_id, by=by, language=visit.language
    )
    if visit.viewer.name:
        her = Led(visit.viewer.name, person_id=visit.viewer.person_id)
        leading.name_leaders(visit.session, held, [her], by=by)
    return Go(home(held.dialogue))


def show(visit: Visit) -> Answer:
    """One of them: what it lacks, its phases, its people, its other pages, its next steps."""
    session, row = visit.session, led(visit)
    leaders = finding.leaders_of(session, row.id)
    parts = finding.parts_of(session, row.id)
    names = {one.id: one.name for one in leaders}
    return Shown(
        "casework/dialogues/show.html",
        {
            "dialogue": told(visit, row),
            "lacks": list(lacks(session, row)) if row.status is Status.DRAFT else [],
            "waiting": list(lacking_ballots(session, row.id)) if row.status in GOES_ON else [],
            "said": row._asdict(),
            "phases": phases(visit, row),
            "leaders": leaders,
            "parts": [(one.title, names.get(one.leader_id, "")) for one in parts],
            "units": [named(unit, visit.language) for unit in finding.units_of(session, row.id)],
            "pages": dialogue_staff_parts.told(visit, row),
            "steps": steps(row),
            "hear": hear(visit, row, EventKind.PHASE_OPENED),
        },
    )


def hear(visit: Visit, row: Row[Any], kind: EventKind, **facts: str) -> int:
    """How many people will be told of an event of the dialogue."""
    case = visit.session.get_one(Submission, row.id)
    found = ledger.forecast(visit.session, case, kind, by=leader(visit), facts=facts)
    return sum(many for way, many in found.items() if way is not ledger.Way.PAUSED)


def phases(visit: Visit, row: Row[Any]) -> list[dict[str, Any]]:
    """Its phases, each with where it stands and with which others it overlaps."""
    found = finding.phases_of(visit.session, row.id)
    parts = {one.id: one.title for one in finding.parts_of(visit.session, row.id)}
    return [
        {
            **one._asdict(),
            "kind": one.kind.value,
            "part": parts.get(one.part_id, ""),
            "stands": _stands(row, one, now()),
            "acts": bool(ALLOWED[one.kind]),
            "page": dialogue_staff_parts.page_of_phase(row, one),
            "with": [
                other.position
                for other in found
                if other.id != one.id
                and other.opens_at < one.closes_at
                and one.opens_at < other.closes_at
            ],
        }
        for one in found
    ]


def _stands(row: Row[Any], phase: Row[Any], at: int) -> str:
    if phase.closes_at <= at:
        return "over"
    if phase.opens_at > at:
        return "coming"
    return "open" if row.status in TAKES_PART else "waiting"


def steps(row: Any) -> list[str]:
    """The states it can go to now, as the table has them."""
    allowed = TRANSITIONS[Kind.DIALOGUE][row.status]
    return [status.value for status in HEAPS if status in allowed]
