"""The stops at the register of the law, at a copy of a case, and at the report to the council."""

from collections.abc import Callable

from models import calendar, planning
from models.database import transaction
from models.register import releases
from models.register.releases import Asked
from models.states import Kind
from tests import people
from tests.browser.guest import Guest


def _register(guest: Guest) -> None:
    guest.go("/records")
    with transaction() as session:
        people.published(session, Kind.COMPLAINT, title="Gropen i gatan")
        people.a_submission(session, shown=False)
        people.decided(session, people.referred(session))
    guest.page.wait_for_timeout(1100)
    guest.go("/records")
    guest.reads("Gropen i gatan", "Visas inte")
    guest.go("/records?number=1999-1&first=9999-01-01")
    guest.reads("Något behöver rättas")


def _unfinished(guest: Guest) -> None:
    with transaction() as session:
        case = people.referred(session)
        olga = people.olga(session).actor
        planning.delay(session, case, by=olga, reason="Marken mäts.", day=calendar.today())
    day = calendar.today()
    guest.go(f"/records/unfinished/{day.year}-{1 if day.month < 7 else 2}")
    guest.reads("Förslag utan beslut", "Marken mäts.")


def _dossier(guest: Guest) -> None:
    """Marked and numbered, asked for, and given out with a name hidden."""
    with transaction() as session:
        case = people.a_submission(session, source="Sten bor i huset.", shown=False).reference
    guest.is_(people.olga).go(f"/casework/{case}")
    guest.page.get_by_text("Diarieför", exact=True).first.click()
    guest.press("Diarieför")
    guest.page.get_by_text("Sekretess och kopior").click()
    guest.write("Vilken bestämmelse kan göra det hemligt?", "OSL 26 kap. 1 §")
    guest.press("Märk som kanske hemligt")
    guest.reads("Kanske hemligt: OSL 26 kap. 1 §", "KS ")
    guest.go(f"/casework/{case}/dossier")
    guest.press("Gör kopian")
    guest.reads("Något behöver rättas")
    guest.page.locator("#copy-what").fill("Hela ärendet")
    guest.page.locator("#copy-everywhere").fill("Sten")
    guest.page.locator("#copy-provision").fill("OSL 21 kap. 1 §")
    guest.press("Gör kopian")
    guest.reads("bor i huset", "1 ställe, enligt OSL 21 kap. 1 §")
    guest.go(f"/casework/{case}/dossier")
    guest.reads("Det här har begärts ut tidigare", "Hela ärendet")


def _copy(guest: Guest) -> None:
    with transaction() as session:
        case, olga = people.a_submission(session), people.olga(session).actor
        asked = Asked(calendar.today(), "Hela ärendet")
        number = releases.copy(session, case, asked, by=olga, covered=[], seq=1)
        here = f"/casework/{case.reference}/dossiers/{number}"
    guest.is_(people.olga).go(here)
    guest.reads("Läs igenom den innan du lämnar ut den.", "Rosa")


def _fetched(path: str) -> Callable[[Guest], None]:
    return lambda guest: guest.fetches(path)


STOPS = {
    "/records": [_register],
    "/records.csv": [_fetched("/records.csv")],
    "/records.json": [_fetched("/records.json")],
    "/records/unfinished/{period}": [_unfinished],
    "/records/unfinished/{period}.csv": [_fetched("/records/unfinished/2026-1.csv")],
    "/casework/{reference}/dossier": [_dossier],
    "/casework/{reference}/dossiers/{id}": [_copy],
}
