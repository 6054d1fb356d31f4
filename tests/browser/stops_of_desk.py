"""Stops where staff begin: their work, finding a case, several at once, two at one case."""

from datetime import timedelta

from models import answer, planning
from models.calendar import today
from models.desk import presence
from models.states import Kind
from models.submission import take
from tests import people
from tests.browser.guest import Guest, made


def _late(title: str) -> str:
    def build(s):
        case = people.published(s, Kind.FAULT_REPORT, title=title)
        case.answer_by = today() - timedelta(days=3)
        s.add(case)
        return case.reference

    return made(build)


def _work(guest: Guest) -> None:
    guest.is_(people.ada).go("/work")
    _late("Mörkt på gångvägen")
    made(lambda s: people.a_submission(s).id)
    guest.go("/work")
    guest.reads("1 ärende är försenat", "text väntar på granskning")
    guest.press("Att handlägga")
    guest.write("Hitta ett ärende", "Rosa")
    guest.press("Sök")
    guest.reads("Hittades på namnet")
    guest.write("Hitta ett ärende", "Xerxes")
    guest.press("Sök")
    guest.reads('Inget ärende med "Xerxes".')


def _delays(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework/delays/new")
    guest.reads("Inget ärende är ikryssat.")
    first, second = _late("Lampan vid torget"), _late("Lampan vid bron")
    guest.go("/casework")
    guest.choose("Välj Lampan vid torget")
    guest.choose("Välj Lampan vid bron")
    guest.press("Samma skäl och ny dag")
    guest.press("Sätt ny dag för 2 ärenden")
    guest.is_told("Skriv varför det tar längre tid", "Skriv dagen")
    guest.write("Varför?", "Kabeln är slut hos leverantören")
    guest.write("Ny dag", (today() + timedelta(days=7)).isoformat())
    _ada_delays(second)
    guest.press("Sätt ny dag för 2 ärenden")
    guest.reads("Klart för 1 ärende:", "Ada satte en ny dag")
    guest.holds("Varför?", "Kabeln är slut hos leverantören")
    guest.press("Sätt ny dag för 1 ärende")
    guest.reads("1 ärende har fått en ny dag.")
    assert first != second


def _ada_delays(reference: str) -> None:
    day = today() + timedelta(days=20)
    made(
        lambda s: planning.delay(
            s, take(s, reference), by=people.ada(s).actor, reason="Vi väntar på delar", day=day
        )
    )


def _handovers(guest: Guest) -> None:
    reference = _late("Lampan vid torget")
    guest.is_(people.olga).go(f"/casework/handovers/new?case={reference}")
    guest.press("Lämna över 1 ärende")
    guest.is_told("Välj en enhet", "Skriv varför ärendet lämnas över")


def together(guest: Guest) -> None:
    """Two officials at one case: each is told of the other, and the second answer waits for a tick."""
    reference = _late("Lampan vid torget")

    def answered(s):
        case, ada = take(s, reference), people.ada(s)
        presence.here(s, reference, ada.id, writing=True)
        return answer.answer(s, case, by=ada.actor, source="Den lyser.", html="<p>Den lyser.</p>")

    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.write("Svaret", "Lampan lagas i morgon.")
    made(answered)
    guest.press("Skicka och berätta för 1 person")
    guest.reads("Ada svarade", "Det här hände under tiden", "Ada skriver ett svar just nu")
    guest.holds("Svaret", "Lampan lagas i morgon.")
    guest.press("Skicka och berätta för 1 person")
    guest.is_told("Läs vad som hände under tiden, och kryssa i att du vill skicka ändå")
    guest.choose("Skicka ändå")
    guest.press("Skicka och berätta för 1 person")
    guest.reads("Lampan lagas i morgon.")


def _original(guest: Guest) -> None:
    source = "Jag heter Rosa, 811218-9876, och lampan är trasig."
    reference = made(lambda s: people.a_submission(s, source=source).reference)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.reads("811218-****")
    guest.press("Läs det dolda numret (det antecknas att du gjorde det)")
    guest.reads("Som det skrevs", "811218-9876")


STOPS = {
    "/casework/{reference}/original": [_original],
    "/work": [_work],
    "/casework/delays/new": [_delays],
    "/casework/handovers/new": [_handovers],
}
