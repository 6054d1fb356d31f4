"""The stops at dialogues, as everyone reads them: the list, and the page of one in its states."""

from models.database import transaction
from models.dialogue import finding, keeping
from models.dialogue.keeping import Ending
from models.dialogue.kinds import PhaseKind
from models.states import Status
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import QUESTION, a_dialogue, later, open_for, some_words


def _list(guest: Guest) -> None:
    guest.go("/dialogues")
    guest.reads("Här står dialogerna, så snart det finns någon.")
    for state, question in (
        (Status.COMING, "Ska simhallen ha öppet längre?"),
        (Status.ANALYSIS, "Vad behöver skolvägen?"),
        (Status.OPEN, QUESTION),
    ):
        planned = None if state is Status.OPEN else [later(PhaseKind.VOTE)]
        words = some_words(question=question)
        made(
            lambda s, st=state, w=words, ph=planned: (
                a_dialogue(s, state=st, words=w, phases=ph).dialogue.slug
            )
        )
    _broken_off("Ska parken bli större?")
    guest.page.wait_for_timeout(1100)
    guest.go("/dialogues")
    guest.reads(QUESTION, "Kommande", "Sammanställs", "Avslutade dialoger", "Sista dag:")
    guest.go("/")
    guest.reads("Just nu kan du påverka", QUESTION)


def _broken_off(question: str) -> str:
    with transaction() as session:
        held = a_dialogue(session, words=some_words(question=question))
        why = Ending("Pengarna räcker inte.", "Tekniska nämnden", "https://example.org/parken")
        keeping.move(session, held, Status.BROKEN_OFF, by=people.olga(session).actor, ending=why)
        return held.dialogue.slug


def _page(guest: Guest) -> None:
    phases = [open_for(PhaseKind.INFORM), open_for(PhaseKind.DISCUSS), later(PhaseKind.VOTE)]
    slug = made(lambda s: a_dialogue(s, phases=phases).dialogue.slug)
    guest.go(f"/dialogues/{slug}")
    guest.reads(QUESTION, "Sista dag:", "Går inte att påverka", "Så går det till")
    for state in (Status.COMING, Status.FEEDBACK):
        slug = made(lambda s, st=state: a_dialogue(s, state=st, phases=phases[2:]).dialogue.slug)
        guest.go(f"/dialogues/{slug}")
    guest.go(f"/dialogues/{_broken_off('Ska parken bli större?')}")
    guest.reads("Tekniska nämnden avbröt dialogen.")
    slug = made(lambda s: a_dialogue(s, state=Status.DRAFT).dialogue.slug)
    guest.is_(people.olga).go(f"/dialogues/{slug}")
    guest.reads("Utkast: bara vi ser det.")


def _followed(guest: Guest) -> None:
    slug = made(lambda s: a_dialogue(s).dialogue.slug)
    guest.go(f"/dialogues/{slug}")
    guest.press("Med mejl eller sms")
    guest.arrives("Få besked")
    guest.choose("Bara resultat och beslut")


def _files(guest: Guest) -> None:
    with transaction() as session:
        held = a_dialogue(session)
        here = f"/dialogues/{held.dialogue.slug}"
        [phase] = finding.phases_of(session, held.case.id or 0)
    for path in (".ics", ".atom", ".json", f"/phases/{phase.id}.ics"):
        guest.fetches(here + path)


def _comment(guest: Guest) -> None:
    """Where a comment stands that a page knows by the number of its dialogue."""
    with transaction() as session:
        held = a_dialogue(session)
        people.published_comment(session, held.case)
        reference = held.case.reference
    guest.go(f"/submissions/{reference}/comments/1")
    guest.reads("Bra tanke.")


STOPS = {
    "/dialogues": [_list],
    "/dialogues/{slug}": [_page, _followed],
    "/dialogues/{slug}.ics": [_files],
    "/dialogues/{slug}.atom": [_files],
    "/dialogues/{slug}.json": [_files],
    "/dialogues/{slug}/phases/{phase}.ics": [_files],
    "/submissions/{reference}/comments/{number}": [_comment],
}
