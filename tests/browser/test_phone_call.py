"""Somebody rings, gets a number and a code read aloud, and follows her case on the web."""

import pytest

from models.database import transaction
from models.submission import take
from tests import people
from tests.browser import ways_of_residents as ways
from tests.browser.guest import Guest

pytestmark = [pytest.mark.browser, pytest.mark.once]

SAID = "Hon har ramlat två gånger på isen vid porten till apoteket."
ANSWER = "Vi sandade vid apoteket i morse, och gör det varje dag till våren."


def test_a_phone_call_is_taken_in_and_followed_on_the_web(site, open_page):
    page = open_page(javascript=False, width=320)
    olga = Guest(page, site).is_(people.olga)
    olga.go("/work")
    olga.press("Ta emot ett ärende")
    # While she talks: what is said, of which kind, and how to answer. The rest is chosen already.
    olga.write("Vad säger avsändaren?", SAID)
    olga.pick("Vad är det för ärende?", "Klagomål eller synpunkt")
    olga.choose("Inget svar")
    olga.press("Ta emot")
    olga.arrives("Ärendet är mottaget")
    reference = olga.main.locator(".figure").inner_text()
    code = olga.main.locator(".key").inner_text()
    gunvor = Guest(open_page(javascript=False, width=320), site)
    gunvor.go("/find-my-case")
    gunvor.write("Ärendenummer", reference)
    gunvor.write("Kod", code)
    gunvor.press("Öppna ärendet")
    gunvor.reads(SAID, "Mottaget")
    olga.press("Öppna ärendet")
    ways.answer(olga, ANSWER)
    gunvor.go(f"/submissions/{reference}")
    gunvor.reads("Besvarat", ANSWER)
    gunvor.reads("Vi tog emot det på telefon")
    with transaction(write=False) as session:
        case = take(session, reference)
        assert (case.source, case.centre, case.status, case.kept) == (
            "phone",
            True,
            "answered",
            True,
        )
