"""What an official types is kept without a button: after a pause, and when she leaves the page."""

import pytest
from playwright.sync_api import expect

from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def olga(open_page, site) -> Guest:
    return Guest(open_page(), site).is_(people.olga)


def test_a_personal_number_is_named_while_she_writes(olga):
    reference = made(lambda s: people.published(s, Kind.FAULT_REPORT).reference)
    olga.go(f"/casework/{reference}")
    olga.write("Svaret", "Det gäller 811218-9876.")
    expect(olga.page.locator("[data-found]")).to_have_text("811218-****", timeout=8000)
    olga.holds("Svaret", "Det gäller 811218-9876.")
    olga.write("Svaret", "Det gäller henne.")
    expect(olga.page.locator("[data-numbers]")).to_be_hidden(timeout=8000)


def test_a_draft_is_kept_after_a_pause_and_when_the_page_is_left(olga):
    reference = made(lambda s: people.published(s, Kind.FAULT_REPORT).reference)
    olga.go(f"/casework/{reference}")
    olga.write("Svaret", "Vi tittar på det.")
    expect(olga.page.locator("[data-kept]")).to_have_text("Utkastet är sparat.", timeout=8000)
    olga.go(f"/casework/{reference}")
    olga.holds("Svaret", "Vi tittar på det.")
    # No pause: she writes on, notes a call meanwhile, and comes back to what she wrote.
    olga.write("Svaret", "Vi tittar på det i morgon.")
    olga.unfold("Skriv en anteckning")
    olga.write("Anteckning", "Rosa ringde.")
    olga.press("Spara anteckningen")
    olga.reads("Rosa ringde.")
    olga.go(f"/casework/{reference}")
    olga.holds("Svaret", "Vi tittar på det i morgon.")
