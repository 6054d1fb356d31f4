"""The stop at the rules of disposal, and where a case once was."""

from models import calendar, progress
from models.calendar import DAY, now
from models.database import transaction
from models.retention.what import What
from models.states import Kind, Outcome
from tests import people
from tests.browser.guest import Guest
from tests.models.retaining import decide, nights

REASON = "Lampan är lagad och lyser nu hela natten."


def _rules(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/retention")
    guest.reads("Reglerna", "Inget har tagits bort än.")
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        olga = people.olga(session).actor
        progress.close(session, case, by=olga, outcome=Outcome.ANSWERED, reason=REASON)
        reference = case.reference
    decide(What.CASES, 365)
    calendar.freeze(now() + 400 * DAY)
    guest.is_(people.ada).go("/admin/retention")
    guest.reads(f"1 tas bort i natt: {reference}", "Enligt beslut 7")
    nights()
    guest.go("/admin/retention")
    guest.reads("aldrig de som en nämnd har beslutat i: 1")
    guest.is_nobody().go(f"/submissions/{reference}")
    guest.reads("Gallrat enligt beslut 7.")


STOPS = {"/admin/retention": [_rules]}
