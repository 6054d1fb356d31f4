"""The officials' desk in the canaries' town: who has which case open, and what its lists can ask."""

from sqlmodel import Session

from models.desk import presence
from tests.canary.readers import HANDLERS
from tests.people import Someone

QUERIES = {
    "whose": ["mine", "unit", "all"],
    "group": ["late", "later", "waiting"],
    "before": ["1-1", "9999999999-9"],
    "done": ["delays-2"],
    "all": ["yes"],
    "template": ["1"],
}


def sit(session: Session, someone: dict[str, Someone], cases: dict[str, str]) -> None:
    """Two officials have every case open just now, and one of them writes."""
    for reference in cases.values():
        for number, actor in enumerate(HANDLERS):
            presence.here(session, reference, someone[actor].id, writing=bool(number))
