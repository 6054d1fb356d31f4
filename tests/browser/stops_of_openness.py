"""The stops at the public register, its report, the figures of the desk, and a second look."""

from models import calendar
from models.calendar import MINUTE, now
from models.database import transaction
from models.states import Kind
from models.verdict import Judgement
from moderation import noting
from tests import people
from tests.browser.guest import Guest
from tests.moderation.reviewed_by import reviewed_by
from tests.moderation.room import item_of, judge, report

J = Judgement


def _judged() -> None:
    """Two refused, one with a hidden detail, one hidden by a rule; all drawn to be judged twice."""
    with transaction() as session:
        reviewed_by(session, second_looks=100, four_eyes={"criticism": False})
        for reason in ("personal_data", "advertising"):
            item = item_of(session, people.a_submission(session))
            judge(session, item, J.REFUSE, reason=reason)
        proposal = people.published(session)
        report(session, people.published(session, Kind.COMPLAINT), reason="threat")
        report(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.REDACT, reason="personal_data", redacted="███")
    with calendar.at(now() + 4 * MINUTE):
        noting.note_verdicts()


def _register(guest: Guest) -> None:
    guest.go("/moderation-log")
    _judged()
    guest.page.wait_for_timeout(1100)
    guest.go("/moderation-log")
    guest.reads("Uppgifter om en person")
    guest.go("/moderation-log?reason=advertising&first=2020-01-01")
    guest.reads("Reklam")
    guest.go("/moderation-log?last=9999-01-01")
    guest.reads("Något behöver rättas")


def _report(guest: Guest) -> None:
    _judged()
    guest.go("/moderation-log/report")
    guest.reads("Så granskade vi", "Vad vi inte visade")
    guest.go(f"/moderation-log/report/{calendar.today().year}")
    guest.reads("Om vi behandlar åsikter lika")


def _figures(guest: Guest) -> None:
    guest.is_(people.marek).go("/desk/figures")
    _judged()
    guest.go("/desk/figures")
    guest.reads("Så går granskningen", "Hur ofta vi hade fel")


def _second_look(guest: Guest) -> None:
    guest.is_(people.anna).go("/desk/second-looks")
    guest.reads("Ingen text väntar")
    _judged()
    guest.go("/desk/second-looks")
    guest.page.get_by_label("Nej", exact=True).check()
    guest.press("Spara och ta nästa")
    guest.reads("Välj ett skäl")
    guest.page.get_by_label("Om inte: varför?").select_option("abusive")
    guest.press("Spara och ta nästa")
    guest.is_(people.ada).go("/desk/second-looks")
    guest.reads("Där två av oss inte var eniga")


def _orders(guest: Guest) -> None:
    guest.is_(people.marek).go("/desk/orders")
    guest.reads("Inget föreläggande har kommit")
    guest.go("/desk/orders/new")
    guest.press("Spara")
    guest.reads("Skriv vilken myndighet det är")
    guest.page.get_by_label("Att ta bort något olagligt").check()
    guest.page.get_by_label("Vad för slags innehåll gäller det?").select_option("threat")
    guest.page.get_by_label("Vilken myndighet?").fill("Polismyndigheten")
    guest.page.get_by_label("Vilken lag hänvisar det till?").fill("SFS 1998:112 5 §")
    guest.press("Spara")
    guest.reads("Inte besvarat än")
    guest.go("/desk/orders")
    guest.reads("Polismyndigheten")


def _files(guest: Guest) -> None:
    year = calendar.today().year
    for form in ("atom", "json", "csv"):
        guest.fetches(f"/moderation-log.{form}")
    for form in ("json", "csv"):
        guest.fetches(f"/moderation-log/report/{year}.{form}")


STOPS = {
    "/moderation-log": [_register],
    "/moderation-log/report": [_report],
    "/moderation-log/report/{year}": [_report],
    "/moderation-log.atom": [_files],
    "/moderation-log.json": [_files],
    "/moderation-log.csv": [_files],
    "/moderation-log/report/{year}.json": [_files],
    "/moderation-log/report/{year}.csv": [_files],
    "/desk/figures": [_figures],
    "/desk/orders": [_orders],
    "/desk/orders/new": [_orders],
    "/desk/orders/{id}": [_orders],
    "/desk/second-looks": [_second_look],
}
