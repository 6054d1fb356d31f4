"""Support that was taken away, for whoever gave it: why, and how to say that it was she."""

from typing import Any

from models import objecting, support_letters, support_removed
from models.calendar import local
from models.course import goes_on
from models.invalidated import Batch
from models.states import PUBLIC, Kind
from web.answers import Answer, Shown
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What was done, by which rule, and the button."""
    return _page(visit)


def press(visit: Visit) -> Answer:
    """Object: somebody else looks at it again; whoever an e-identification knows need not wait."""
    found = support_letters.of_link(visit.session, visit.params["token"])
    objecting.object_to(visit.session, found)
    return _page(visit)


def _page(visit: Visit) -> Answer:
    found = support_letters.of_link(visit.session, visit.params["token"])
    batch = visit.session.get_one(Batch, found.batch_id)
    case = goes_on(visit.session, batch.submission_id)
    return Shown(
        "support/taken.html",
        {
            "action": f"/support/{visit.params['token']}",
            "reference": case.reference,
            "title": case.title if case.publication in PUBLIC else "",
            "rule": batch.rule.value,
            "day": local(batch.confirmed_at or 0).date(),
            "state": objecting.state(found, batch),
        },
        kept=True,
    )


def of_case(visit: Visit, row: Any) -> list[dict[str, Any]]:
    """What was taken away from one proposal, as its page tells everyone."""
    if row.kind is not Kind.PROPOSAL:
        return []
    return [
        {
            "count": one.count,
            "stands": one.stands,
            "rule": one.rule.value,
            "day": local(one.confirmed_at).date(),
            "below": one.below and bool(one.stands),
            "back": local(one.undone_at).date() if one.undone_at else None,
        }
        for one in support_removed.of_case(visit.session, row.id)
    ]
