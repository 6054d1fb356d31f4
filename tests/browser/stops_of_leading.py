"""Stops where a dialogue is prepared and led."""

from datetime import timedelta

from models.calendar import today
from models.dialogue import finding
from models.states import Status
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import QUESTION, a_dialogue

HERE = "/casework/dialogues"


def _slug(state: Status = Status.OPEN) -> str:
    return made(lambda session: a_dialogue(session, state=state).dialogue.slug)


def _list(guest: Guest) -> None:
    _slug()
    guest.is_(people.olga).go(HERE)
    guest.reads("Pågår", QUESTION)


def _new(guest: Guest) -> None:
    made(people.municipality)
    guest.is_(people.olga).go(f"{HERE}/new")
    guest.press("Spara utkastet")
    guest.is_told(
        "Välj en enhet",
        "Skriv frågan",
        "Välj hur mycket invånarna kan påverka",
        "Skriv första dagen",
        "Skriv sista dagen",
    )
    guest.pick("Vems dialog är det?", "Gatuenheten")
    guest.write("Frågan", QUESTION)
    guest.choose("Dialog")
    guest.write("Första dagen vi lyssnar", today().isoformat())
    guest.write("Sista dagen vi lyssnar", (today() + timedelta(days=9)).isoformat())
    guest.press("Spara utkastet")
    guest.reads("Innan du kan visa den", "Minst ett skede")
    slug = _slug(Status.DRAFT)
    guest.go(f"{HERE}/{slug}")
    guest.press("Visa den för alla")
    guest.press("Visa den för alla")
    guest.reads("Kommande")


def _home(guest: Guest) -> None:
    guest.is_(people.olga).go(f"{HERE}/{_slug()}")
    guest.reads("Skeden", "Öppen nu", "Avbryt dialogen")


def _form(noun: str, words: str):
    def stop(guest: Guest) -> None:
        guest.is_(people.olga).go(f"{HERE}/{_slug()}/{noun}")
        guest.reads(words)

    return stop


def _phase(guest: Guest) -> None:
    def build(session):
        held = a_dialogue(session)
        [phase] = finding.phases_of(session, held.case.id or 0)
        return f"{HERE}/{held.dialogue.slug}/phases/{phase.id}"

    guest.is_(people.olga).go(made(build))
    guest.reads("Det här skedet har öppnat.")


def _new_phase(guest: Guest) -> None:
    guest.is_(people.olga).go(f"{HERE}/{_slug(Status.DRAFT)}/phases/new")
    guest.press("Spara")
    guest.is_told(
        "Välj vad invånarna kan göra i skedet",
        "Skriv vilken dag det öppnar",
        "Skriv vilken dag det stänger",
    )


def _step(guest: Guest) -> None:
    guest.is_(people.olga).go(f"{HERE}/{_slug()}/steps/broken_off")
    guest.press("Avbryt dialogen")
    guest.is_told("Skriv vem")
    guest.write("Vem avbryter den?", "Tekniska nämnden")
    guest.write("Varför?", "Pengarna räcker inte.")
    guest.press("Avbryt dialogen")
    guest.reads("Avbruten")


STOPS = {
    HERE: [_list],
    f"{HERE}/new": [_new],
    f"{HERE}/{{slug}}": [_home],
    f"{HERE}/{{slug}}/words": [_form("words", "Det här går inte att påverka")],
    f"{HERE}/{{slug}}/leaders": [_form("leaders", "De som svarar för dialogen")],
    f"{HERE}/{{slug}}/parts": [_form("parts", "Delar")],
    f"{HERE}/{{slug}}/units": [_form("units", "Andra enheter")],
    f"{HERE}/{{slug}}/phases/new": [_new_phase],
    f"{HERE}/{{slug}}/phases/{{id}}": [_phase],
    f"{HERE}/{{slug}}/steps/{{to}}": [_step],
}
