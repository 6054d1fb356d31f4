"""The whole way at 320 pixels, in Swedish, in a browser that runs no script at all."""

import pytest

from models.database import transaction
from tests import people
from tests.browser import way
from tests.browser.hands import Pointer

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def someone(site, open_page, fits):
    """`someone()`: a person with a telephone of her own."""

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"
        assert page.locator("html").get_attribute("lang") == "sv"

    return lambda: Pointer(open_page(javascript=False), site, looks)


def test_a_proposal_goes_the_whole_way_from_the_first_page_to_what_was_carried_out(someone):
    with transaction() as session:
        marek, olga = people.marek(session), people.olga(session)
    rosa, sam, nils = someone(), someone(), someone()
    reviewer, official = someone(), someone()

    reference = way.hand_in(rosa)
    way.confirm_address(rosa, reference)
    sam.go(f"/submissions/{reference}")
    sam.arrives("Sidan finns inte, eller är inte öppen för dig")
    way.sign_in(reviewer, marek)
    way.review(reviewer, way.TITLE)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Samlar stöd", "0 av 2", "Rosa Berg skrev")

    way.support(sam, reference, "sam@example.org")
    way.support(nils, reference, "nils@example.org")
    way.count_support(reference)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Nådde gränsen")
    way.comment(sam, reference, way.COMMENT, name="Sam")
    way.review(reviewer, way.TITLE)
    way.comment(rosa, reference, way.REPLY, name="Rosa", reply_to=way.COMMENT)
    way.review(reviewer, way.TITLE)
    sam.go(f"/submissions/{reference}")
    sam.reads(way.COMMENT, way.REPLY, "Svar till Sam")
    way.follow(sam, reference, "sam@example.org")

    way.sign_in(official, olga)
    way.answer(official, reference, told=2)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Hos nämnden", way.ANSWER, "i tid")
    way.decide(official, reference, told=2)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Ja", "Nämnden sa ja (bifall)", way.SUMMARY, way.REASONS, "Preliminärt")
    way.post_minutes(official)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("laglighetsprövning", "Det ska ha kommit fram senast")
    way.carry_out(official)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Genomfört")
    way.stop_updates(sam, "sam@example.org")
