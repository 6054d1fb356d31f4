"""Signing in by a link, and out."""

import re

import pytest
from sqlalchemy import select

from models import asking, calendar
from models import settings as town_settings
from models.calendar import DAY, HOUR, MINUTE, now
from models.database import transaction
from models.delivery import deliveries
from models.person import Channel, Person, reach
from models.session import BrowserSession
from models.states import Kind, Publication
from models.submission import take, tracking_key
from models.token import Purpose
from tests import people
from tests.parallel import at_once
from tests.web.visiting import count, letters, link

ROBOTS = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "",
)
sessions = BrowserSession.__table__


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _asked(site, email, **fields):
    browser = site.browser()
    # Compressed, two pages of one length differ in theirs.
    plain = {"Accept-Encoding": "identity"}
    return browser, browser.post("/sign-in", {"address": email} | fields, headers=plain)


def test_a_known_address_is_sent_a_link_that_signs_in(site, rosa):
    browser, answer = _asked(site, "Rosa@Example.org")
    assert answer.status_code == 200
    assert "Open the e-mail we sent to <b>rosa@example.org</b>" in answer.text
    page = browser.get(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert page.status_code == 200
    assert "r***@example.org" in page.text
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert (entered.status_code, entered.headers["location"]) == (303, "/me")
    assert browser.get("/me").status_code == 200
    with transaction(write=False) as session:
        sent = session.execute(select(deliveries.c.kind, deliveries.c.address)).one()
    assert tuple(sent) == ("sign_in", "rosa@example.org")


def test_the_answer_is_the_same_for_an_address_we_do_not_know(site, rosa):
    with transaction() as session:
        reach(session, Channel.EMAIL, "pend@example.org")
        suspended = people.resident(session, "Susp")
        session.get_one(Person, suspended.id).suspended = True
    answers = {}
    for name in ("rosa", "noel", "pend", "susp"):
        _, answer = _asked(site, f"{name}@example.org")
        headers = {key: value for key, value in answer.headers.items() if key != "date"}
        answers[name] = (answer.status_code, answer.text.replace(name, "----"), headers)
    assert len({str(answer) for answer in answers.values()}) == 1
    assert letters() == 1


def test_an_unknown_address_waits_as_soon_as_a_known_one(site, rosa):
    calendar.freeze(now())
    statuses = {
        email: [_asked(site, email)[1].status_code for _ in range(7)]
        for email in (rosa.address, "nobody@example.org")
    }
    assert statuses[rosa.address] == statuses["nobody@example.org"] == [200] * 5 + [429] * 2


def test_whoever_asks_too_often_is_told_when_to_come_again_and_keeps_her_words(site):
    browser = site.browser()
    answers = [browser.post("/sign-in", {"address": "nobody@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 3600
    assert 'value="nobody@example.org"' in answers[-1].text


def test_asking_twice_at_once_leaves_the_first_link_good(site, rosa):
    for _ in range(2):
        browser, _ = _asked(site, rosa.address)
    assert letters() == 1
    assert browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}").status_code == 303


def test_a_new_link_makes_the_older_one_useless(site, rosa):
    _asked(site, rosa.address)
    calendar.advance(90)
    browser, _ = _asked(site, rosa.address)
    assert browser.post(f"/sign-in/{link(Purpose.SIGN_IN, nth=2)}").status_code == 410
    assert browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}").status_code == 303


def test_robots_that_open_the_link_use_nothing_up(site, rosa):
    _asked(site, rosa.address)
    address = f"/sign-in/{link(Purpose.SIGN_IN)}"
    robot = site.browser()
    for agent in ROBOTS:
        for _ in range(3):
            for answer in (
                robot.get(address, headers={"User-Agent": agent}),
                robot.head(address, headers={"User-Agent": agent}),
            ):
                assert answer.status_code == 200
                assert "set-cookie" not in answer.headers
    assert count(sessions) == 0
    assert site.browser().post(address).status_code == 303


def test_of_twenty_simultaneous_presses_one_signs_in(site, rosa):
    _asked(site, rosa.address)
    address = f"/sign-in/{link(Purpose.SIGN_IN)}"
    browsers = [site.browser() for _ in range(20)]
    statuses = at_once([lambda b=browser: b.post(address).status_code for browser in browsers])
    assert sorted(statuses) == [303] + [410] * 19
    assert count(sessions) == 1


def test_a_link_ends_after_half_an_hour_and_one_press_sends_a_new_one(site, rosa):
    browser, _ = _asked(site, rosa.address, next="/submissions/2026-00001")
    calendar.freeze(now() + 31 * MINUTE)
    old = f"/sign-in/{link(Purpose.SIGN_IN)}"
    for answer in (browser.get(old), browser.post(old)):
        assert answer.status_code == 410
        assert f'<form action="{old}/renewal" method="post">' in answer.text
        assert "rosa" not in answer.text.lower()
    assert count(sessions) == 0
    sent = site.browser().post(f"{old}/renewal")
    assert sent.status_code == 200
    assert "It goes to the same place as the last one" in sent.text
    assert "rosa" not in sent.text.lower()
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert entered.headers["location"] == "/submissions/2026-00001"
    assert letters() == 2


def test_a_used_link_is_renewed_by_one_press_too(site, rosa):
    browser, _ = _asked(site, rosa.address)
    old = f"/sign-in/{link(Purpose.SIGN_IN)}"
    browser.post(old)
    other = site.browser()
    assert f"{old}/renewal" in other.get(old).text
    calendar.advance(90)
    assert other.post(f"{old}/renewal").status_code == 200
    assert other.post(f"/sign-in/{link(Purpose.SIGN_IN)}").status_code == 303


def test_nobody_is_written_to_by_a_forged_or_another_link(site, rosa):
    _asked(site, rosa.address)
    good = link(Purpose.SIGN_IN)
    forged = good[:-1] + ("a" if good[-1] != "a" else "b")
    with transaction() as session:
        case = people.published(session)
        about = asking.About(case.id)
        asking.send(session, Purpose.SUPPORT, rosa.contact_id, about=about, language="sv")
    before = letters()
    for token in (forged, "1.x", link(Purpose.SUPPORT)):
        assert site.browser().post(f"/sign-in/{token}/renewal").status_code == 404
    assert letters() == before


def test_renewing_is_counted_with_asking(site, rosa):
    # Letters are counted by the hour: all of these in one.
    calendar.freeze((now() // HOUR + 1) * HOUR)
    statuses = []
    _asked(site, rosa.address)
    for _ in range(6):
        calendar.advance(90)
        old = link(Purpose.SIGN_IN)
        statuses.append(site.browser().post(f"/sign-in/{old}/renewal").status_code)
    assert statuses == [200] * 4 + [429] * 2
    assert letters() == 5


def test_somebody_suspended_gets_no_new_link_and_is_not_told_so(site, rosa):
    browser, _ = _asked(site, rosa.address)
    old = link(Purpose.SIGN_IN)
    with transaction() as session:
        session.get_one(Person, rosa.id).suspended = True
    calendar.advance(90)
    assert browser.post(f"/sign-in/{old}/renewal").status_code == 200
    assert letters() == 1


# Whoever has only a telephone, or never confirmed


def test_a_mobile_number_is_sent_a_text_message_that_signs_in(site):
    with transaction() as session:
        tove = people.resident(session, "Tove", phone="+46701740605")
        people.a_submission(session, by=tove, title="Toves lampa")
    browser, answer = _asked(site, "070-174 06 05")
    assert "Open the text message we sent to <b>070-174 06 05</b>" in answer.text
    with transaction(write=False) as session:
        sent = session.execute(
            select(deliveries.c.channel, deliveries.c.kind, deliveries.c.address).where(
                deliveries.c.token_id.is_not(None)
            )
        ).one()
    assert tuple(sent) == (Channel.SMS, "sign_in", "+46701740605")
    browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    page = browser.get("/me").text
    assert "Toves lampa" in page
    assert "070-*** ** 05" in page


def test_an_unknown_number_is_answered_as_a_known_one(site):
    with transaction() as session:
        people.resident(session, "Tove", phone="+46701740605")
    answers = set()
    for number in ("05", "06"):
        _, answer = _asked(site, f"070-174 06 {number}")
        headers = {key: value for key, value in answer.headers.items() if key != "date"}
        answers.add(str((answer.status_code, answer.text.replace(f"06 {number}", ""), headers)))
    assert len(answers) == 1
    assert letters() == 1


@pytest.mark.parametrize("typed", ["08-123 45 67", "+45 20 12 34 56", "0900-123 45 67", "12"])
def test_a_number_that_no_text_message_reaches_is_told_so(site, typed):
    _, answer = _asked(site, typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert letters() == 0


def _unconfirmed() -> str:
    """Nils has handed in a proposal and never pressed Confirm."""
    with transaction() as session:
        nils = people.Someone(0, 0, "Nils", "nils@example.org")
        draft = people.a_draft(Kind.PROPOSAL, by=nils, title="Nils bro")
        return people.handed_in(session, draft).reference


def test_whoever_never_confirmed_gets_back_in_and_confirms_there(site):
    reference = _unconfirmed()
    browser, answer = _asked(site, "nils@example.org")
    assert answer.status_code == 200
    browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    page = browser.get("/me").text
    assert page.index("Waiting for you") < page.index("Nils bro")
    case = browser.get(f"/submissions/{reference}").text
    assert f'action="/submissions/{reference}/confirmation"' in case
    with transaction() as session:
        assert take(session, reference).publication is Publication.UNCONFIRMED
    assert browser.post(f"/submissions/{reference}/confirmation").status_code == 303
    assert browser.post(f"/submissions/{reference}/confirmation").status_code == 303
    with transaction() as session:
        case = take(session, reference)
        assert (case.publication, case.confirmed_at is None) == (Publication.QUEUED, False)
    assert "/confirmation" not in browser.get(f"/submissions/{reference}").text


def test_nobody_else_confirms_a_case(site, rosa):
    reference = _unconfirmed()
    with transaction() as session:
        key = tracking_key(take(session, reference))
        olga = people.olga(session)
    holder = site.browser()
    holder.cookies.set("key", key, domain="127.0.0.1", path=f"/submissions/{reference}")
    assert "/confirmation" not in holder.get(f"/submissions/{reference}").text
    for browser in (holder, site.browser(), *(site.browser().sign_in(p) for p in (rosa, olga))):
        assert browser.post(f"/submissions/{reference}/confirmation").status_code == 404
    with transaction() as session:
        assert take(session, reference).confirmed_at is None


def test_the_old_letter_of_a_case_leads_to_where_one_gets_back_in(site):
    _unconfirmed()
    calendar.freeze(now() + 31 * DAY)
    answer = site.browser().get(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert answer.status_code == 410
    assert 'class="button" href="/sign-in"' in answer.text


def test_a_likely_slip_in_the_address_is_asked_about(site):
    _, answer = _asked(site, "rosa@gmial.com")
    assert "Did you mean <b>rosa@gmail.com</b>?" in answer.text


def test_a_used_link_goes_on_for_whom_it_signed_in_and_for_nobody_else(site, rosa):
    browser, _ = _asked(site, rosa.address)
    address = f"/sign-in/{link(Purpose.SIGN_IN)}"
    browser.post(address)
    for answer in (browser.get(address), browser.post(address)):
        assert (answer.status_code, answer.headers.get("location")) == (303, "/me")
    with transaction() as session:
        sam = people.sam(session)
    for other in (site.browser(), site.browser().sign_in(sam)):
        assert other.get(address).status_code == 410
        assert other.post(address).status_code == 410


def test_the_session_is_a_new_one_and_the_former_ends(site, rosa):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    before = browser.cookies["session"]
    browser.post("/sign-in", {"address": rosa.address})
    answer = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert browser.cookies["session"] != before
    assert "Everything written from r***@example.org." in browser.get("/me").text
    stale = site.browser()
    stale.cookies.set("session", before, domain="127.0.0.1")
    assert stale.get("/me").status_code == 303


def test_a_cookie_of_somebodys_making_is_not_taken_over(site, rosa):
    browser, _ = _asked(site, rosa.address)
    browser.cookies.set("session", "chosen-by-the-attacker", domain="127.0.0.1")
    browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    attacker = site.browser()
    attacker.cookies.set("session", "chosen-by-the-attacker", domain="127.0.0.1")
    assert attacker.get("/me").status_code == 303


def test_over_https_the_cookie_is_bound_to_the_host(site, rosa):
    _asked(site, rosa.address)
    secret = link(Purpose.SIGN_IN)
    chosen = town_settings.settings()
    town_settings.use(chosen.model_copy(update={"base_url": "https://127.0.0.1:8000"}))
    answer = site.browser().post(f"/sign-in/{secret}", headers={"Origin": "https://127.0.0.1:8000"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie


def test_signing_out_ends_the_session_on_the_server(site, rosa):
    browser = site.browser().sign_in(rosa)
    copied = browser.cookies["session"]
    assert browser.post("/sign-out").headers["location"] == "/"
    assert "session" not in browser.cookies
    other = site.browser()
    other.cookies.set("session", copied, domain="127.0.0.1")
    assert other.get("/me").status_code == 303
    assert count(sessions) == 0
    assert site.browser().post("/sign-out").status_code == 303


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/submissions/2026-00001", "/submissions/2026-00001"),
        ("/casework?mine=yes", "/casework?mine=yes"),
        ("//evil.example", "/me"),
        ("///evil.example", "/me"),
        ("/\\evil.example", "/me"),
        ("\\\\evil.example", "/me"),
        ("/\t/evil.example", "/me"),
        ("https://evil.example", "/me"),
        ("https:evil.example", "/me"),
        ("javascript:alert(1)", "/me"),
        ("evil.example", "/me"),
        ("/\r\nSet-Cookie: a=b", "/me"),
        ("", "/me"),
        ("/" + "a" * 400, "/me"),
    ],
)
def test_after_signing_in_one_goes_on_to_a_page_of_ours(site, rosa, wanted, reached):
    browser = site.browser()
    page = browser.get("/sign-in", params={"next": wanted}).text
    kept = re.search(r'name="next" value="([^"]*)"', page[page.index("<main") :])
    browser.post("/sign-in", {"address": rosa.address, "next": kept[1] if kept else wanted[:300]})
    answer = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert answer.headers["location"] == reached


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "rosa",
        "rosa@",
        "@example.org",
        '"rosa@example.org"@evil',
        "rosa@evil)@example.org",
        "=?utf-8?q?rosa?=@example.org",
        "rosa@example.org\x00@evil.example",
        "rosa@example.org,sam@example.org",
        "rosa@example.org\nBcc: sam@example.org",
        "r" * 330 + "@example.org",
        "rosa@exa mple.org",
    ],
)
def test_what_is_no_address_is_refused_with_the_words_kept(site, rosa, typed):
    _, answer = _asked(site, typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert letters() == 0


def test_there_are_no_demo_people_outside_a_demonstration(site, rosa):
    browser = site.browser()
    assert "Rosa" not in browser.get("/sign-in").text
    assert browser.post("/sign-in/demo", {"person": str(rosa.id)}).status_code == 404
    assert count(sessions) == 0


def test_in_a_demonstration_a_visitor_may_be_anyone_of_its_people(site, rosa):
    with transaction() as session:
        people.olga(session)
        outside = people.reach(session, Channel.EMAIL, "visitor@gmail.com")
        visitor = people.confirm(session, outside.id, name="Visitor")
    chosen = town_settings.settings()
    town_settings.use(chosen.model_copy(update={"demo": True}))
    browser = site.browser()
    page = browser.get("/sign-in").text
    assert "Olga, official" in page
    assert "Rosa</button>" in page
    assert "Visitor" not in page
    assert browser.post("/sign-in/demo", {"person": str(visitor)}).status_code == 404
    assert browser.post("/sign-in/demo", {"person": "x"}).status_code == 404
    assert browser.post("/sign-in/demo", {"person": str(rosa.id)}).headers["location"] == "/me"
    assert browser.get("/me").status_code == 200


def test_somebody_suspended_meanwhile_is_not_signed_in(site, rosa):
    browser, _ = _asked(site, rosa.address)
    with transaction() as session:
        session.get_one(Person, rosa.id).suspended = True
    answer = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert answer.status_code == 409
    assert count(sessions) == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_chosen_language_is_kept(site, language):
    browser = site.browser(language="de")
    answer = browser.post("/language", {"language": language, "next": "/sign-in?next=/me"})
    assert answer.headers["location"] == "/sign-in?next=/me"
    assert f'<html lang="{language}">' in browser.get("/sign-in").text


def test_a_language_we_do_not_speak_changes_nothing(site):
    browser = site.browser()
    answer = browser.post("/language", {"language": "de\r\nSet-Cookie: a=b", "next": "//evil"})
    assert (answer.headers["location"], "set-cookie" in answer.headers) == ("/", False)
