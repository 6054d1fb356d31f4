"""A resident manages alone: each way at 320 pixels, without a script or by keyboard with it, in turn.

Both walk the whole way of a proposal (test_without_script, test_by_keyboard).
"""

import io

import pytest
from PIL import Image

from models.database import transaction
from tests import people
from tests.browser import ways_of_residents as ways
from tests.browser.hands import Hands, Pointer
from tests.browser.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.once]


without_script = pytest.mark.parametrize("hands", [Pointer], ids=["without script"])
by_keyboard = pytest.mark.parametrize("hands", [Keyboard], ids=["by keyboard"])


@pytest.fixture
def someone(hands: type[Hands], site, open_page, fits):
    """`someone()`: a person with a telephone of her own, and one pair of hands."""

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"
        assert page.locator("html").get_attribute("lang") == "sv"

    return lambda: hands(open_page(javascript=hands is Keyboard), site, looks)


@pytest.fixture
def photo(tmp_path):
    """As a telephone takes it: large, lying on its side, with the place and the maker in it."""
    file = tmp_path / "IMG_0417.jpg"
    details = Image.Exif()
    details[0x0112], details[0x010F] = 6, "Maker"
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#223344").save(buffer, "JPEG", exif=details)
    file.write_bytes(buffer.getvalue())
    return file


@by_keyboard
def test_a_dark_footpath_with_a_photo_and_a_lamp_number_is_answered_by_phone(someone, photo):
    with transaction() as session:
        olga = people.olga(session)
    birgit, official = someone(), someone()
    reference, code = ways.report_a_dark_path(birgit, photo)
    ways.way.sign_in(official, olga)
    ways.answer_by_phone(official, reference)
    ways.find_with_the_code(someone(), reference, code)


@without_script
def test_a_complaint_stays_private_from_first_to_last(someone, site):
    with transaction() as session:
        olga = people.olga(session)
    gun, official, stranger = someone(), someone(), someone()
    reference = ways.complain_in_private(gun)
    ways.way.sign_in(official, olga)
    official.go(f"/casework/{reference}")
    ways.answer(official, ways.COMPLAINT_ANSWER)
    gun.go(f"/submissions/{reference}")
    gun.reads("Besvarat", ways.COMPLAINT_ANSWER, "Bara du och vi ser den här sidan")
    secrets = (ways.COMPLAINT, ways.COMPLAINT_WORDS, ways.COMPLAINT_NAME, ways.COMPLAINT_ANSWER)
    for path in (
        "/",
        "/submissions",
        "/submissions?q=hemtj%C3%A4nsten",
        f"/submissions?q={reference}",
        f"/submissions/{reference}",
        f"/submissions/{reference}/history",
        f"/submissions/{reference}.atom",
        f"/ledger/submission-{reference}.json",
        "/feeds/submissions.atom",
        "/sitemap.xml",
        "/moderation-log",
        "/decisions",
        "/promises",
    ):
        answered = stranger.page.request.get(site + path)
        assert answered.status in {200, 404}
        assert not [secret for secret in secrets if secret in answered.text()], path
    assert stranger.page.request.get(f"{site}/submissions/{reference}").status == 404


@by_keyboard
def test_a_proposal_is_made_under_another_name(someone, site):
    with transaction() as session:
        marek = people.marek(session)
    gunnar, reviewer, stranger = someone(), someone(), someone()
    reference = ways.propose_under_another_name(gunnar)
    ways.publish(reviewer, marek, ways.IDEA)
    stranger.go(f"/submissions/{reference}")
    stranger.reads(f"{ways.ALIAS} skrev", "Samlar stöd")
    for path in (f"/submissions/{reference}", f"/submissions/{reference}.atom", "/submissions"):
        assert ways.REAL_NAME not in stranger.page.request.get(site + path).text(), path


@without_script
def test_a_case_is_found_again_by_a_misspelt_word(someone):
    with transaction() as session:
        people.published(session, title="Trasig belysning vid sporthallen")
    ways.find_misspelt(someone(), "Trasig belysning vid sporthallen", "sprothallen", "sporthallen")


@by_keyboard
def test_a_link_that_was_lost_is_found(someone):
    with transaction() as session:
        rosa = people.rosa(session)
        people.a_submission(session, by=rosa, title="Skräp bakom hallen", shown=False)
    ways.lose_the_link_and_find_it(someone(), rosa.address, "Skräp bakom hallen")
