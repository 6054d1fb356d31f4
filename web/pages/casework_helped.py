"""Whether somebody else handed a case in: whose address it is that officials see."""

from typing import Any

from models import helping
from models.permissions import Action
from models.permissions_of_cases import may
from web.visit import Visit


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`helper`: None, or her `name` ("" when she gave none) and whether the address is still hers;
    for those alone who may know the sender.
    """
    found = helping.helper_of(visit.session, row.id)
    if found is None or not may(visit.session, visit.viewer, Action.CONTACT, row):
        return {"helper": None}
    return {"helper": {"name": found.name, "reached": found.taken_over_at is None}}
