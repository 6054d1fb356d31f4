"""Staff set up what they show, show it, and take it away: everything but passkeys without script."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select

from models import calendar, factor, factor_app, recognising
from models import session as sessions
from models import settings as town_settings
from models.calendar import HOUR, MINUTE, SECOND
from models.database import transaction
from models.delivery import deliveries
from models.recognising import Proved
from models.settings.identity import Provider
from models.token import Purpose
from tests import people
from tests.web.visiting import link

pytestmark = pytest.mark.once


@pytest.fixture
def olga(site):
    calendar.freeze((calendar.now() // HOUR + 1) * HOUR)
    with transaction() as session:
        return people.olga(session)


@pytest.fixture
def browser(site, olga):
    """Olga's, signed in by letter."""
    browser = site.browser()
    with transaction() as session:
        cookie = sessions.begin(session, olga.id)
    browser.cookies.set("session", cookie, domain="127.0.0.1")
    return browser


def _code(secret: str) -> str:
    return pyotp.TOTP(secret.replace(" ", "")).at(calendar.now() // SECOND)


def _set_up(browser) -> tuple[str, list[str]]:
    """An app, by the pages alone: its secret, and the codes on paper that come with the first."""
    waiting = browser.post("/me/factors/apps", {"name": "Jobbtelefon"}).headers["location"]
    page = unescape(browser.get(waiting).text)
    secret = re.search(r'<p class="key">([A-Z2-7 ]+)</p>', page)[1]
    assert re.fullmatch(r"([A-Z2-7]{4} )+[A-Z2-7]{4}", secret)
    given = urlsplit(re.search(r'href="(otpauth://totp/[^"]+)"', page)[1])
    assert parse_qs(given.query)["secret"] == [secret.replace(" ", "")]
    assert '<svg class="code"' in page
    wrong = browser.post(waiting, {"code": "000000"})
    assert wrong.status_code == 422
    assert "That code is not right" in wrong.text
    done = browser.post(waiting, {"code": _code(secret)})
    assert done.status_code == 200
    calendar.advance(60)
    return secret, re.findall(r'<li class="key">(.+)</li>', done.text)


def test_whoever_works_here_is_led_to_set_up_and_then_works(site, olga):
    browser = site.browser()
    browser.post("/sign-in", {"address": olga.address, "next": "/casework"})
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert entered.headers["location"] == "/sign-in/factor?next=/casework"
    assert browser.get(entered.headers["location"]).headers["location"] == "/me/factors"
    assert "Choose what you will show" in browser.get("/me/factors").text
    assert browser.get("/casework").headers["location"] == "/sign-in/factor?next=/casework"
    secret, codes = _set_up(browser)
    assert len(codes) == 10
    assert browser.get("/casework").status_code == 200
    assert "Jobbtelefon" in browser.get("/me/factors").text
    # And once more, from the beginning.
    browser.post("/sign-out")
    calendar.advance(90)
    browser.post("/sign-in", {"address": olga.address, "next": "/casework?after=1"})
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}").headers["location"]
    page = browser.get(entered)
    assert 'value="/casework?after=1"' in page.text
    answer = browser.post("/sign-in/factor", {"code": _code(secret), "next": "/casework?after=1"})
    assert answer.headers["location"] == "/casework?after=1"
    assert browser.get("/casework").status_code == 200


def test_the_cookie_is_another_after_it_was_shown(browser):
    before = browser.cookies["session"]
    secret, _ = _set_up(browser)
    between = browser.cookies["session"]
    browser.post("/sign-in/factor", {"code": _code(secret)})
    assert len({before, between, browser.cookies["session"]}) == 3
    with transaction(write=False) as session:
        assert sessions.whose(session, between).person_id is None


def test_without_the_factor_nothing_of_her_work_is_seen_and_she_is_a_resident(browser):
    with transaction() as session:
        private = people.a_submission(session, title="Hemligt").reference
        public = people.published(session).reference
    for path in ("/work", "/casework", "/desk", f"/casework/{private}", f"/submissions/{private}"):
        away = browser.get(path)
        # Marek's desk stays closed to an official, with or without the factor.
        expected = f"/sign-in/factor?next={path}"
        assert (away.status_code, away.headers["location"]) == (303, expected), path
    page = browser.get(f"/submissions/{public}").text
    assert 'href="/sign-in/factor"' in page
    assert 'href="/casework' not in page
    assert browser.get("/me").status_code == 200
    assert browser.get("/no-such-page").status_code == 404


def test_a_read_mailbox_can_add_and_take_away_nothing(site, olga, browser):
    _set_up(browser)
    thief = site.browser()
    with transaction() as session:
        cookie = sessions.begin(session, olga.id)
        (own,) = factor.of_person(session, olga.id)
    thief.cookies.set("session", cookie, domain="127.0.0.1")
    away = "/sign-in/factor?next=/me/factors"
    assert thief.get("/me/factors").headers["location"] == away
    for path in ("apps", "passkeys", "codes", f"{own.id}/removal"):
        assert thief.post(f"/me/factors/{path}", {"name": "x"}).headers["location"] == away, path
    assert thief.post("/me/factors/challenge").status_code == 403
    assert thief.get("/sign-in/again?next=/me/details").headers["location"] == (
        "/sign-in/factor?next=/me/details"
    )
    with transaction() as session:
        assert [row.id for row in factor.of_person(session, olga.id)] == [own.id]


