"""The stops of what a sender is asked when her case has ended, and of what an answer meets."""

from dataclasses import replace

from models import following_up, organisations
from models.answer import answer
from models.satisfaction import Helped
from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made

WORDS = "Ring gärna nästa gång."


def _talked(session) -> str:
    """Rosa's question as a company, with two comments of which the answer meets one."""
    rosa, olga = people.rosa(session), people.olga(session)
    case = people.published(session, Kind.QUESTION, by=rosa)
    for words in ("Bygg den bredare.", "Vem plogar på vintern?"):
        people.published_comment(session, case, source=words)
    answer(session, case, by=olga.actor, source="Vi plogar.", html="<p>Vi plogar.</p>", met={2})
    return case.reference


def _of_company(session) -> str:
    rosa = people.rosa(session)
    company = organisations.enter(session, "Bageri Ek AB", by=people.ada(session).actor).id
    people.olga(session)
    draft = replace(people.a_draft(Kind.QUESTION, by=rosa), organisation_id=company)
    return people.handed_in(session, draft, by=rosa).reference


def _told(session) -> None:
    rosa, olga = people.rosa(session), people.olga(session)
    for number in range(5):
        case = people.published(session, Kind.QUESTION, by=rosa)
        answer(session, case, by=olga.actor, source="Ja.", html="<p>Ja.</p>")
        following_up.tell(session, case, by=rosa.actor, helped=Helped.YES)
        words = "" if number else WORDS
        following_up.tell_more(session, case, by=rosa.actor, mark=4, words=words)


def _more(guest: Guest) -> None:
    reference = made(_talked)
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.unfold("Svaret och argumenten")
    guest.reads("Vem plogar på vintern?", "1 bemöts, 1 bemöts inte")
    guest.press("Delvis")
    guest.reads("Tack för ditt svar")
    guest.press("Skicka")
    guest.is_told("Välj en siffra, eller skriv några ord")
    guest.write("Vad kunde vi göra bättre?", WORDS)
    guest.press("Skicka")
    guest.reads("Du har svarat: delvis.")


def _read(guest: Guest) -> None:
    made(_told)
    guest.is_(people.olga).go("/casework/satisfaction")
    guest.reads("Vad avsändarna säger efteråt", WORDS)
    reference = made(_of_company)
    guest.go(f"/casework/{reference}")
    guest.reads("Samordnar för organisationen")


STOPS = {
    "/submissions/{reference}/follow-ups/more": [_more],
    "/casework/satisfaction": [_read],
}
