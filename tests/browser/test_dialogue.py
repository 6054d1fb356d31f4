"""A whole dialogue, phase by phase with the clock moved: whoever leads it, a resident, a reviewer and
somebody at the library, on a telephone of 320 pixels and without a script.
"""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar
from models.calendar import advance, local, now
from models.database import transaction
from models.dialogue import finding
from models.review import IS_OPEN, reviewables
from models.states import Status
from tests import people
from tests.browser.guest import Guest
from web.commands.scheduler import tick

pytestmark = [pytest.mark.browser, pytest.mark.once]

QUESTION = "Vad ska den nya parken få?"
SLUG = "vad-ska-den-nya-parken-fa"
IDEA = "En damm med grodor"
VOICE = "Mer skugga, tack. Det är varmt att sitta där."
COMMENT = "En damm är fin, men den måste ha staket."
STATEMENT = "Parken ska vara tänd hela natten."
WORK = f"/casework/dialogues/{SLUG}"
HERE = f"/dialogues/{SLUG}"
DAY = 86_400


@pytest.fixture
def monday(town):
    """Nine o'clock on a Monday far from any change of the clocks."""
    calendar.freeze(calendar.moment(dt.datetime(2026, 9, 7, 9, 0, tzinfo=calendar.zone())))
    yield
    calendar.unfreeze()


@pytest.fixture
def someone(site, open_page, fits):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    return lambda: Guest(open_page(javascript=False), site, looks)


def _day(after: int) -> str:
    return (local(now()).date() + dt.timedelta(days=after)).isoformat()


def _later(days: float) -> None:
    """The clock goes on, and does what is due."""
    advance(days * DAY)
    tick("test")


def _status() -> Status:
    with transaction(write=False) as session:
        status: Status = finding.of_slug(session, SLUG).status
        return status


def _planned(olga: Guest) -> None:
    """Begun, led by name, laid out in four phases, rehearsed in her head, and shown."""
    olga.is_(people.olga).go("/casework/dialogues/new")
    olga.press("Spara utkastet")
    olga.reads("Något behöver rättas")
    olga.pick("Vems dialog är det?", "Parkenheten")
    olga.write("Frågan", QUESTION)
    olga.choose("Inflytande")
    olga.write("Det här går att påverka", "Vad parken innehåller.")
    olga.write("Det här går inte att påverka", "Var den ligger, och vad den får kosta.")
    olga.write("Vem som beslutar", "Tekniska nämnden")
    olga.write("När det beslutas", _day(80))
    olga.write("Varför vi frågar", "Så att parken blir till för dem som går dit.")
    olga.write("Vilka vi vill höra", "Alla som bor i närheten.")
    olga.write("När vi senast berättar vad vi hört", _day(60))
    olga.write("Första dagen vi lyssnar", _day(1))
    olga.write("Sista dagen vi lyssnar", _day(40))
    olga.press("Spara utkastet")
    olga.arrives(QUESTION)
    olga.go(f"{WORK}/leaders")
    olga.main.get_by_label("Namn").first.fill("Olga Lind")
    olga.main.get_by_label("Telefon").first.fill("08-465 004 12")
    olga.press("Spara")
    for kind, opens, closes in (
        ("Lämna idéer", 1, 10),
        ("Diskutera", 10, 20),
        ("Ta ställning till påståenden", 20, 30),
        ("Rösta", 30, 40),
    ):
        olga.go(f"{WORK}/phases/new")
        olga.choose(kind)
        olga.write("Öppnar, dag", _day(opens))
        olga.write("Öppnar, klockslag", "08:00")
        olga.write("Stänger, dag", _day(closes))
        olga.write("Stänger, klockslag", "08:00")
        olga.press("Spara")


def _ballot(olga: Guest) -> None:
    olga.go(f"{WORK}/phases/4/ballot")
    olga.write("Vad handlar omröstningen om?", "Vad ska parken få först?")
    olga.choose("Välja ett")
    olga.main.get_by_label("Alternativ 1", exact=True).fill("En damm")
    olga.main.get_by_label("Alternativ 2", exact=True).fill("En lekplats")
    olga.press("Spara röstsedeln")


def _published(marek: Guest, words: str) -> None:
    """The reviewer reads what waits, and lets it through."""
    tick("test")
    with transaction(write=False) as session:
        [item] = session.scalars(select(reviewables.c.id).where(IS_OPEN))
    marek.is_(people.marek).go("/desk")
    marek.page.locator(f"main a[href^='/desk/{item}']").first.click()
    marek.reads(words, QUESTION)
    marek.press("Publicera")


def _thought_of(rosa: Guest, marek: Guest) -> None:
    """An idea, which nobody reads before it is reviewed, and nobody writes when its phase is over."""
    rosa.is_(people.rosa).go(HERE)
    rosa.press("Lämna en idé")
    rosa.press("Lämna en idé")
    rosa.press("Skicka")
    rosa.reads("Något behöver rättas")
    rosa.write("Din idé med några ord", IDEA)
    rosa.write("Berätta mer", "Barnen kan se dem växa upp.")
    rosa.press("Skicka")
    rosa.reads("Tack", "nummer 1 i kön")
    _published(marek, IDEA)
    rosa.go(f"{HERE}/ideas")
    rosa.reads(IDEA)


