"""An appeal has a way of its own: it is led there, taken in, dated, and never shown (spec L24)."""

import re
from html import unescape

import pytest

from models.calendar import MINUTE, at, now
from models.database import transaction
from models.states import Kind, Publication
from models.submission import submissions, take
from models.text import Text
from tests import people
from tests.web.test_handing_in import TYPED, _key, _step
from tests.web.visiting import count

pytestmark = pytest.mark.once

APPEAL = {
    "decision": "Nej till färdtjänst, 2026-11-02",
    "received": "12 november",
    "text": "Jag kan inte gå till bussen. Ändra till ja.",
    "name": "Rosa Berg",
    "answer_by": "letter",
    "letter": "Storgatan 1\n123 00 Exempelby",
    "telephone": "08-465 004 21",
}


def _form(browser) -> dict[str, str]:
    page = browser.get("/appeals/new").text
    return {"form_key": re.search(r'name="form_key" value="(\w+)"', page)[1]}


def _sent(browser, **changes: str) -> str:
    answer = browser.post("/appeals", APPEAL | _form(browser) | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[2]


def test_a_complaint_about_a_decision_is_led_to_the_appeal_with_every_word(site):
    rosa = site.browser(language="sv")
    first = rosa.get("/submissions/new?kind=complaint").text
    assert 'href="/appeals/new"' in first
    assert 'value="appeal"' in first
    assert 'value="appeal"' not in rosa.get("/submissions/new?kind=question").text
    page = _step(rosa, "1", **TYPED | {"subject": "appeal", "form_key": _key(rosa)})
    assert "Skicka överklagandet" in page.text
    assert TYPED["title"] in page.text
    assert TYPED["text"] in page.text
    assert 'action="/appeals"' in page.text


def test_an_appeal_keeps_the_moment_it_came(site):
    rosa = site.browser(language="sv")
    with at(now() - 3 * 24 * 60 * MINUTE):
        moment = now()
        reference = _sent(rosa)
    with transaction() as session:
        case = take(session, reference)
        assert abs(case.received_at - moment) < MINUTE
        assert (case.appeal, case.kind) == (True, Kind.COMPLAINT)
        assert case.publication is Publication.PRIVATE
        words = session.get_one(Text, case.text_id).source
    for said in (
        "Överklagande av beslutet: Nej till",
        "12 november",
        "08-465 004 21",
        "Ändra till",
    ):
        assert said in words
    receipt = unescape(rosa.get(f"/submissions/{reference}/receipt").text)
    assert "Vi har tagit emot ditt överklagande" in receipt
    assert "Sedan skickar vi det vidare till domstolen" in receipt


def test_an_appeal_stands_above_everything_on_the_officials_desk(site):
    with transaction() as session:
        people.a_submission(session, Kind.QUESTION, title="En vanlig fråga")
        olga = people.olga(session)
    reference = _sent(site.browser())
    office = site.browser(language="sv").sign_in(olga)
    desk = office.get("/casework").text
    assert desk.index("Överklaganden") < desk.index("Nej till färdtjänst") < desk.index("vanlig")
    page = office.get(f"/casework/{reference}").text
    assert "Ett överklagande. Det kom" in page
    assert "Servicecenter" in page
    assert "Storgatan 1\n123 00 Exempelby" in page


def test_nobody_else_ever_reads_an_appeal(site):
    reference = _sent(site.browser(), answer_by="email", email="rosa@example.org")
    for path in (f"/submissions/{reference}", f"/submissions/{reference}.json"):
        assert site.browser().get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "sv", "en"),
    [
        ({"decision": ""}, "Skriv vilket beslut det gäller", "Say which decision it is"),
        ({"text": ""}, "Skriv vad du vill ändra, och varför", "Say what you want changed, and why"),
        ({"name": ""}, "Skriv ditt namn", "Enter your name"),
        ({"answer_by": ""}, "Välj hur vi når dig", "Choose how we reach you"),
        ({"answer_by": "none"}, "Välj hur vi når dig", "Choose how we reach you"),
        ({"letter": ""}, "Skriv adressen dit brevet ska", "Enter the address for the letter"),
        ({"telephone": "1"}, "Skriv numret med riktnummer", "Enter the number with its area code"),
    ],
)
def test_what_an_appeal_lacks_is_told_beside_the_field(site, change, sv, en):
    for language, words in (("sv", sv), ("en", en)):
        rosa = site.browser(language=language)
        page = rosa.post("/appeals", APPEAL | _form(rosa) | change)
        assert page.status_code == 422
        assert unescape(page.text).count(words) == 2
        assert APPEAL["text"] in page.text or "text" in change
    assert count(submissions) == 0


def test_an_appeal_pressed_twice_is_one(site):
    rosa = site.browser()
    form = APPEAL | _form(rosa)
    assert {rosa.post("/appeals", form).headers["location"] for _ in range(2)}.__len__() == 1
    assert count(submissions) == 1


def test_her_own_page_says_that_it_is_an_appeal(site):
    rosa = site.browser(language="sv")
    page = rosa.get(f"/submissions/{_sent(rosa)}").text
    assert "<span>Överklagande</span>" in page
    assert "Klagomål" not in page


def test_decisions_lead_to_how_they_are_appealed(site):
    with transaction() as session:
        people.decided(session, people.referred(session))
    page = site.browser().get("/decisions").text
    assert 'href="/appeals/new"' in page
    decision = re.search(r'href="(/decisions/\d+)"', page)[1]
    assert 'href="/appeals/new"' in site.browser().get(decision).text
