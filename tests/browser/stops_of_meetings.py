"""Stops where boards meet: their lists, one meeting, all its decisions on one page, a correction."""

from datetime import timedelta

from models.calendar import today
from models.meeting import agenda, row
from models.submission import take
from tests import people
from tests.browser.guest import Guest, made
from web.commands.scheduler import tick


def called() -> int:
    """A meeting with two cases, and one to come with none."""

    def build(session):
        people.municipality(session)
        cases = {people.referred(session).id for _ in range(2)}
        row.call(session, board="executive", day=today() + timedelta(days=9))
        meeting = row.call(session, board="technical", day=today(), place="Kommunhuset")
        agenda.add(session, meeting, cases)
        return meeting.id

    return made(build)


def _list(guest: Guest) -> None:
    guest.is_(people.olga).go("/meetings")
    guest.reads("Här står de möten som kommer")
    called()
    guest.go("/meetings")
    guest.reads("Tekniska nämnden", "Kommunstyrelsen")


def _new(guest: Guest) -> None:
    guest.is_(people.olga).go("/meetings/new")
    guest.press("Spara")
    guest.is_told("Välj en nämnd", "Skriv dagen")
    guest.pick("Vilken nämnd?", "Tekniska nämnden")
    guest.write("Mötesdag", today().isoformat())
    guest.press("Spara")
    guest.reads("Här står de ärenden som mötet tar upp.")


def _meeting(guest: Guest) -> None:
    number = called()
    made(lambda s: people.referred(s).id)
    guest.is_(people.olga).go(f"/meetings/{number}")
    guest.reads("Saknar:")
    guest.unfold("Ta upp ärenden")
    guest.press("Ta upp dem")
    guest.is_told("Kryssa för minst ett ärende")
    guest.unfold("Dag, plats och vilka som deltar")
    guest.write("Var", "Sal B")
    guest.press("Spara", inside=guest.main.locator("details", has_text="Dag, plats"))
    guest.press("Fyll i besluten")
    _fill(guest, 1)
    guest.press("Visa besluten")
    guest.reads("Besluten visas just nu.")
    tick("one")
    guest.press("Titta igen")
    guest.reads("Preliminärt")
    guest.press("Spara", inside=guest.main.locator("details", has_text="Protokollet"))
    guest.is_told("Skriv vilken dag protokollet justerades")


def _fill(guest: Guest, number: int) -> None:
    guest.page.select_option(f"#row{number}-ruling", "approved")
    for name, words in (("paragraph", "12"), ("summary", "Ja."), ("reasons", "Det behövs.")):
        guest.page.fill(f"#row{number}-{name}", words)


def _decisions(guest: Guest) -> None:
    number = called()
    guest.is_(people.olga).go(f"/meetings/{number}/decisions")
    guest.press("Visa besluten")
    guest.is_told("Inget beslut är helt ifyllt än. Fyll i minst ett.")
    guest.page.fill("#row2-summary", "Ja.")
    guest.choose("En tid som jag väljer")
    guest.press("Visa besluten")
    guest.is_told(
        "Ärende 2: Välj vad som beslutades",
        "Ärende 2: Skriv paragrafen i protokollet",
        "Ärende 2: Skriv skälen till beslutet",
        "Skriv dagen",
    )
    _fill(guest, 2)
    guest.write("Dag", (today() + timedelta(days=1)).isoformat())
    guest.write("Klockslag", "12.00")
    guest.press("Visa besluten")
    guest.reads("Till dess ser bara vi dem")
    guest.press("Ta tillbaka tiden och ändra dem")
    guest.reads("Senast sparat")


def _correction(guest: Guest) -> None:
    reference = made(lambda s: people.referred(s).reference)
    number = made(lambda s: people.decided(s, take(s, reference)).id)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.press("Rätta beslutet")
    guest.press("Rätta och berätta")
    guest.is_told("Skriv varför beslutet rättas")
    guest.choose("Delvis ja (delvis bifall)")
    guest.write("Varför rättas det?", "I protokollet står delvis bifall.")
    guest.press("Rätta och berätta")
    guest.is_nobody().go(f"/decisions/{number}")
    guest.unfold("Så stod det i beslutet till")
    guest.reads("I protokollet står delvis bifall.")


STOPS = {
    "/meetings": [_list],
    "/meetings/new": [_new],
    "/meetings/{id}": [_meeting],
    "/meetings/{id}/decisions": [_decisions],
    "/decisions/{id}/corrections/new": [_correction],
    "/feeds/meetings.ics": [lambda guest: guest.fetches("/feeds/meetings.ics")],
    "/feeds/meetings/{slug}.ics": [lambda guest: guest.fetches("/feeds/meetings/technical.ics")],
}
