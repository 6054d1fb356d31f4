"""The stops at discussions and ideas of a dialogue: read, written, marked, and over."""

from models import calendar
from models.calendar import DAY, now
from models.dialogue import helpful
from models.dialogue.kinds import PhaseKind, Section, Stance
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue, later, open_for
from tests.talking import talk

IDEA = "En fontän mitt på torget\n\nVatten svalkar på sommaren."


def _talked(s) -> str:
    phases = [open_for(PhaseKind.DISCUSS), open_for(PhaseKind.COLLECT_IDEAS), later(PhaseKind.VOTE)]
    held = a_dialogue(s, phases=phases)
    first = talk(s, held, stance=Stance.FOR, byline="Nils")
    last = first.number
    for words in ("Det håller jag med om.", "Inte jag.", "Varför inte?", "För att det blåser."):
        last = talk(s, held, source=words, reply_to=last).number
    talk(s, held, by=people.olga(s), source="Vi räknar på det.", reply_to=first.number)
    talk(s, held, stance=Stance.AGAINST, source="Det blir trångt med rullator.")
    talk(s, held, source="Vem ska sköta om bänkarna?")
    idea = talk(s, held, section=Section.IDEA, source=IDEA)
    talk(s, held, source="Bra tanke.", reply_to=idea.number)
    helpful.mark(s, held.case.id or 0, first.number, people.anna(s).id, stands=True)
    helpful.recount(s, held.case.reference, [first.id or 0])
    return f"/dialogues/{held.dialogue.slug}"


def _read(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/talk")
    guest.reads("För och emot", "Mer om frågan", "Visa alla 5 svar", "Bra poäng 1")
    guest.is_(people.rosa).go(f"{here}/talk?order=new")
    guest.press("Bra poäng 1")
    guest.go(f"{here}/talk")


def _one(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/talk/1")
    guest.reads("En kommentar och svaren på den", "För att det blåser.")


def _written(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/talk/new")
    guest.press("Fortsätt")
    guest.is_told("Välj om du skriver för, emot eller varken eller")
    guest.page.get_by_label("Emot", exact=True).check()
    guest.press("Fortsätt")
    guest.reads("Du skriver emot.")
    guest.press("Skicka")
    guest.is_told("Skriv din kommentar", "Välj mejl eller sms")
    guest.go(f"{here}/talk/new?reply_to=1")
    guest.reads("Skriv ett svar")
    calendar.freeze(now() + 20 * DAY)
    guest.go(f"{here}/talk/new")
    guest.reads("Det går inte att skriva här nu", "Diskussionen tog slut")


def _ideas(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/ideas")
    guest.reads("En fontän mitt på torget", "1 svar")


def _idea(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/ideas/9")
    guest.reads("En fontän mitt på torget", "Bra tanke.")


def _handed_in(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/ideas/new")
    guest.press("Skicka")
    told = ("Skriv med några ord vad din idé är", "Berätta lite mer om din idé")
    guest.is_told(*told, "Välj mejl eller sms")


def _leads(guest: Guest) -> None:
    here = made(_talked)
    guest.is_nobody().go(f"{here}/comments/4")
    guest.reads("En kommentar och svaren på den")


def _over(guest: Guest) -> None:
    here = made(_talked)
    calendar.freeze(now() + 20 * DAY)
    guest.is_nobody().go(here)
    guest.reads("Bra poänger för", "Läs alla idéer")


STOPS = {
    "/dialogues/{slug}/talk": [_read, _over],
    "/dialogues/{slug}/talk/new": [_written],
    "/dialogues/{slug}/talk/{number}": [_one],
    "/dialogues/{slug}/ideas": [_ideas],
    "/dialogues/{slug}/ideas/new": [_handed_in],
    "/dialogues/{slug}/ideas/{number}": [_idea],
    "/dialogues/{slug}/comments/{number}": [_leads],
}
