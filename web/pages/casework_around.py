"""What stands round one case: who else has it open, and public cases that are like it."""

from typing import Any

from models.desk import presence
from models.permissions import Action
from models.search.similar import similar
from models.states import StatusType, type_of
from web.pages import searching
from web.pages.casework_taking import hers
from web.visit import Visit


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`others` at the case now, and `similar` cases, the likest first.

    By what it is about and where alone: every word more is one more question on every page. What
    has ended is joined with nothing.
    """
    found = []
    if type_of(row.status) is not StatusType.CLOSED:
        found = similar(
            visit.session,
            title=row.title,
            text="",
            place=row.place,
            language=row.language,
            but=row.id,
        )
    known = {one.id for one in hers(visit, found, Action.DESK)}
    return {
        "others": presence.others(visit.session, row.id, visit.viewer.person_id),
        "similar": [searching.told(one) | {"hers": one.id in known} for one in found],
    }
