"""Showing once more who one is, before something that opens or closes an account (ASVS 7.5)."""

import re

import pytest
from sqlalchemy import update

from models import calendar
from models import session as sessions
from models.actor import Role
from models.calendar import DAY, HOUR, MINUTE
from models.database import table_of, transaction
from models.person import Appointment
from models.token import Purpose
from tests import people
from tests.signed_in import signed_in
from tests.web.visiting import letters, link

pytestmark = pytest.mark.once


@pytest.fixture
def rosa(site):
    calendar.freeze((calendar.now() // HOUR + 1) * HOUR)
    with transaction() as session:
        return people.rosa(session)


@pytest.fixture
def browser(site, rosa):
    browser = site.browser().sign_in(rosa)
    calendar.freeze(calendar.now() + 16 * MINUTE)
    return browser


def _viewer(browser):
    with transaction(write=False) as session:
        return sessions.whose(session, browser.cookies["session"])


def test_a_letter_to_an_address_of_her_own_makes_her_fresh_and_brings_her_back(browser, rosa):
    page = browser.get("/sign-in/again?next=/me/details").text
    assert "r***@example.org" in page
    assert rosa.address not in page
    assert not _viewer(browser).is_fresh
    sent = browser.post("/sign-in/again", {"contact": str(rosa.contact_id), "next": "/me/details"})
    assert "Open the e-mail we sent to" in sent.text
    before = browser.cookies["session"]
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert entered.headers["location"] == "/me/details"
    assert browser.cookies["session"] != before
    assert _viewer(browser).is_fresh
    assert browser.get("/sign-in/again?next=/me/details").headers["location"] == "/me/details"


def test_nobody_elses_address_is_written_to(site, browser, rosa):
    with transaction() as session:
        sam = people.sam(session)
    for contact in (str(sam.contact_id), "0", "x", "9" * 18, ""):
        answer = browser.post("/sign-in/again", {"contact": contact, "next": "/me"})
        assert answer.status_code == 422, contact
    assert letters() == 0
    stranger = site.browser()
    assert stranger.get("/sign-in/again?next=/me").headers["location"] == "/sign-in?next=/me"
    asked = stranger.post("/sign-in/again", {"contact": str(rosa.contact_id)})
    assert asked.headers["location"] == "/sign-in?next="
    assert letters() == 0


@pytest.mark.parametrize(
    "given", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_she_is_led_to_no_other_site(site, rosa, given):
    browser = site.browser().sign_in(rosa)
    for path in ("/sign-in/again", "/sign-in/factor"):
        assert browser.get(path, params={"next": given}).headers["location"] == "/me"


def test_who_is_signed_in_for_long_is_signed_out_in_the_end_in_both_tabs(site, rosa):
    browser = site.browser().sign_in(rosa)
    began = calendar.now()
    for day in range(7, 60, 7):
        calendar.freeze(began + day * DAY)
        assert browser.get("/me").status_code == 200
    calendar.freeze(began + 61 * DAY)
    assert browser.get("/me").headers["location"] == "/sign-in?next=/me"


def test_a_cookie_that_somebody_else_has_set_is_never_taken_up(site, rosa):
    planted = "planted-by-somebody-else-0123456789abcdefghijk"
    browser = site.browser()
    browser.cookies.set("session", planted, domain="127.0.0.1")
    browser.post("/sign-in", {"address": rosa.address})
    browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert browser.cookies.get("session", domain="127.0.0.1") != planted
    with transaction(write=False) as session:
        assert sessions.whose(session, planted).person_id is None


def test_whoever_asked_in_another_browser_gets_nothing_when_the_link_is_pressed(site, rosa):
    """A link signs in the browser that presses it and no other, so the one that asked is not bound
    to it: most ask on one machine and read their mail on another (spec T13, ASVS 6.6.2).
    """
    asked, hers = site.browser(), site.browser()
    asked.post("/sign-in", {"address": rosa.address, "next": "/me/details"})
    assert hers.post(f"/sign-in/{link(Purpose.SIGN_IN)}").status_code == 303
    assert asked.get("/me").headers["location"] == "/sign-in?next=/me"


def test_a_role_that_ends_and_one_that_is_given_hold_from_the_next_request(site):
    with transaction() as session:
        olga = people.olga(session)
        browser = site.browser()
        browser.cookies.set("session", signed_in(session, olga), domain="127.0.0.1")
    assert browser.get("/casework").status_code == 200
    assert browser.get("/desk").status_code == 404
    held = table_of(Appointment)
    with transaction() as session:
        session.execute(update(held).values(role=Role.MODERATOR))
    assert browser.get("/casework").status_code == 404
    assert browser.get("/desk").status_code == 200


def test_two_tabs_are_one_browser(site, rosa):
    """The form of a tab that was open before she signed in anew in the other one still holds."""
    browser = site.browser().sign_in(rosa)
    with transaction() as session:
        case = people.published(session).reference
    new = browser.get(f"/submissions/{case}/comments/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', new)[1]
    browser.sign_in(rosa)
    sent = browser.post(f"/submissions/{case}/comments", {"text": "Ja, tack.", "form_key": key})
    assert "We read the comment, and then it is shown." in sent.text
