"""The stops at the statistics: with nothing counted, of a year, and of a month."""

from models import answer, calendar
from models.calendar import DAY, local, now
from models.database import transaction
from models.states import Kind
from tests import people
from tests.browser.guest import Guest
from web.commands.figuring import everything


def _cases() -> None:
    """Six complaints answered in time, seven questions that are late, and one of praise."""
    with calendar.at(now() - 45 * DAY), transaction() as session:
        by = people.olga(session).actor
        for number in range(14):
            kind = (Kind.COMPLAINT, Kind.QUESTION)[number % 2] if number < 13 else Kind.PRAISE
            case = people.a_submission(session, kind, shown=False, title=f"Ärende {number}")
            if number % 2 == 0:
                answer.answer(session, case, by=by, source="Tack.", html="<p>Tack.</p>")
    for _ in everything():
        pass


def _statistics(guest: Guest) -> None:
    guest.go("/statistics")
    guest.reads("Inget är räknat än")
    _cases()
    day = local(now() - 45 * DAY)
    guest.go(f"/statistics/{day.year}")
    guest.reads("Så räknar vi", "Per slags ärende")
    for summary in guest.page.locator("summary").all():
        summary.click()
    guest.reads("9 av 10 hade svar")
    guest.go(f"/statistics/{day.year}-{day.month:02}")
    guest.reads("Kom in")


def _files(guest: Guest) -> None:
    for form in ("json", "csv"):
        guest.fetches(f"/statistics.{form}")
        guest.fetches(f"/statistics/{calendar.today().year}.{form}")


STOPS = {
    "/statistics": [_statistics],
    "/statistics/{period}": [_statistics],
    "/statistics.json": [_files],
    "/statistics.csv": [_files],
    "/statistics/{year}.json": [_files],
    "/statistics/{year}.csv": [_files],
}
