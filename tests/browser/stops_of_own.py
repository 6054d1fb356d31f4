"""Stops of a resident's own: changes and questions on her case, the ways back in, who she is."""

from models import calendar
from models.calendar import DAY, MINUTE, now
from models.session import begin
from models.states import Kind
from models.submission import take, tracking_key
from models.token import Purpose
from models.verdict import Judgement
from moderation import verdicts
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made


def changing(guest: Guest) -> None:
    """A shown text is changed: the author's form and page, the desk, what everyone reads."""
    reference = made(lambda s: people.published(s).reference)
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.press("Ändra texten")
    guest.reads("Alla läser din text som den står tills vi har läst ändringen.")
    guest.write("Din text", "Bygg en cykelväg längs ån, ända till badplatsen.")
    guest.press("Skicka")
    guest.reads("Din ändring väntar på granskning")
    guest.unfold("Läs din ändring")
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.reads("Ändringen väntar på granskning.")
    item = made(lambda s: people.waiting_item(s, submission_id=take(s, reference).id).id)
    guest.is_(people.marek).go(f"/desk/{item}")
    guest.reads("Ändring av en publicerad text", "Som den står nu", "Ändringen")
    guest.press("Publicera ändringen")
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.reads("Ändrat", "Texten ändrades")
    guest.press("Ändra texten")
    guest.write("Din text", "Köp mina cyklar i stället.")
    guest.press("Skicka")
    _refused(reference)
    guest.go(f"/submissions/{reference}")
    guest.reads("Vi visade inte din ändring")
    guest.is_nobody().go("/moderation-log")


def _refused(reference: str) -> None:
    def build(s):
        item = people.waiting_item(s, submission_id=take(s, reference).id)
        verdicts.give(
            s,
            item.id,
            by=people.marek(s).actor,
            judgement=Judgement.REFUSE,
            version=item.version,
            rules=people.municipality(s).proposals,
            reason="advertising",
            message="Skriv gärna om cykelvägen igen.",
        )

    made(build)


def asked(guest: Guest) -> None:
    """We ask, she answers where she reads the question, and the official reads it."""
    reference = made(lambda s: people.a_submission(s, Kind.COMPLAINT, shown=False).reference)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.unfold("Be avsändaren om mer")
    guest.press("Fråga och vänta")
    guest.is_told("Skriv vad du behöver veta")
    guest.write("Vad behöver du veta?", "Vilken hållplats var det?")
    guest.press("Fråga och vänta")
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.reads("Det här behöver vi av dig", "Vilken hållplats var det?")
    guest.press("Skicka")
    guest.is_told("Skriv det vi frågade om")
    guest.write("Ditt svar till oss", "Den vid torget.")
    guest.press("Skicka")
    guest.reads("Det här har du lagt till", "Den vid torget.")
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.reads("Det här har avsändaren lagt till", "Den vid torget.")


def _find(guest: Guest) -> None:
    receipt = made(lambda s: people.handed_in(s, people.a_draft(shown=False)))
    key = made(lambda s: tracking_key(take(s, receipt.reference)))
    guest.go("/find-my-case")
    guest.press("Öppna ärendet")
    guest.is_told("Skriv ärendets nummer, som 2026-00123", "Skriv koden som står under numret")
    guest.write("Ärendenummer", receipt.reference)
    guest.write("Kod", "AAAAA BBBBB")
    guest.press("Öppna ärendet")
    guest.is_told("Numret och koden hör inte ihop. Titta på båda en gång till.")
    guest.write("Kod", key.upper())
    guest.press("Öppna ärendet")
    guest.reads("Bara du och vi ser den här sidan.")


def renewed(guest: Guest) -> None:
    """A link to sign in that is too old, and the press that sends another; one by telephone."""
    sam = made(people.sam)
    guest.go("/sign-in")
    guest.write("Mejladress eller mobilnummer", sam.address)
    guest.press("Skicka en länk")
    calendar.freeze(now() + 31 * MINUTE)
    guest.go(way.letter(Purpose.SIGN_IN))
    guest.arrives("Länken har gått ut")
    guest.press("Skicka en ny")
    guest.arrives("Vi har skickat en länk till dig")
    guest.go(way.letter(Purpose.SIGN_IN))
    guest.press("Logga in")
    guest.arrives("Mina ärenden")
    guest.is_nobody().go("/sign-in")
    guest.write("Mejladress eller mobilnummer", "070-174 06 05")
    guest.press("Skicka en länk")
    guest.reads("Öppna sms:et vi skickade till 070-174 06 05")


def _details(guest: Guest) -> None:
    calendar.freeze(now() - 3 * DAY)
    made(lambda s: begin(s, people.rosa(s).id))
    calendar.unfreeze()
    made(lambda s: people.published(s, byline="Lampvännen").reference)
    guest.is_(people.rosa).go("/me/details")
    guest.reads("Lampvännen", "En annan webbläsare, senast använd")
    guest.write("Vad ska vi kalla dig?", "Rosa Lind")
    guest.press("Spara namnet")
    guest.press("Logga ut överallt annars")
    guest.is_(people.olga).go("/me/details")
    guest.reads("Här heter du Olga.")


def unconfirmed(guest: Guest) -> None:
    """Back in, though the address was never confirmed: then on the case's page."""

    reference = made(
        lambda s: people.handed_in(s, people.a_draft(Kind.PROPOSAL, by=people.rosa(s))).reference
    )
    guest.is_(people.rosa).go("/me")
    guest.go(f"/submissions/{reference}")
    guest.reads("En sak kvar: bekräfta att ärendet är ditt")
    guest.press("Bekräfta")


STOPS = {
    "/find-my-case": [_find],
    "/me/details": [_details],
}
