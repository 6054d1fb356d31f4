"""What comes of a yes: under way, done, or dropped; and the boards that a proposal goes to."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from models import board, carrying_out, decision
from models.errors import Invalid
from models.meeting import listing
from models.states import Status
from web.answers import Answer
from web.forms import checked, choice, words
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, official, taken
from web.pages.naming import named
from web.visit import Visit


def _perhaps_a_day(value: str, _info: object) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise Invalid("", "bad") from None


class CarryForm(Versioned):
    to: Annotated[Status, choice(Status)]
    note: Annotated[str, words(500, lines=True)] = ""
    """A word to everyone; the reason of what is dropped."""
    day: Annotated[str, words(10), AfterValidator(checked(_perhaps_a_day))] = ""


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """The steps of carrying out allowed now, the boards, and the meeting that takes it up."""
    made = decision.latest(visit.session, row.id)
    return {
        "carrying": [status.value for status in carrying_out.steps(row, made)],
        "correctable": made.id if made is not None else 0,
        "meeting": listing.next_of(visit.session, row.id),
        "boards": [(one.slug, named(one, visit.language)) for one in board.in_use(visit.session)],
    }


def carry_out(visit: Visit) -> Answer:
    """Take a step of carrying out, with a word to everyone."""
    form: CarryForm = visit.form
    carrying_out.carry_out(
        visit.session,
        taken(visit, form),
        form.to,
        by=official(visit),
        note=form.note,
        day=date.fromisoformat(form.day) if form.day else None,
    )
    return back(visit)
