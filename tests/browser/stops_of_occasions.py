"""The stops at occasions of a dialogue: planned, signed up for, and told of afterwards."""

from models import calendar
from models.calendar import DAY, now
from models.dialogue import occasions
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue, a_walk


def _a_walk(session) -> tuple[str, int]:
    held = a_dialogue(session)
    one = occasions.plan(session, held, a_walk(seats=1), by=people.olga(session).actor)
    return held.dialogue.slug, one.id


def _public(guest: Guest) -> None:
    slug, number = made(_a_walk)
    guest.is_(people.rosa).go(f"/dialogues/{slug}")
    guest.press("Promenad runt torget")
    guest.press("Anmäl mig")
    guest.reads("Du är anmäld.", "Alla platser är tagna.")
    guest.fetches(f"/dialogues/{slug}/occasions/{number}.ics")


def _file(guest: Guest) -> None:
    slug, number = made(_a_walk)
    guest.fetches(f"/dialogues/{slug}/occasions/{number}.ics")


def _list(guest: Guest) -> None:
    slug, _ = made(_a_walk)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/occasions")
    guest.press("Spara")
    clocks = ["Skriv klockslaget, som 10.42"] * 2
    guest.is_told("Skriv vad det är", "Skriv var det är", "Skriv dagen som 2026-11-12", *clocks)
    guest.reads("Promenad runt torget", "0 av 1 platser är tagna")


def _one(guest: Guest) -> None:
    slug, number = made(_a_walk)
    here = f"/casework/dialogues/{slug}/occasions/{number}"
    guest.is_(people.olga).go(here)
    guest.write("Var?", "")
    guest.press("Spara")
    guest.is_told("Skriv var det är")
    calendar.freeze(now() + 4 * DAY)
    guest.is_(people.olga).go(here)
    guest.write("Anteckningar", "Många vill ha bänkar.")
    guest.press("Spara")
    guest.is_nobody().go(f"/dialogues/{slug}/occasions/{number}")
    guest.reads("Det här sades", "Många vill ha bänkar.")


STOPS = {
    "/dialogues/{slug}/occasions/{occasion}": [_public],
    "/dialogues/{slug}/occasions/{occasion}.ics": [_file],
    "/casework/dialogues/{slug}/occasions": [_list],
    "/casework/dialogues/{slug}/occasions/{id}": [_one],
}
