"""Signing in through a real provider: discovery, PKCE, its keys, its errors and its way out."""

import re
from urllib.parse import urlsplit

import pytest

from models import identity
from models import settings as town_settings
from models.database import transaction
from models.identity import Identity
from models.person import Person as Somebody
from tests import oidc_real, people
from tests.web.visiting import count, open_site

pytestmark = pytest.mark.once
KEY = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def issuer():
    with oidc_real.real() as started:
        yield started


@pytest.fixture
def site(town, issuer):
    one = oidc_real.provider(issuer)
    update = {"providers": (one,), "number_key": KEY}
    town_settings.use(town.settings.model_copy(update=update))
    with open_site() as opened:
        yield opened


@pytest.fixture
def rosa():
    with oidc_real.Person("rosa") as there:
        yield there


def came(browser, person, query=""):
    """There and back, as two browsers would: ours, and hers at the provider."""
    there = browser.get(f"/sign-in/with/bankid{query}").headers["location"]
    back = urlsplit(person.sign_in(there))
    return browser.get(f"{back.path}?{back.query}")


def test_somebody_signs_in_and_is_known_again(site, rosa):
    for _ in range(2):
        browser = site.browser()
        answer = came(browser, rosa, "?next=/me/details")
        assert (answer.status_code, answer.headers["location"]) == (303, "/me/details")
        assert browser.get("/me/details").status_code == 200
    assert (count(Somebody.__table__), count(Identity.__table__)) == (1, 1)
    with transaction(write=False) as session:
        proofs = identity.proofs(session, 1)
    assert (proofs.identified, str(proofs.born_on)) == (True, "1981-12-18")


def test_a_signed_in_person_adds_it_and_shows_herself_there_once_more(site, rosa):
    with transaction() as session:
        here = people.rosa(session)
    browser = site.browser().sign_in(here)
    page = browser.get("/me/details").text
    query = re.search(r"\?add=\w+", page)
    assert query, page
    assert came(browser, rosa, query[0]).headers["location"] == "/me/details"
    with transaction(write=False) as session:
        assert identity.proofs(session, here.id).identified
    assert came(site.browser(), rosa).headers["location"] == "/me"
    assert count(Somebody.__table__) == 1


def test_whoever_leaves_both_is_led_to_the_providers_own_question(site, rosa):
    browser = site.browser()
    came(browser, rosa)
    assert browser.post("/sign-out").headers["location"] == "/sign-in/with/bankid/left"
    leaving = browser.get("/sign-in/with/bankid/leave").headers["location"]
    page = rosa.opens(leaving)
    assert page.status_code == 200, page.text
    assert "op.logoutForm" in page.text


@pytest.mark.parametrize("wrong", [{"client_secret": "wrong"}, {"client_id": "nobody"}])
def test_a_client_that_the_provider_does_not_know_gets_nobody_in(site, issuer, rosa, wrong):
    chosen = town_settings.settings()
    town_settings.use(
        chosen.model_copy(update={"providers": (oidc_real.provider(issuer, **wrong),)})
    )
    browser = site.browser()
    if "client_id" in wrong:
        there = browser.get("/sign-in/with/bankid").headers["location"]
        assert rosa.opens(there).status_code == 400, "the provider itself says no"
        return
    answer = came(browser, rosa)
    assert answer.status_code == 400
    assert "did not let the sign-in through" in answer.text
    assert count(Somebody.__table__) == 0
