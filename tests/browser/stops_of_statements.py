"""The stops at statements of dialogues: answering, one's own, the rule, the result, setting up."""

from models import calendar
from models.calendar import MINUTE
from models.database import transaction
from models.dialogue.kinds import PhaseKind
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue, later
from tests.models.polling import first_phase
from tests.models.stating import Made, a_phase, crowd, weigh


def _made() -> Made:
    with transaction() as session:
        return a_phase(session)


def _answering(guest: Guest) -> None:
    here = f"/dialogues/{_made().slug}/statements"
    guest.is_nobody().go(here)
    guest.reads("För att svara", "3 påståenden")
    guest.is_(people.rosa).go(here)
    for _ in range(3):
        guest.press("Håller med")
    guest.reads("Du har svarat på alla påståenden")


def _own(guest: Guest) -> None:
    guest.is_(people.rosa).go(f"/dialogues/{_made().slug}/statements/new")
    guest.press("Skicka")
    guest.is_told("Skriv påståendet")
    guest.page.get_by_label("Ditt påstående").fill("Det borde finnas en toalett vid torget.")
    guest.press("Skicka")
    guest.reads("Tack för ditt påstående")


def _how(guest: Guest) -> None:
    guest.is_nobody().go(f"/dialogues/{_made().slug}/statements/how")
    guest.reads("Så väljer vi nästa påstående")


def _result(guest: Guest) -> None:
    phase = _made()
    crowd(phase, agree=12, disagree=9)
    calendar.freeze(phase.closes_at + MINUTE)
    guest.is_nobody().go(f"/dialogues/{phase.slug}/statements/result")
    guest.reads("Svaren räknas")
    weigh()
    guest.go(f"/dialogues/{phase.slug}/statements/result")
    guest.reads("21 personer har svarat", "Grupp A, 12 personer")


def _files(guest: Guest) -> None:
    phase = _made()
    crowd(phase)
    calendar.freeze(phase.closes_at + MINUTE)
    weigh()
    for ending in ("csv", "json"):
        guest.is_nobody().fetches(f"/dialogues/{phase.slug}/statements/result.{ending}")


def _of_a_later_phase(session) -> str:
    held = a_dialogue(session, phases=[later(PhaseKind.STATEMENTS)])
    phase = first_phase(session, held).id
    return f"/casework/dialogues/{held.dialogue.slug}/phases/{phase}/statements"


def _set_up(guest: Guest) -> None:
    guest.is_(people.olga).go(made(_of_a_later_phase))
    guest.press("Visa dem")
    guest.is_told("Skriv minst ett påstående")
    guest.page.get_by_label("Nya påståenden").fill("Fler bänkar.\nMer ljus.")
    guest.press("Visa dem")
    guest.reads("2 påståenden")


STOPS = {
    "/dialogues/{slug}/statements": [_answering],
    "/dialogues/{slug}/statements/new": [_own],
    "/dialogues/{slug}/statements/how": [_how],
    "/dialogues/{slug}/statements/result": [_result],
    "/dialogues/{slug}/statements/result.csv": [_files],
    "/dialogues/{slug}/statements/result.json": [_files],
    "/casework/dialogues/{slug}/phases/{id}/statements": [_set_up],
}
