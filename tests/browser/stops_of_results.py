"""The stops where it stands what was heard in a dialogue, and what came of it."""

from sqlalchemy import func, select

from models.calendar import today
from models.dialogue import notes, themes
from models.dialogue.heard import NoteChannel, field_notes
from models.dialogue.keeping import take_for
from models.dialogue.notes import Noted
from models.states import Status
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue
from tests.models.test_results import an_action
from tests.results import told_back

SHADE = "De saknar skugga vid lekplatsen."


def _a_dialogue(session) -> str:
    """One in which a note was written, with a theme."""
    held, olga = a_dialogue(session, state=Status.FEEDBACK), people.olga(session)
    noted = Noted(NoteChannel.MEETING, today(), SHADE, "Biblioteket", 12, shown=True)
    notes.write(session, held, noted, by=olga.actor)
    themes.add(session, held, "Skugga", by=olga.actor)
    return held.dialogue.slug


def _an_action(session) -> tuple[str, int]:
    held = a_dialogue(session)
    return held.dialogue.slug, an_action(session, held).id


def _notes(guest: Guest) -> None:
    here = f"/casework/dialogues/{made(_a_dialogue)}/notes"
    guest.is_(people.olga).go(here)
    guest.press("Spara")
    guest.is_told("Skriv vad du hörde")
    guest.write("Vad hörde du?", "De vill ha bänkar.")
    guest.press("Spara")
    guest.reads("Den är sparad. Skriv nästa här nedanför.")


def _note(guest: Guest) -> None:
    here = f"/casework/dialogues/{made(_a_dialogue)}/notes"
    number = made(lambda s: s.scalar(select(func.max(field_notes.c.id))))
    guest.is_(people.olga).go(f"{here}/{number}")
    guest.write("Vad hörde du?", "")
    guest.press("Spara")
    guest.is_told("Skriv vad du hörde")


def _evidence(guest: Guest) -> None:
    slug = made(_a_dialogue)
    reference = made(lambda s: people.published(s, title="Trasig bänk").reference)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/evidence")
    guest.write("Ärendenummer", "2020-99999")
    guest.press("Länka ärendet")
    guest.is_told("Det finns inget ärende med det numret som du kan länka")
    guest.write("Ärendenummer", reference)
    guest.press("Länka ärendet")
    guest.reads("Trasig bänk")


def _themes(guest: Guest) -> None:
    guest.is_(people.olga).go(f"/casework/dialogues/{made(_a_dialogue)}/themes")
    guest.press("Lägg dem där")
    guest.is_told("Kryssa för minst en")
    guest.page.check("#inputs")
    guest.page.select_option("#into", label="Skugga")
    guest.press("Lägg dem där")
    guest.reads("Skugga (1)")


def _results(guest: Guest) -> None:
    guest.is_(people.olga).go(f"/casework/dialogues/{made(_a_dialogue)}/results")
    guest.press("Spara")
    guest.is_told("Skriv vad vi lärde oss")
    guest.write("Utvärderingen", "Vi började för sent.")
    guest.press("Spara")
    guest.reads("Slutrapporten")


def _report(guest: Guest) -> None:
    slug = made(_a_dialogue)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/results/closing")
    guest.press("Publicera")
    guest.is_told(
        "Skriv vad vi har hört",
        "Skriv hur dialogen påverkade beslutet",
        "Skugga: Välj vad det blir av det",
    )
    guest.write("Det här har vi hört", "Många vill ha skugga.")
    guest.write("Så påverkade dialogen beslutet", "Planen ändrades.")
    guest.choose("Det är gjort")
    guest.write("Vad som görs, eller varför inte", "Fyra träd.")
    guest.press("Publicera")
    guest.is_nobody().go(f"/dialogues/{slug}/result")
    guest.reads("Planen ändrades.")


def _actions(guest: Guest) -> None:
    guest.is_(people.olga).go(f"/casework/dialogues/{made(_a_dialogue)}/actions")
    guest.press("Spara", inside=guest.main.locator("details", has_text="En sak till"))
    guest.is_told("Skriv vad som ska göras", "Skriv dagen")
    guest.write("Vad ska göras?", "Plantera träd.")
    guest.write("Senast när?", today().isoformat())
    guest.press("Spara", inside=guest.main.locator("details", has_text="En sak till"))
    guest.reads("Plantera träd.")


def _action(guest: Guest) -> None:
    slug, number = made(_an_action)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/actions/{number}")
    guest.choose("Klart")
    guest.press("Spara")
    guest.is_told("Skriv vilken dag det blev klart")


def _told(guest: Guest) -> None:
    slug, _ = made(_an_action)
    made(lambda s: told_back(s, take_for(s, slug, people.olga(s).viewer)).id)
    guest.is_nobody().go(f"/dialogues/{slug}/result")
    guest.reads("Plantera fyra träd.", "Nämnden valde fler bänkar.")


def _heard(guest: Guest) -> None:
    slug = made(_a_dialogue)
    guest.is_nobody().go(f"/dialogues/{slug}/heard")
    guest.reads(SHADE)
    guest.go(f"/dialogues/{slug}/themes")
    guest.reads("1 är inte sorterad än.")


def _file(guest: Guest) -> None:
    guest.fetches(f"/dialogues/{made(_a_dialogue)}/themes.csv")


_STAFF = "/casework/dialogues/{slug}"
STOPS = {
    f"{_STAFF}/notes": [_notes],
    f"{_STAFF}/notes/{{id}}": [_note],
    f"{_STAFF}/evidence": [_evidence],
    f"{_STAFF}/themes": [_themes],
    f"{_STAFF}/results": [_results],
    f"{_STAFF}/results/{{of}}": [_report],
    f"{_STAFF}/actions": [_actions],
    f"{_STAFF}/actions/{{id}}": [_action],
    "/dialogues/{slug}/heard": [_heard],
    "/dialogues/{slug}/themes": [_heard],
    "/dialogues/{slug}/result": [_told],
    "/dialogues/{slug}/themes.csv": [_file],
}
