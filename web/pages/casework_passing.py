"""Passing on and away: who has the case while somebody is away, other units that are asked about
it, and whose it is when it is not ours.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from models import absence, belonging, consulted, consulting, handover, own_details, passing_on
from models.calendar import today
from models.errors import Invalid
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import StatusType, type_of
from models.submission import stream_of
from web import town
from web.answers import Answer
from web.entry import Handler
from web.forms import Form, Tick, words
from web.pages.casework_forms import HandoverForm, SomeDay, Versioned
from web.pages.casework_taking import back, had, official, on, taken
from web.pages.naming import named
from web.pages.numbers import Number
from web.visit import Visit

LONGEST = 2000


class ConsultForm(Versioned):
    unit: Number
    question: Annotated[str, words(LONGEST, least=1, lines=True)]
    due_on: SomeDay


class ReplyForm(Form):
    consultation: Number
    reply: Annotated[str, words(LONGEST, least=1, lines=True)]
    quotable: Tick = False


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """What casework/_owner.html and _asked.html ask for; whoever was only asked can do no more."""
    only_asked = not may(visit.session, visit.viewer, Action.WORK, row)
    own = consulting.own_day(row, row.delay_day)
    passed = {
        "away": _away(visit, row.assignee_id),
        "handovers": row.handovers,
        "circle": _is_back(visit, row),
        "asked": _asked(visit, row.id),
        "only_asked": only_asked,
        "ask_usually": consulting.usual_day(own, visit.site.opening.is_working_day).isoformat(),
        "ask_by": own,
        "units": [
            (unit.id, named(unit, visit.language))
            for unit in town.units(visit.session)
            if unit.retired_at is None and unit.id != row.unit_id
        ],
        "askable": type_of(row.status) is not StatusType.CLOSED and not only_asked,
        "receivers": [(slug, name) for slug, (name, _) in _receivers(visit).items()],
    }
    return passed | ({"doors": [], "steps": []} if only_asked else {})


def _is_back(visit: Visit, row: Any) -> bool:
    """Whether the unit that has it had passed it on before."""
    if row.handovers < handover.OFTEN:
        return False
    return row.unit_id in passing_on.been(
        passing_on.of_case(visit.session, stream_of(row.reference))
    )


def _away(visit: Visit, person_id: int | None) -> dict[str, Any] | None:
    """Until when whoever has the case is away, and who has it meanwhile: '' for nobody."""
    found = absence.away(visit.session) if person_id is not None else {}
    if person_id is None or person_id not in found:
        return None
    deputy = absence.stand_in(found, person_id)
    return {
        "name": own_details.person(visit.session, person_id).name,
        "until": found[person_id].last_day,
        "deputy": own_details.person(visit.session, deputy).name if deputy else "",
    }


def _asked(visit: Visit, submission_id: int) -> list[dict[str, Any]]:
    rows = consulted.of_case(visit.session, submission_id)
    if not rows:
        return []
    by, day = official(visit), today()
    mine = belonging.units_of(visit.session, by.person_id)
    names = {unit.id: named(unit, visit.language) for unit in town.units(visit.session)}
    return [
        {
            **row._asdict(),
            "unit": names.get(row.unit_id, ""),
            "late": row.answered_at is None and row.due_on < day,
            "mine": row.answered_at is None and consulting.replies_for(mine, row.unit_id, by),
        }
        for row in rows
    ]


def handovers(visit: Visit) -> Answer:
    """Pass the case to another unit, saying why."""
    form: HandoverForm = visit.form
    submission = taken(visit, form)
    handover.hand_over(
        visit.session,
        submission,
        by=official(visit),
        unit_id=int(form.unit),
        reason=form.reason,
    )
    return on(visit, submission, "handovers")


def consult(visit: Visit) -> Answer:
    """Ask another unit, to be answered by a day."""
    form: ConsultForm = visit.form
    consulting.ask(
        visit.session,
        taken(visit, form),
        by=official(visit),
        unit_id=int(form.unit),
        question=form.question,
        due_on=date.fromisoformat(form.due_on),
    )
    return back(visit)


def reply(visit: Visit) -> Answer:
    """Answer the unit that asked: whatever happened meanwhile, its question stands."""
    form: ReplyForm = visit.form
    consulting.reply(
        visit.session,
        had(visit, Action.REPLY),
        int(form.consultation),
        by=official(visit),
        answer=form.reply,
        quotable=form.quotable,
    )
    return back(visit)


def receiver(visit: Visit, slug: str) -> tuple[str, str]:
    """Name and contact of somebody whom the profile knows. Raises Invalid for a slug of nobody."""
    found = _receivers(visit).get(slug)
    if found is None:
        raise Invalid("known", "unknown")
    return found


def _receivers(visit: Visit) -> Mapping[str, tuple[str, str]]:
    """Whose subjects are that are not ours: name and contact, by the first subject of each."""
    found: dict[str, tuple[str, str]] = {}
    for row in _elsewhere(visit):
        name = row.owner_sv
        if name not in {known for known, _ in found.values()}:
            found[row.slug] = (name, row.owner_phone or row.owner_url)
    return found


def _elsewhere(visit: Visit) -> Sequence[Any]:
    rows = town.categories(visit.session)
    return [row for row in rows if row.owner_sv and (row.owner_phone or row.owner_url)]


PASSING: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("handovers", handovers, HandoverForm),
    ("consultations", consult, ConsultForm),
    ("replies", reply, ReplyForm),
)
"""Each is a resource below the case, with a form of its own."""
