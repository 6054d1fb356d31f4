"""Text messages from residents that belong to no case yet: an official says where they go."""

from typing import Annotated

from models import address, received
from models.actor import Role
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.visit import Visit

SHOWN = 50
HERE = "/casework/texts"


class Place(Form):
    case: Annotated[str, words(20, least=1)]


def index(visit: Visit) -> Answer:
    """Everything that waits, the oldest first; of a number only what tells it from the others."""
    rows = received.waiting(visit.session, SHOWN)
    senders = [row.contact_id for row in rows if row.contact_id]
    cases = received.cases(visit.session, senders, visit.viewer)
    return Shown(
        "casework/texts.html",
        {
            "texts": [
                {
                    "id": row.id,
                    "at": row.at,
                    "sender": address.masked(row.address),
                    "html": row.html,
                    "cases": [(one.reference, one.title) for one in cases.get(row.contact_id, ())],
                }
                for row in rows
            ],
            "total": received.count(visit.session),
            "chosen": visit.params.get("id", ""),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def put(visit: Visit) -> Answer:
    """It belongs to a case."""
    form: Place = visit.form
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    received.put(visit.session, visit.number("id"), form.case, by=by, viewer=visit.viewer)
    return Go(HERE)


def dismiss(visit: Visit) -> Answer:
    """Nothing needs to be done about it."""
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    received.dismiss(visit.session, visit.number("id"), by=by)
    return Go(HERE)
