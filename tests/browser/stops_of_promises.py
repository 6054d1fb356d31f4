"""The stops at what is late: the public list of it, and the month's deviations for staff."""

from models import calendar, planning
from models.calendar import DAY, now, today
from models.database import transaction
from models.states import Kind
from models.submission import take
from tests import people
from tests.browser.guest import Guest
from web.commands.promising import Promising


def _late() -> None:
    """Two questions that waited for forty days, of which one says why."""
    with transaction() as session:
        olga = people.olga(session).actor
        shown = [
            people.published(session, Kind.QUESTION, title=title).reference
            for title in ("Varför är det mörkt längs ån?", "När öppnar badet?")
        ]
    calendar.freeze(now() + 40 * DAY)
    kept = Promising()
    kept.look()
    kept.go_on()
    with transaction() as session:
        case = take(session, shown[0])
        planning.delay(session, case, by=olga, reason="En del saknas", day=today())


def _overdue(guest: Guest) -> None:
    guest.is_nobody().go("/promises/overdue")
    guest.reads("Vi har inte missat någon utlovad dag.")
    _late()
    guest.go("/promises/overdue?again=1")
    guest.reads(
        "Varför är det mörkt längs ån?", "En del saknas.", "Vi har inte berättat varför än."
    )
    guest.go("/promises?again=1")
    guest.reads("för få för att säga något")


def _deviations(guest: Guest) -> None:
    _late()
    guest.is_(people.olga).go("/casework/deviations")
    guest.reads("2 löften hölls inte i tid", "Ingen hade det", "När öppnar badet?")


def _nothing(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework/deviations")
    guest.reads("Alla löften hölls i tid.")


STOPS = {
    "/promises/overdue": [_overdue],
    "/promises/overdue.json": [lambda guest: guest.fetches("/promises/overdue.json")],
    "/promises.json": [lambda guest: guest.fetches("/promises.json")],
    "/feeds/promises.atom": [lambda guest: guest.fetches("/feeds/promises.atom")],
    "/feeds/promises.json": [lambda guest: guest.fetches("/feeds/promises.json")],
    "/casework/deviations": [_nothing],
    "/casework/deviations/{month}": [_deviations],
}
