"""The stops at votes of dialogues: the ballot in each method, the receipt, the result, the set-up."""

from models import calendar
from models.counting import Method
from models.database import transaction
from models.dialogue import closing
from models.dialogue.kinds import PhaseKind
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import a_dialogue, later
from tests.models.polling import Made, a_poll, cast, close, crowd, first_phase


def _made(method: Method = Method.APPROVAL, **other: object) -> Made:
    with transaction() as session:
        return a_poll(session, method, **other)


def _ballot(guest: Guest) -> None:
    poll = _made()
    here = f"/dialogues/{poll.slug}/ballot"
    guest.is_nobody().go(here)
    guest.reads("Vad ska torget få först?", "För att rösta")
    guest.is_(people.rosa).go(here)
    guest.press("Rösta")
    guest.is_told("Välj vad du röstar på")
    guest.page.get_by_label("Fler träd").check()
    guest.press("Rösta")
    guest.reads("Tack, du har röstat", "Ditt kvitto")
    guest.go(here)
    guest.reads("Du har röstat.")


def _points(guest: Guest) -> None:
    poll = _made(Method.SCORE)
    guest.is_(people.rosa).go(f"/dialogues/{poll.slug}/ballot")
    guest.reads("Ge varje alternativ 0 till 5 poäng")


def _result(guest: Guest) -> None:
    poll = _made()
    for person, options in zip(crowd(4), [(1,), (2, 3), (2, 3), (1, 2, 3)], strict=True):
        cast(poll, person, *options)
    calendar.freeze(poll.closes_at)
    guest.is_nobody().go(f"/dialogues/{poll.slug}/ballot/result")
    guest.reads("Vi räknar")
    close(poll)
    guest.go(f"/dialogues/{poll.slug}/ballot/result")
    guest.reads("Lika: En fontän, Fler träd", "Kontrollera själv")


def _receipt(guest: Guest) -> None:
    poll = _made(Method.SCORE)
    receipt = cast(poll, *crowd(1), points={1: 5, 2: 1})
    calendar.freeze(poll.closes_at)
    close(poll)
    guest.is_nobody().go(f"/dialogues/{poll.slug}/ballot/receipt")
    guest.press("Slå upp")
    guest.is_told("Skriv ditt kvitto")
    guest.page.get_by_label("Ditt kvitto").fill(receipt)
    guest.press("Slå upp")
    guest.reads("Den här rösten är räknad.")


def _file(guest: Guest) -> None:
    poll = _made()
    calendar.freeze(poll.closes_at)
    close(poll)
    guest.is_nobody().fetches(f"/dialogues/{poll.slug}/ballot/result.csv")


def _of_a_later_phase(session) -> str:
    held = a_dialogue(session, phases=[later(PhaseKind.VOTE)])
    phase = first_phase(session, held).id
    return f"/casework/dialogues/{held.dialogue.slug}/phases/{phase}/ballot"


def _set_up(guest: Guest) -> None:
    guest.is_(people.olga).go(made(_of_a_later_phase))
    guest.press("Spara röstsedeln")
    guest.is_told("Skriv vad omröstningen handlar om", "Välj hur man röstar")
    poll = _made()
    with transaction() as session:
        closing.open_poll(session, poll.id)
    guest.go(f"/casework/dialogues/{poll.slug}/phases/{poll.phase_id}/ballot")
    guest.reads("kan inte ändras")


STOPS = {
    "/dialogues/{slug}/ballot": [_ballot, _points],
    "/dialogues/{slug}/ballot/result": [_result],
    "/dialogues/{slug}/ballot/result.csv": [_file],
    "/dialogues/{slug}/ballot/receipt": [_receipt],
    "/casework/dialogues/{slug}/phases/{id}/ballot": [_set_up],
}
