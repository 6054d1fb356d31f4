"""Frånvaro: who is away, from which day, until which, and who takes over."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from models import absence, belonging, caseload
from models.actor import Actor, Role
from models.calendar import today
from models.errors import Invalid
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages.casework_forms import SomeDay
from web.pages.numbers import Number
from web.visit import Visit

HERE = "/casework/absence"


def _number_or_nobody(value: str) -> str:
    return value if value.isascii() and value.isdigit() else ""


class AbsenceForm(Form):
    person: Number
    first_day: SomeDay
    last_day: SomeDay
    deputy: Annotated[str, words(18), AfterValidator(_number_or_nobody)] = ""


def show(visit: Visit) -> Answer:
    """The absences to come of all whose absence the reader may enter, and a form for one more."""
    by, session = _by(visit), visit.session
    people = _under(visit, by)
    usual: dict[str, Any] = {"person": by.person_id, "first_day": today().isoformat()}
    return Shown(
        "casework/absence.html",
        {
            "rows": absence.coming(session, by),
            "own": by.person_id,
            "people": people,
            "colleagues": caseload.colleagues(session),
            "values": visit.values or usual,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Somebody will be away: the reader, or one of her unit."""
    form: AbsenceForm = visit.form
    by = _by(visit)
    if int(form.person) not in {number for number, _ in _under(visit, by)}:
        raise Invalid("person", "unknown")
    absence.enter(
        visit.session,
        int(form.person),
        by=by,
        first=date.fromisoformat(form.first_day),
        last=date.fromisoformat(form.last_day),
        deputy_id=int(form.deputy) if form.deputy else None,
    )
    return Go(HERE)


def end(visit: Visit) -> Answer:
    """She is back, or does not go."""
    absence.end(visit.session, visit.number("id"), by=_by(visit))
    return Go(HERE)


def _under(visit: Visit, by: Actor) -> list[tuple[int, str]]:
    """Id and name of everybody whose absence the reader may enter."""
    return [(row.id, row.name) for row in visit.session.execute(belonging.under(visit.session, by))]


def _by(visit: Visit) -> Actor:
    """As an administrator where she is one too: then she may enter everybody's."""
    return visit.acting(Role.ADMINISTRATOR, Role.OFFICIAL)
