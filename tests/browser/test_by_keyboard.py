"""The same way with nothing but the keys, in a browser that runs our script, at 320 pixels."""

import pytest

from models.database import transaction
from tests import people
from tests.browser import way
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser


@pytest.fixture
def someone(site, open_page, fits):
    """`someone()`: a person without a pointer."""

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"
        if page.locator("#error-summary").count():
            assert page.evaluate("document.activeElement.id") == "error-summary"

    return lambda: Keyboard(open_page(), site, looks)


def test_a_proposal_is_handed_in_by_keyboard(someone):
    with transaction() as session:
        marek, olga = people.marek(session), people.olga(session)
    rosa = someone()
    reference = way.hand_in(rosa)
    way.confirm_address(rosa, reference)
    reviewer = someone()
    way.sign_in(reviewer, marek)
    way.review(reviewer, way.TITLE)
    sam = someone()
    way.support(sam, reference, "sam@example.org")
    way.support(sam, reference, "nils@example.org")
    way.count_support(reference)
    way.comment(sam, reference, way.COMMENT, name="Sam")
    way.review(reviewer, way.TITLE)
    way.comment(rosa, reference, way.REPLY, name="Rosa", reply_to=way.COMMENT)
    way.review(reviewer, way.TITLE)
    way.follow(sam, reference, "sam@example.org")
    official = someone()
    way.sign_in(official, olga)
    way.answer(official, reference, told=2)
    way.decide(official, reference, told=2)
    way.post_minutes(official)
    way.carry_out(official)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Genomfört", "Nämnden sa ja (bifall)", way.SUMMARY)
    way.stop_updates(sam, "sam@example.org")
