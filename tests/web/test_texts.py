"""Text messages to us: an official says which case each belongs to (NT-23)."""

import re
from ipaddress import ip_network

import pytest

from models import received, settings, sms_budget, sms_routes, supplement, token
from models.database import transaction
from models.person import Channel, reach
from models.states import Kind
from models.submission import take
from models.token import Purpose
from notifications import inbound
from notifications.links import silence_link
from tests import people
from tests.sinks import TwilioGateway
from tests.web.asking import Request, ask
from tests.web.visiting import open_site

pytestmark = pytest.mark.once

NUMBER = "+46701740607"
STRANGER = "+46701740699"


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def two(site):
    """Nils has two open cases, and writes by text message; so does a stranger."""
    with transaction() as session:
        nils = people.resident(session, "Nils", phone=NUMBER)
        cases = [people.a_submission(session, by=nils).reference for _ in range(2)]
        session.flush()
    for number, text in ((NUMBER, "Det är stolpe 17"), (STRANGER, "Köp <b>billigt</b>")):
        with transaction() as session:
            form = {"from": number, "message": text}
            inbound.text_received(session, inbound.read(inbound.inbox(), form))
    return cases


def waiting():
    with transaction(write=False) as session:
        return [row.id for row in received.waiting(session, 10)]


def test_an_official_sees_the_words_and_not_the_number(olga, two):
    page = olga.get("/casework/texts")
    assert page.status_code == 200
    assert "stolpe 17" in page.text
    assert "&lt;b&gt;billigt" in page.text
    assert "070-*** ** 07" in page.text
    assert "174" not in re.sub(r"<nav.*?</nav>", "", page.text, flags=re.DOTALL)
    for reference in two:
        assert f'value="{reference}"' in page.text


@pytest.mark.parametrize("who", ["stranger", "resident", "moderator"])
def test_nobody_else_does(site, two, who):
    browser = site.browser()
    if who != "stranger":
        with transaction() as session:
            someone = people.rosa(session) if who == "resident" else people.marek(session)
        browser.sign_in(someone)
    (first, _) = waiting()
    assert browser.get("/casework/texts").status_code == 404
    for noun in ("case", "dismissal"):
        answer = browser.post(f"/casework/texts/{first}/{noun}", {"case": two[0]})
        assert answer.status_code == 404
    assert len(waiting()) == 2


def test_put_in_a_case_it_stands_in_its_conversation(olga, two):
    first, second = waiting()
    answer = olga.post(f"/casework/texts/{first}/case", {"case": two[0]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/casework/texts")
    assert waiting() == [second]
    with transaction() as session:
        case = take(session, two[0])
        assert [row.answer for row in supplement.of_case(session, case.id)] == ["Det är stolpe 17"]
    assert "stolpe 17" in olga.get(f"/casework/{two[0]}").text
    assert olga.post(f"/casework/texts/{first}/case", {"case": two[1]}).status_code == 404


def test_a_case_that_is_not_there_is_asked_for_again(olga, two):
    _, second = waiting()
    for given, said in (
        ("2026-99999", "There is no case with that number"),
        ("", "Say which case"),
    ):
        page = olga.post(f"/casework/texts/{second}/case", {"case": given})
        assert page.status_code == 422
        assert said in page.text
        assert f'href="#text-{second}-case"' in page.text
    assert len(waiting()) == 2


def test_what_needs_nothing_is_gone_from_the_list(olga, two):
    for number in waiting():
        olga.post(f"/casework/texts/{number}/dismissal")
    assert waiting() == []
    assert "No message waits" in olga.get("/casework/texts").text


def test_twilio_posts_what_it_signs_and_nobody_else_does(site, town):
    with TwilioGateway() as gateway:
        settings.use(settings.settings().model_copy(update={"sms_url": gateway.url}))
        url = f"{settings.settings().base_url}/sms/inbox/{inbound.inbox('twilio')}"
        with transaction() as session:
            place = reach(session, Channel.SMS, NUMBER)
        form = gateway.reply(NUMBER, "STOPP")
        signature = gateway.called(url, form).get_header("X-twilio-signature")
    browser, path = site.browser(), url.removeprefix(settings.settings().base_url)
    forged = browser.post(path, form, headers={"X-Twilio-Signature": signature[::-1]})
    assert forged.status_code == 403
    answer = browser.post(path, form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")
    with transaction(write=False) as session:
        assert inbound.standing(session, silence_link(place.id, NUMBER)).stopped


def test_the_day_of_text_messages_is_measured_and_said_when_it_is_nearly_spent(town):
    networks = (ip_network("192.0.2.0/24"),)
    change = {"sms_parts_per_day": 10, "metrics_networks": networks}
    settings.use(town.settings.model_copy(update=change))
    with transaction() as session:
        people.municipality(session)
        sms_routes.order(session, {"46elks": 3, "twilio": 1})
        assert sms_budget.reserve(session, 7, code=False)
        place = reach(session, Channel.SMS, NUMBER)
        for _ in range(2):
            made = token.issue(session, Purpose.SUPPORT, place.id)
        token.use(session, token.secret(made))
    with open_site() as site:
        assert "Text messages today" not in site.browser().get("/status").text
    with transaction() as session:
        assert sms_budget.reserve(session, 1, code=True)
    with open_site() as site:
        assert "8 of 10 parts" in site.browser().get("/status").text
        asked = Request("GET", "/metrics", client="192.0.2.7")
        lines = ask(site.app, site.server.portal, asked).body.decode().splitlines()
    for line in (
        'torget_sms_parts_today{what="news"} 7',
        'torget_sms_parts_today{what="codes"} 1',
        "torget_sms_parts_today_most 10",
        "torget_sms_parts_nearly_spent 1",
        'torget_sms_codes{state="sent"} 2',
        'torget_sms_codes{state="used"} 1',
        'torget_sms_weight{operator="twilio"} 25',
    ):
        assert line in lines


def test_nobody_but_the_two_sees_that_and_what_was_written(site, olga):
    with transaction() as session:
        nils = people.resident(session, "Nils", phone=NUMBER)
        reference = people.published(session, Kind.COMPLAINT, by=nils).reference
    with transaction() as session:
        form = {"from": NUMBER, "message": "Det är stolpe 17"}
        inbound.text_received(session, inbound.read(inbound.inbox(), form))
    for path in ("", "/history", ".atom", ".json"):
        page = site.browser().get(f"/submissions/{reference}{path}").text
        assert "stolpe 17" not in page
        assert "The sender wrote to us" not in page
        assert "replied" not in page
    assert "stolpe 17" in olga.get(f"/casework/{reference}").text
    hers = site.browser().sign_in(nils)
    assert "stolpe 17" in hers.get(f"/submissions/{reference}").text
