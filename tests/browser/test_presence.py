"""Two officials with one case open: each is told of the other without doing anything (ST-21 a)."""

import pytest
from playwright.sync_api import expect

from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_who_writes_an_answer_is_told_to_whoever_has_the_case_open(open_page, site):
    reference = made(lambda s: people.published(s, Kind.FAULT_REPORT).reference)
    olga = Guest(open_page(), site).is_(people.olga)
    ada = Guest(open_page(), site).is_(people.ada)
    # The page asks every fifteen seconds; a clock of its own makes them pass.
    ada.page.clock.install()
    olga.go(f"/casework/{reference}")
    ada.go(f"/casework/{reference}")
    expect(ada.page.get_by_text("Olga läser ärendet just nu")).to_be_visible()
    olga.write("Svaret", "Lampan lagas på torsdag.")
    with olga.page.expect_response("**/presence"):
        olga.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ada.page.clock.run_for(16_000)
    expect(ada.page.get_by_text("Olga skriver ett svar just nu")).to_be_visible()
