"""A resident signs in with an e-identification at a real provider, and out of both again."""

import re

import pytest

from models import identity
from models import settings as town_settings
from models.database import transaction
from tests import oidc_real
from tests.browser.guest import Guest

pytestmark = [pytest.mark.browser, pytest.mark.once]
KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
NUMBER = "198112189876"


@pytest.fixture
def provided(site):
    """The town with a provider that runs on this machine."""
    with oidc_real.real() as issuer:
        update = {"providers": (oidc_real.provider(issuer),), "number_key": KEY}
        town_settings.use(town_settings.settings().model_copy(update=update))
        yield issuer


def test_a_resident_signs_in_with_a_provider_and_leaves_both(provided, site, open_page):
    page = open_page()
    guest = Guest(page, site, lambda _page: None)
    guest.go("/sign-in?next=/me/details")
    page.click("text=Logga in med BankID")
    page.wait_for_url(f"{provided}/**")
    page.fill("[name=login]", "rosa")
    page.click("button")
    page.wait_for_url(f"{site}/me/details")
    guest.reads("Så loggar du in", "BankID", "Vi har ingen adress till dig")
    assert NUMBER not in page.content()
    with transaction(write=False) as session:
        assert identity.proofs(session, 1).identified
    page.click("text=Logga ut")
    page.wait_for_url(f"{site}/sign-in/with/bankid/left")
    guest.reads("Du är utloggad här")
    page.click("text=Logga ut från BankID")
    page.wait_for_url(f"{provided}/session/end**")
    page.click("button[value=yes]")
    page.wait_for_url(f"{site}/")
    guest.go("/me")
    assert re.search(r"/sign-in\?next=", page.url)
