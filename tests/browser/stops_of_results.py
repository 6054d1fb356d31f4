"""The stops where it stands what was heard in a dialogue, and what came of it."""

from models.calendar import today
from models.dialogue import notes, themes
from models.dialogue.heard import NoteChannel
from models.dialogue.notes import Noted
from models.states import Status
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue

SHADE = "De saknar skugga vid lekplatsen."


def _a_dialogue(session) -> str:
    """One in which a note was written, with a theme."""
    held, olga = a_dialogue(session, state=Status.FEEDBACK), people.olga(session)
    noted = Noted(NoteChannel.MEETING, today(), SHADE, "Biblioteket", 12, shown=True)
    notes.write(session, held, noted, by=olga.actor)
    themes.add(session, held, "Skugga", by=olga.actor)
    return held.dialogue.slug


def _notes(guest: Guest) -> None:
    here = f"/casework/dialogues/{made(_a_dialogue)}/notes"
    guest.is_(people.olga).go(here)
    guest.press("Spara")
    guest.is_told("Skriv vad du hörde")
    guest.write("Vad hörde du?", "De vill ha bänkar.")
    guest.press("Spara")
    guest.reads("Den är sparad. Skriv nästa här nedanför.")
    guest.main.get_by_role("link", name="På möten: Biblioteket").last.click()
    guest.reads("Ändra anteckningen")


def _evidence(guest: Guest) -> None:
    slug = made(_a_dialogue)
    reference = made(lambda s: people.published(s, title="Trasig bänk").reference)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/evidence")
    guest.write("Ärendets nummer", "2020-99999")
    guest.press("Länka ärendet")
    guest.is_told("Det finns inget ärende med det numret som du kan länka")
    guest.write("Ärendets nummer", reference)
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
    slug = made(_a_dialogue)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/results")
    guest.main.get_by_role("link", name="Slutrapporten").click()
    guest.press("Publicera")
    guest.is_told("Skriv vad vi har hört", "Skugga: Välj vad det blir av det")
    guest.write("Det här har vi hört", "Många vill ha skugga.")
    guest.write("Så påverkade dialogen beslutet", "Planen ändrades.")
    guest.choose("Det är gjort")
    guest.write("Vad som görs, eller varför inte", "Fyra träd.")
    guest.press("Publicera")
    guest.write("Utvärderingen", "Vi började för sent.")
    guest.press("Spara")
    guest.is_nobody().go(f"/dialogues/{slug}/result")
    guest.reads("Planen ändrades.")
    guest.go(f"/dialogues/{slug}")
    guest.reads("Planen ändrades.")


def _actions(guest: Guest) -> None:
    guest.is_(people.olga).go(f"/casework/dialogues/{made(_a_dialogue)}/actions")
    guest.press("Spara", inside=guest.main.locator("details", has_text="En sak till"))
    guest.is_told("Skriv vad som ska göras", "Skriv dagen")
    guest.write("Vad ska göras?", "Plantera träd.")
    guest.write("Senast när?", today().isoformat())
    guest.press("Spara", inside=guest.main.locator("details", has_text="En sak till"))
    guest.main.get_by_role("link", name="Plantera träd.").click()
    guest.choose("Klart")
    guest.press("Spara")
    guest.is_told("Skriv vilken dag det blev klart")


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
    f"{_STAFF}/notes/{{id}}": [_notes],
    f"{_STAFF}/evidence": [_evidence],
    f"{_STAFF}/themes": [_themes],
    f"{_STAFF}/results": [_results],
    f"{_STAFF}/results/{{of}}": [_results],
    f"{_STAFF}/actions": [_actions],
    f"{_STAFF}/actions/{{id}}": [_actions],
    "/dialogues/{slug}/heard": [_heard],
    "/dialogues/{slug}/themes": [_heard],
    "/dialogues/{slug}/result": [_results],
    "/dialogues/{slug}/themes.csv": [_file],
}
