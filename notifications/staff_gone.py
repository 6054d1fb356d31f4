"""Somebody who has cases cannot work here any more: whoever leads the unit is told once."""

from models import belonging
from models.calendar import today
from models.database import transaction
from models.units import gone
from notifications.staff_letters import key
from notifications.staff_post import tell


def each_minute() -> bool:
    """Let go of such cases, some at a time; one letter for each person and unit, however many."""
    with transaction(write=False) as session:
        found = gone.held(session)
    if not found:
        return False
    with transaction() as session:
        for (person_id, unit_id), case_id in gone.let_go(session, found).items():
            of = f"{person_id}-{unit_id}-{today().isoformat()}"
            people = belonging.responsible(session, unit_id)
            tell(session, people, key("gone", of), case_id, but=person_id)
    return True
