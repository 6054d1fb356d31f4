"""Taken away with reasons, appealed, found wrong by somebody else, back in its place with its votes.

On a telephone of 320 pixels and without a script.
"""

import pytest

from models.database import transaction
from models.submission import take
from models.vote import support
from tests import people
from tests.browser.guest import Guest, made
from web.commands.scheduler import tick

pytestmark = [pytest.mark.browser, pytest.mark.once]

TITLE = "En cykelväg längs ån"
WHY = "Raden om grannen angriper henne."
WORDS = "Jag skriver inte om någon granne, bara om vägen."
REASONS = "Texten handlar om en väg. Ingen granne nämns."


@pytest.fixture
def proposal(site):
    """Rosa's, between two others, with the support of one."""

    def build(session):
        people.anna(session)
        people.published(session, title="En bänk vid torget")
        case = people.published(session, by=people.rosa(session), title=TITLE)
        people.published(session, title="En lekplats vid stationen")
        support(session, case.reference, people.resident(session, "Eva").id)
        return case.reference

    reference = made(build)
    tick("test")
    return reference


@pytest.fixture
def someone(site, open_page, fits):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    return lambda: Guest(open_page(javascript=False), site, looks)


def _order(guest: Guest) -> list[str]:
    guest.go("/submissions?kind=proposal")
    return guest.page.locator("main ul.cases li a").all_inner_texts()


def test_a_proposal_that_was_wrongly_taken_away_comes_back_as_it_was(someone, proposal):
    stranger, marek, rosa, anna = (someone() for _ in range(4))
    page = f"/submissions/{proposal}"
    stranger.go(page)
    stranger.reads("1 av 2")
    before = _order(stranger)

    marek.is_(people.marek).go(f"{page}/reports/new")
    marek.press("Granska igen")
    marek.unfold("Sluta visa")
    marek.choose("Kränkande")
    marek.write("Något mer till den som skrev?", WHY)
    marek.press("Sluta visa")
    stranger.go(page)
    stranger.reads("Sidan finns inte")

    rosa.is_(people.rosa).go(page)
    rosa.press("Vårt beslut, och vad du kan göra")
    rosa.reads(WHY)
    rosa.press("Begär ny prövning")
    rosa.press("Skicka")
    rosa.is_told("Berätta varför du tycker att vi har fel")
    rosa.write("Vad vill du säga?", WORDS)
    rosa.press("Skicka")
    rosa.reads("Vi prövar det igen", "Någon som inte var med om beslutet prövar det")

    marek.go("/desk/appeals")
    marek.reads("Du har granskat den, så någon annan avgör")
    marek.press(TITLE)
    marek.reads("Du har varit med om det här, så någon annan avgör det.", WORDS)

    anna.is_(people.anna).go("/work")
    anna.press("Att pröva igen")
    anna.press(TITLE)
    anna.reads(WORDS, WHY)
    anna.press("Avgör")
    anna.is_told("Välj vad du säger", "Skriv varför, så att båda sidor förstår")
    anna.choose("Beslutet var fel")
    anna.write("Skälen", REASONS)
    anna.press("Avgör")
    anna.reads("Beslutet var fel", REASONS, "Båda sidor får besked")

    stranger.go(page)
    stranger.reads(TITLE, "1 av 2")
    assert _order(stranger) == before
    rosa.go("/me")
    rosa.reads("Beslutet var fel")
    with transaction() as session:
        assert take(session, proposal).is_public
