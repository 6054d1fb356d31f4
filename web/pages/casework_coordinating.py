"""Who an organisation turns to with a case: one person, whichever unit has it."""

from typing import Any

from models import coordinating, own_details
from web.answers import Answer
from web.entry import Handler
from web.forms import Form
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, official, taken
from web.pages.numbers import Number
from web.visit import Visit


class CoordinatorForm(Versioned):
    coordinator: Number


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`coordinator`: None for what no organisation handed in, or `id`, `name` and `able`: who else
    could, pairs of id and name.
    """
    if row.coordinator_id is None:
        return {"coordinator": None}
    able = [(one.id, one.name) for one in coordinating.able(visit.session)]
    name = own_details.person(visit.session, row.coordinator_id).name
    if row.coordinator_id not in dict(able):
        able.append((row.coordinator_id, name))
    return {"coordinator": {"id": row.coordinator_id, "name": name, "able": able}}


def one_way_in(visit: Visit, row: Any) -> dict[str, str] | None:
    """For submissions/_one_way_in.html: whom the organisation turns to, and on which number."""
    if row.coordinator_id is None:
        return None
    name = own_details.person(visit.session, row.coordinator_id).name
    return {"name": name, "phone": visit.site.phone}


def change(visit: Visit) -> Answer:
    """Somebody else coordinates it, also while a delay is owed: she is the one to tell of it."""
    form: CoordinatorForm = visit.form
    coordinating.change(
        visit.session,
        taken(visit, form, though_owed=True),
        by=official(visit),
        person_id=int(form.coordinator),
    )
    return back(visit)


COORDINATING: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("coordinator", change, CoordinatorForm),
)
"""A resource below the case, with a form of its own."""
