"""The check page asks whether it is the same thing, and takes no for an answer."""

import re
from html import unescape

import pytest

from models.database import transaction
from models.states import Publication
from models.submission import submissions, take
from models.subscription import subscriptions
from tests import people
from tests.models.findable import show, shown, waiting
from tests.web.visiting import count
from web.pages.carrying import KEPT

pytestmark = pytest.mark.once

TYPED = {
    "kind": "fault_report",
    "title": "Hål i cykelvägen vid bron",
    "text": 'Hålet är djupt & "farligt".\n\nEn cyklist <ramlade> i går.',
    "subject": "roads",
    "place": "Ågatan 5",
    "answer_by": "email",
    "email": "rosa@example.org",
    "name": "Rosa Berg",
    "shown": "unnamed",
}


@pytest.fixture
def twin(site) -> str:
    """A public case that is the same thing."""
    with transaction() as session:
        people.municipality(session)
        waiting(session, "Hål i cykelvägen vid bron", place="Ågatan 5")
        return shown(session, "Cykelvägen har ett hål vid bron", place="Ågatan").reference


def check(browser):
    page = browser.get("/submissions/new?kind=fault_report")
    key = re.search(r'name="form_key" value="(\w+)"', page.text).group(1)
    form = TYPED | {"form_key": key, "step": "3", "go": "next"}
    return browser.post("/submissions/new", form)


def fields(html: str) -> dict[str, str]:
    """The hidden fields and the values of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {unescape(name): unescape(value) for name, value in found}


def test_the_check_page_shows_what_may_be_the_same_thing_and_still_sends(site, twin):
    browser = site.browser()
    page = check(browser)
    assert page.status_code == 200
    assert "Is it the same thing?" in page.text
    assert page.text.count("Get updates on that case") == 1, "only the public one"
    assert f'name="submission" value="{twin}" formaction="/subscriptions/new"' in page.text
    before = count(submissions)
    assert browser.post("/submissions", fields(page.text)).status_code == 303
    assert count(submissions) == before + 1


def test_frequent_questions_are_shown_there_too(site):
    with transaction() as session:
        people.municipality(session)
    browser = site.browser(language="sv")
    form = TYPED | {"title": "Gatlampan är trasig", "subject": "street-lights", "step": "3"}
    page = browser.post("/submissions/new", form | {"form_key": "k" * 32})
    assert "Svaret kanske redan finns här" in page.text
    assert 'formaction="/questions/broken-street-light/solved"' in page.text
    assert "Är det samma sak?" not in page.text


def test_following_the_other_case_loses_not_a_word(site, twin):
    browser = site.browser()
    sent = fields(check(browser).text)
    page = browser.post("/subscriptions/new", sent | {"submission": twin})
    assert page.status_code == 200
    assert 'value="rosa@example.org"' in page.text
    assert re.search(r'value="email" checked', page.text)
    back, _, wish = page.text[page.text.index("<main") :].partition("</form>")
    assert whole(fields(back), sent)
    # First with a mistake, then without.
    wish = fields(wish[: wish.index("</form>")]) | {"channel": "email", "email": "rosa@"}
    wrong = browser.post("/subscriptions", wish)
    assert wrong.status_code == 422
    assert whole(fields(wrong.text[wrong.text.index("<main") :].partition("</form>")[0]), sent)
    done = browser.post("/subscriptions", wish | {"email": "rosa@example.org"})
    assert done.status_code == 200
    assert "What you wrote has not been sent." in done.text
    assert count(subscriptions) == 1
    kept = fields(done.text[done.text.index("<main") :])
    assert whole(kept, sent)
    again = browser.post("/submissions/new", kept | {"go": "check"})
    assert "Check and send" in again.text
    assert whole(fields(again.text), sent)
    assert browser.post("/submissions", fields(again.text)).status_code == 303


def whole(there: dict[str, str], sent: dict[str, str]) -> bool:
    typed = {name: value for name, value in sent.items() if name not in {"step", "next", "go"}}
    missing = {name for name, value in typed.items() if there.get(name) != value}
    assert not missing, missing
    assert not any(name.startswith(KEPT) for name in there)
    return there["text"] == TYPED["text"]


def test_whoever_is_signed_in_follows_at_once_and_keeps_her_words_too(site, twin):
    with transaction() as session:
        rosa = people.rosa(session)
    browser = site.browser().sign_in(rosa)
    sent = fields(check(browser).text)
    page = browser.post("/subscriptions/new", sent | {"submission": twin})
    wish = fields(page.text[page.text.index('action="/subscriptions"') :])
    done = browser.post("/subscriptions", wish | {"channel": "email", "email": rosa.address})
    assert "You get updates on that case" in done.text
    assert "Press Confirm" not in done.text
    assert whole(fields(done.text[done.text.index("<main") :]), sent)


def test_a_case_that_was_hidden_meanwhile_leads_back_to_the_check_page(site, twin):
    browser = site.browser()
    sent = fields(check(browser).text)
    with transaction() as session:
        show(session, take(session, twin), Publication.HIDDEN)
    page = browser.post("/subscriptions/new", sent | {"submission": twin})
    assert page.status_code == 200
    assert "Check and send" in page.text
    assert "Is it the same thing?" not in page.text
    assert whole(fields(page.text), sent)


def test_a_case_that_is_over_has_no_updates_to_get(site, twin):
    with transaction() as session:
        show(session, take(session, twin), Publication.UNPUBLISHED)
        people.municipality(session)
    assert "Is it the same thing?" not in check(site.browser()).text
