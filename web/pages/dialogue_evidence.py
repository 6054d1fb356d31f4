"""Cases that tell something of a dialogue's question, linked to it by whoever leads it."""

from typing import Annotated, Any

from models.dialogue import evidence, keeping
from models.permissions_of_cases import readable_among
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.paging import cut, integers
from web.visit import Visit


class CaseForm(Form):
    reference: Annotated[str, words(16, least=1)]


def index(visit: Visit) -> Answer:
    """Those that are linked, and the form for one more."""
    row = led(visit)
    here = f"{home(row)}/evidence"
    place = integers(visit.query.get("after", ""), 2)
    after = (place[0], place[1]) if place else None
    found = evidence.linked(visit.session, row.id, after=after)
    rows, following = cut(found, here, "at", "id", size=evidence.PAGE)
    return Shown(
        "casework/dialogues/evidence/list.html",
        {
            "dialogue": told(visit, row),
            "rows": named(visit, rows),
            "values": visit.values,
            "errors": visit.errors,
            "next_url": following,
            "first_url": here if after else "",
        },
    )


def named(visit: Visit, rows: Any) -> list[dict[str, Any]]:
    """Linked cases as the viewer may know of them: without title and number where she may not."""
    known = readable_among(visit.session, visit.viewer, [row.case_id for row in rows])
    return [
        {
            "id": row.id,
            "at": row.at,
            "public": evidence.is_public(row),
            "reference": row.reference if row.case_id in known else "",
            "title": row.title if row.case_id in known else "",
        }
        for row in rows
    ]


def create(visit: Visit) -> Answer:
    """Link one more."""
    form: CaseForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    evidence.link(visit.session, held, form.reference, visit.viewer, by=leader(visit))
    return Go(f"{home(held.dialogue)}/evidence")


def remove(visit: Visit) -> Answer:
    """It is about something else."""
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    evidence.unlink(visit.session, held, visit.number("id"), by=leader(visit))
    return Go(f"{home(held.dialogue)}/evidence")
