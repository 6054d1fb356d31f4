"""Stops of frequent questions: read, found, enough for somebody; written, looked over, taken away."""

from models import answer
from models.calendar import today
from models.frequent import keeping
from models.question import questions
from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made

QUESTION, ANSWER = "När hämtas grovsopor?", "Den första tisdagen i månaden."


def _found(guest: Guest) -> None:
    guest.go("/questions")
    guest.write("Sök efter ett svar", "gatlampa")
    guest.press("Sök")
    guest.reads("Vem som ansvarar")
    asked = made(lambda s: questions(s, "sv")[0].question)
    guest.press(f"Jag fick svar {asked}")
    guest.arrives("Bra att det löste sig")


def _written(guest: Guest) -> None:
    """Refused, and then a draft."""
    guest.is_(people.olga).go("/casework/questions/new")
    guest.press("Publicera")
    guest.is_told("Skriv frågan, med minst fem tecken", "Skriv svaret, med minst fem tecken")
    guest.write("Frågan", QUESTION)
    guest.write("Svar från oss", ANSWER)
    guest.press("Spara som utkast")
    guest.reads("Utkast", QUESTION)
    guest.press(QUESTION)
    guest.unfold("Tidigare lydelser")


def _begun(guest: Guest) -> None:
    def build(s):
        case = people.a_submission(s, Kind.QUESTION, title=QUESTION, shown=False)
        answer.answer(s, case, by=people.olga(s).actor, source=ANSWER, html=f"<p>{ANSWER}</p>")
        return case.reference

    guest.is_(people.olga).go(f"/casework/{made(build)}")
    guest.press("Gör den till en vanlig fråga")
    guest.reads("Läs igenom, så att inget berättar vem som frågade.")
    guest.holds("Frågan", QUESTION)


def _due(guest: Guest) -> None:
    def build(s):
        first = questions(s, "sv")[0]
        keeping.find(s, first.id).review_on = today()
        return first.question

    asked = made(build)
    guest.is_(people.olga).go("/work")
    guest.press("Vanliga frågor")
    guest.reads("Se över")
    guest.press(asked)
    guest.press("Stämmer: fråga igen om ett halvår")
    guest.arrives("Vanliga frågor")


STOPS = {
    "/questions": [_found],
    "/casework/questions": [_due],
    "/casework/questions/new": [_begun],
    "/casework/questions/{id}": [_written],
}