def test_nor_can_it_where_the_factor_is_shown_at_a_provider(olga, browser, town):
    """Whoever signs in to work through a provider has no factor here that would stand in the way."""
    button = {"sv": "Kommunens konto", "en": "The municipality's account"}
    known = {"issuer": "https://op.example.org", "client_id": "torget", "client_secret": "x"}
    with_factor = Provider(name="staff", title=button, second_factor=("mfa",), **known)
    town_settings.use(town.settings.model_copy(update={"providers": (with_factor,)}))
    assert browser.get("/me/factors").status_code == 200
    with transaction() as session:
        proved = Proved(provider="staff", issuer=known["issuer"], subject="olga")
        recognising.add(session, olga.id, proved)
    for path in ("/me/factors", "/me/factors/apps/1"):
        away = "/sign-in/factor?next=/me/factors"
        assert browser.get(path).headers["location"] == away
    assert browser.post("/me/factors/apps").headers["location"] == away
    page = browser.get(away).text
    assert "/sign-in/with/staff?next=%2Fme%2Ffactors" in page
    assert 'name="code"' not in page


def test_an_open_screen_can_change_nothing_after_a_quarter_of_an_hour(browser):
    secret, _ = _set_up(browser)
    calendar.advance(15 * 60)
    away = "/sign-in/factor?next=/me/factors"
    assert browser.get("/me/factors").headers["location"] == away
    browser.post("/sign-in/factor", {"code": _code(secret), "next": "/me/factors"})
    assert browser.get("/me/factors").status_code == 200


def test_a_first_one_is_set_up_only_just_after_signing_in(browser):
    calendar.freeze(calendar.now() + 20 * MINUTE)
    assert browser.get("/me/factors").headers["location"] == "/sign-in/again?next=/me/factors"
    page = browser.get("/sign-in/again?next=/me/factors").text
    assert "o***@example.org" in page


def test_residents_are_not_asked_and_find_no_such_page(site):
    with transaction() as session:
        rosa = people.rosa(session)
    browser = site.browser().sign_in(rosa)
    assert browser.get("/me/factors").status_code == 404
    assert browser.get("/sign-in/factor?next=/me/details").headers["location"] == "/me/details"
    assert "/me/factors" not in browser.get("/me/details").text
    assert site.browser().get("/sign-in/factor").headers["location"] == "/sign-in?next="


def test_one_is_added_and_another_taken_away_but_never_the_last(site, olga, browser):
    _set_up(browser)
    page = browser.get("/me/factors").text
    assert "/removal" not in page
    with transaction() as session:
        number = factor_app.begin(session, olga.id, "Reserv")
        secret = factor_app.secret(session, olga.id, number)
    again = browser.post(f"/me/factors/apps/{number}", {"code": _code(secret)})
    assert again.headers["location"] == "/me/factors"
    with transaction() as session:
        first, second = (row.id for row in factor.of_person(session, olga.id))
    assert browser.post(f"/me/factors/{first}/removal").status_code == 303
    assert browser.post(f"/me/factors/{second}/removal").status_code == 409
    assert browser.post(f"/me/factors/{first}/removal").status_code == 404
    with transaction(write=False) as session:
        told = session.execute(
            select(deliveries.c.message_key, deliveries.c.address).order_by(deliveries.c.id)
        ).all()
    assert [row.message_key.split(":")[1] for row in told] == ["added", "added", "removed"]
    assert {row.address for row in told} == {olga.address}


def test_codes_on_paper_get_her_in_and_new_ones_are_shown_once(browser):
    _, codes = _set_up(browser)
    first = browser.post("/sign-in/factor", {"code": codes[3].lower(), "next": "/work"})
    assert first.headers["location"] == "/work"
    assert browser.post("/sign-in/factor", {"code": codes[3]}).status_code == 422
    assert "You have 9 codes left" in browser.get("/me/factors").text
    fresh = browser.post("/me/factors/codes")
    made = re.findall(r'<li class="key">(.+)</li>', fresh.text)
    assert len(made) == 10
    assert fresh.headers["cache-control"] == "private, no-store"
    assert not set(made) & set(codes)
    assert browser.post("/sign-in/factor", {"code": codes[4]}).status_code == 422


def test_five_wrong_codes_and_then_she_waits_whatever_browser_she_takes(site, olga, browser):
    _set_up(browser)
    other = site.browser()
    with transaction() as session:
        other.cookies.set("session", sessions.begin(session, olga.id), domain="127.0.0.1")
    tried = [one.post("/sign-in/factor", {"code": "000000"}) for one in [browser, other] * 3]
    assert [answer.status_code for answer in tried] == [422] * 5 + [429]
    assert int(tried[-1].headers["retry-after"]) <= 300
