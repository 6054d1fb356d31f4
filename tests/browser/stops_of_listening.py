"""The stops on the spot: the code, the form, thanks, what was said, the poster, and over."""

from sqlalchemy import select

from models import calendar
from models.calendar import DAY, now
from models.comment import Comment
from models.dialogue import voices
from models.dialogue.kinds import PhaseKind
from models.publishing import show_comment
from models.states import Publication
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue, later, open_for


def _asked(s) -> tuple[str, str]:
    phases = [open_for(PhaseKind.DISCUSS), later(PhaseKind.VOTE, after=30)]
    held = a_dialogue(s, phases=phases)
    words = "Fler bänkar i skuggan."
    said = voices.say(s, held.case.reference, words, f"<p>{words}</p>", form="v" * 32)
    one, by = s.scalars(select(Comment).where(Comment.id == said)).one(), people.marek(s).actor
    show_comment(s, held.case, one, Publication.PUBLISHED, by=by)
    return held.case.reference, held.dialogue.slug


def _scanned(guest: Guest) -> None:
    reference, _ = made(_asked)
    guest.is_nobody().go(f"/h/{reference}")
    guest.press("Skicka")
    guest.is_told("Skriv vad du tycker")


def _said(guest: Guest) -> None:
    _, slug = made(_asked)
    guest.is_nobody().go(f"/dialogues/{slug}/here")
    guest.write("Vad tycker du?", "Ring mig på 070-1740605 om bänkarna.")
    guest.press("Skicka")
    guest.reads("Innan du skickar")
    guest.press("Skicka som det är")
    guest.reads("Tack, vi har fått det du skrev")
    calendar.freeze(now() + 20 * DAY)
    guest.go(f"/dialogues/{slug}/here")
    guest.reads("Formuläret är stängt", "Det här kommer sedan: vi röstar")


def _thanked(guest: Guest) -> None:
    _, slug = made(_asked)
    guest.is_nobody().go(f"/dialogues/{slug}/here/thanks")
    guest.press("Skriv något mer")
    guest.reads("Vad tycker du?")


def _read(guest: Guest) -> None:
    _, slug = made(_asked)
    guest.is_nobody().go(f"/dialogues/{slug}/voices")
    guest.reads("Vad folk har sagt på plats", "Fler bänkar i skuggan.")


def _poster(guest: Guest) -> None:
    reference, slug = made(_asked)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/poster")
    guest.reads("Skriv ut affischen", f"/h/{reference}")


STOPS = {
    "/h/{reference}": [_scanned],
    "/dialogues/{slug}/here": [_said],
    "/dialogues/{slug}/here/thanks": [_thanked],
    "/dialogues/{slug}/voices": [_read],
    "/casework/dialogues/{slug}/poster": [_poster],
}
