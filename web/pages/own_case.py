"""What only the author of a case finds on its page: her change, our question, what she may do."""

from typing import Any

from models import me, revising, supplement
from models.states import Status
from web.pages import (
    awaited,
    casework_coordinating,
    editing,
    own_appeals,
    six_months,
    taking_over,
    unreached,
    waiting_texts,
)
from web.visit import Visit

NOTHING: dict[str, Any] = {
    "place": None,
    "pending": None,
    "refused_change": None,
    "changeable": False,
    "confirmable": False,
    "asked": None,
    "added": [],
    "one_way_in": None,
    "by_staff": False,
    "unreached": None,
    "takeable": False,
    "decided": None,
    "right": None,
}
"""For everybody else."""


def told(visit: Visit, row: Any) -> dict[str, Any]:
    """For _pending, _supplement and show.html of templates/submissions, for _unreached.html and for
    review_appeals/_own.html.
    """
    words = supplement.of_case(visit.session, row.id)
    waits = row.status is Status.WAITING_RESIDENT
    open_one = next((one for one in words if one.answered_at is None), None)
    return {
        "place": waiting_texts.of_case(visit, row),
        "pending": editing.waiting(visit, row),
        "refused_change": me.refused_change(visit.session, row.id),
        "changeable": revising.can_change(row),
        "confirmable": row.confirmed_at is None and row.contact_id in visit.contacts,
        "asked": {
            "html": open_one.question_html if open_one else "",
            "values": visit.values,
            "ends": awaited.until(visit, row, words),
        }
        if waits
        else None,
        "one_way_in": casework_coordinating.one_way_in(visit, row),
        "added": [one for one in words if one.answered_at is not None],
        "by_staff": False,
        "unreached": unreached.told(visit, [row.contact_id]),
        "takeable": taking_over.offers(visit, row),
        "decided": own_appeals.of_case(visit, row),
        "right": six_months.of_author(visit, row),
    }
