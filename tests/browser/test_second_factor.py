"""An official with a passkey of her own: set up, shown the next morning, and then she works."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from models import calendar, factor, signing_in
from models import settings as town_settings
from models.calendar import MINUTE, now
from models.person import Channel
from models.states import Kind
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser import ways_of_residents as ways
from tests.browser.guest import Guest, made

pytestmark = [pytest.mark.browser, pytest.mark.once]

IN_HER_TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named_site(site):
    """The same site by a name: no browser makes a passkey for a bare number."""
    url = f"http://localhost:{urlsplit(site).port}"
    town_settings.use(town_settings.settings().model_copy(update={"base_url": url}))
    return url


@pytest.fixture
def olga(open_page, named_site, axe, fits):
    """Olga at a screen, with a telephone that can keep passkeys."""

    def looks(page):
        assert fits(page), page.url
        assert axe(page) == [], page.url

    page = open_page()
    telephone = page.context.new_cdp_session(page)
    telephone.send("WebAuthn.enable")
    telephone.send("WebAuthn.addVirtualAuthenticator", {"options": IN_HER_TELEPHONE})
    return Guest(page, named_site, looks)


def _comes_by_letter(olga: Guest, towards: str) -> None:
    someone = made(people.olga)
    made(
        lambda s: signing_in.ask(s, Channel.EMAIL, someone.address, towards=towards, language="sv")
    )
    olga.go(way.letter(Purpose.SIGN_IN))
    olga.press("Logga in")


def test_an_official_sets_up_a_passkey_and_works_with_it_the_next_day(olga):
    reference = made(lambda s: people.published(s, Kind.FAULT_REPORT).reference)
    _comes_by_letter(olga, f"/casework/{reference}")
    olga.arrives("Så visar du att det är du")
    olga.main.get_by_label("Vad ska vi kalla den?").first.fill("Min jobbtelefon")
    olga.press("Lägg till en inloggningsnyckel")
    olga.arrives("Dina reservkoder")
    expect(olga.main.locator("li.key")).to_have_count(10)
    olga.press("Jag har dem, gå vidare")
    olga.go("/me/factors")
    olga.reads("Min jobbtelefon", "Du har 10 koder kvar")
    olga.go("/me/details")
    olga.press("Logga ut")
    # The next day.
    calendar.freeze(now() + 2 * MINUTE)
    _comes_by_letter(olga, f"/casework/{reference}")
    olga.arrives("Visa att det är du")
    olga.press("Använd din inloggningsnyckel")
    assert urlsplit(olga.page.url).path == f"/casework/{reference}"
    ways.answer(olga, "Lampan är lagad nu.")
    someone = made(people.olga)
    assert made(lambda s: factor.of_person(s, someone.id)[0].used_at) is not None
    calendar.unfreeze()


def test_who_thinks_better_of_it_is_told_and_can_take_another_way(olga):
    _comes_by_letter(olga, "/casework")
    olga.page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }"
    )
    olga.main.get_by_role("button", name="Lägg till en inloggningsnyckel").click()
    expect(olga.main.get_by_role("alert")).to_have_text(
        "Det gick inte. Försök en gång till, eller välj ett annat sätt."
    )
    expect(olga.main.get_by_role("button", name="Lägg till en app")).to_be_visible()