def _short() -> str:
    """What stands on the poster."""
    with transaction(write=False) as session:
        return f"/h/{finding.of_slug(session, SLUG).reference}"


def _said_at_the_library(visitor: Guest, marek: Guest) -> None:
    """One question and one field, for whoever scans the code; it is reviewed like all else."""
    visitor.is_nobody().go(_short())
    visitor.arrives(QUESTION)
    visitor.write("Vad tycker du?", VOICE)
    visitor.press("Skicka")
    visitor.arrives("Tack, vi har fått det du skrev")
    _published(marek, VOICE)
    visitor.go(f"{HERE}/voices")
    visitor.reads(VOICE)


def _talked_about(rosa: Guest, marek: Guest) -> None:
    rosa.is_(people.rosa).go(f"{HERE}/ideas/new")
    rosa.reads("Det går inte att skriva här nu")
    rosa.go(HERE)
    rosa.press("Säg vad du tycker")
    rosa.press("Skriv en kommentar")
    rosa.choose("För")
    rosa.press("Fortsätt")
    rosa.write("Din kommentar", COMMENT)
    rosa.press("Skicka")
    _published(marek, COMMENT)
    rosa.go(f"{HERE}/talk")
    rosa.reads(COMMENT)


def _stood_for(rosa: Guest, marek: Guest) -> None:
    rosa.is_(people.rosa).go(f"{HERE}/statements/new")
    rosa.write("Ditt påstående", STATEMENT)
    rosa.press("Skicka")
    _published(marek, STATEMENT)
    rosa.is_(people.sam).go(f"{HERE}/statements")
    rosa.reads(STATEMENT)
    rosa.press("Håller med")
    rosa.reads("Du har svarat på alla påståenden")


def _voted(rosa: Guest) -> None:
    rosa.is_(people.rosa).go(HERE)
    rosa.press("Rösta")
    rosa.choose("En damm")
    rosa.press("Rösta")
    rosa.reads("Tack, du har röstat", "Ditt kvitto")


def _told(olga: Guest) -> None:
    """What was heard is sorted, every main theme answered, and nothing closed before."""
    olga.is_(people.olga).go(f"{WORK}/themes")
    for number in ("1", "2", "3", "4"):
        olga.choose(f"Välj nummer {number}")
    olga.write("eller ett nytt tema", "Vatten och ljus")
    olga.press("Lägg dem där")
    olga.go(f"{WORK}/steps/feedback")
    olga.press("Börja återkoppla")
    olga.go(f"{WORK}/steps/closed")
    olga.reads("Det här saknas först", "Slutrapporten")
    olga.go(f"{WORK}/results/closing")
    olga.press("Publicera")
    olga.reads("Något behöver rättas")
    olga.write("Det här har vi hört", "De flesta vill ha vatten, och ljus på kvällen.")
    olga.write("Så påverkade dialogen beslutet", "Dammen lades till i planen.")
    olga.choose("Det ska göras")
    olga.write("Vad som görs, eller varför inte", "Vi gräver en damm med staket.")
    olga.write("När", _day(200))
    olga.write("Vem som gör det", "Parkenheten")
    olga.press("Publicera")
    olga.go(f"{WORK}/steps/closed")
    olga.press("Avsluta dialogen")


def test_a_dialogue_is_lived_from_its_question_to_what_came_of_it(monday, someone):
    olga, rosa, marek, visitor = (someone() for _ in range(4))
    _planned(olga)
    _ballot(olga)
    rosa.go(HERE)
    rosa.arrives("Sidan finns inte, eller är inte öppen för dig")
    olga.go(f"{WORK}/steps/coming")
    olga.press("Visa den för alla")
    rosa.go(HERE)
    rosa.reads("Kommande", "Inflytande", "Var den ligger, och vad den får kosta.", "Olga Lind")

    _later(1.1)
    assert _status() is Status.OPEN
    _thought_of(rosa, marek)
    _said_at_the_library(visitor, marek)
    _later(10)
    _talked_about(rosa, marek)
    _later(10)
    _stood_for(rosa, marek)
    _later(10)
    _voted(rosa)
    _later(11)
    assert _status() is Status.ANALYSIS
    visitor.go(_short())
    visitor.arrives("Formuläret är stängt")
    rosa.go(HERE)
    rosa.reads("Vi sammanställer det vi hört")
    rosa.go(f"{HERE}/ballot/result")
    rosa.reads("En damm", "100")

    _told(olga)
    assert _status() is Status.CLOSED
    rosa.is_nobody().go(HERE)
    rosa.reads("Dammen lades till i planen.", "Vi gräver en damm med staket.")
