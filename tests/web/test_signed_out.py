"""Signed out while she wrote: the text is there, she signs in beside it, and one copy is sent."""

import re
from html import unescape

import pytest
from sqlalchemy import select, update

from models import calendar
from models import session as sessions
from models.answer import Answer
from models.comment import comments
from models.database import table_of, transaction
from models.person import Person
from models.session import IDLE, STRONG_IDLE, BrowserSession
from models.states import Kind, Publication
from tests import people
from tests.signed_in import signed_in
from tests.web.visiting import count

pytestmark = pytest.mark.once

WORDS = "Lampan är lagad nu.\n\nTack för att du hörde av dig."
_answers, _sessions = table_of(Answer), table_of(BrowserSession)


@pytest.fixture
def olga(site):
    with transaction() as session:
        return people.olga(session)


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


@pytest.fixture
def fault(site):
    with transaction() as session:
        return people.published(session, Kind.FAULT_REPORT).reference


@pytest.fixture
def proposal(site):
    with transaction() as session:
        return people.published(session, Kind.PROPOSAL).reference


def _form(page) -> dict[str, str]:
    """What the page's form would send, as it stands."""
    form = page.text[page.text.index("novalidate>") :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    fields += re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in fields}


def _ended(how: str, person_id: int) -> None:
    with transaction() as session:
        if how == "elsewhere":
            sessions.end_all(session, person_id)
        elif how == "suspended":
            session.execute(
                update(Person.__table__)
                .where(Person.__table__.c.id == person_id)
                .values(suspended=True)
            )
        else:
            ago = calendar.now() - {"idle": IDLE, "weak": STRONG_IDLE}[how] - 1
            session.execute(update(_sessions).values(last_seen_at=ago))


def _answering(browser, reference) -> dict[str, str]:
    page = browser.get(f"/casework/{reference}").text
    known = dict(re.findall(r'name="(seq|version)" value="(\d+)"', page))
    return known | {"text": WORDS, "outcome": "answered"}


@pytest.mark.parametrize("how", ["elsewhere", "idle", "weak"])
def test_an_officials_answer_waits_until_she_is_there_again_and_goes_once(site, olga, fault, how):
    browser = site.browser().sign_in(olga)
    typed = _answering(browser, fault)
    _ended(how, olga.id)
    page = browser.post(f"/submissions/{fault}/answers", typed)
    assert page.status_code == 403
    assert "Your text is still here." in page.text
    assert f'action="/submissions/{fault}/answers"' in page.text
    assert 'target="_blank"' in page.text
    assert ("/sign-in/factor" if how == "weak" else 'href="/sign-in"') in page.text
    assert "as_a_stranger" not in page.text
    assert _form(page) == typed
    # Pressed before she has signed in, nothing is lost either.
    once_more = browser.post(f"/submissions/{fault}/answers", _form(page))
    assert _form(once_more) == typed
    assert count(_answers) == 0
    browser.sign_in(olga)
    assert browser.post(f"/submissions/{fault}/answers", _form(once_more)).status_code == 303
    assert count(_answers) == 1
    browser.post(f"/submissions/{fault}/answers", _form(once_more))
    assert count(_answers) == 1


def test_a_residents_comment_waits_too_or_goes_without_being_signed_in(site, rosa, proposal):
    browser = site.browser().sign_in(rosa)
    new = browser.get(f"/submissions/{proposal}/comments/new").text
    typed = {
        "text": WORDS,
        "name": "Rosa",
        "reply_to": "",
        "form_key": re.search(r'name="form_key" value="(\w{32})"', new)[1],
    }
    _ended("elsewhere", rosa.id)
    page = browser.post(f"/submissions/{proposal}/comments", typed)
    assert page.status_code == 403
    assert "You have been signed out" in page.text
    assert _form(page) == typed
    assert count(comments) == 0
    strange = browser.post(f"/submissions/{proposal}/comments", typed | {"as_a_stranger": "yes"})
    assert strange.status_code == 422, "strangers are asked for an address"
    assert WORDS.partition("\n")[0] in strange.text
    browser.sign_in(rosa)
    for _ in range(2):
        assert browser.post(f"/submissions/{proposal}/comments", typed).status_code == 200
    with transaction(write=False) as session:
        (row,) = session.execute(select(comments.c.contact_id, comments.c.publication)).all()
    assert row == (rosa.contact_id, Publication.QUEUED)


def test_who_was_strong_does_not_comment_as_a_resident_unawares(site, olga, proposal):
    browser = site.browser().sign_in(olga)
    new = browser.get(f"/submissions/{proposal}/comments/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', new)[1]
    _ended("weak", olga.id)
    page = browser.post(f"/submissions/{proposal}/comments", {"text": WORDS, "form_key": key})
    assert page.status_code == 403
    assert "Show that it is you" in page.text
    assert 'name="as_a_stranger"' in page.text
    assert count(comments) == 0


def test_strangers_learn_nothing(site, fault):
    with transaction() as session:
        private = people.a_submission(session, title="Hemligt").reference
    stranger, forger = site.browser(), site.browser()
    forger.cookies.set("session", "x" * 43, domain="127.0.0.1")
    told = set()
    for reference in (fault, private, "2026-99999"):
        path = f"/submissions/{reference}/answers"
        assert stranger.post(path, {"text": WORDS}).status_code == 404
        page = forger.post(path, {"text": WORDS})
        told.add((page.status_code, page.text.replace(reference, "-")))
    assert len(told) == 1
    assert {status for status, _ in told} == {403}


def test_what_needs_nobody_goes_on_as_before(site, rosa, proposal):
    browser = site.browser()
    browser.cookies.set("session", "x" * 43, domain="127.0.0.1")
    fields = {"channel": "email", "email": "nils@example.org"}
    assert browser.post(f"/submissions/{proposal}/votes", fields).status_code == 200
    assert browser.post("/sign-in", {"address": rosa.address}).status_code == 200
    assert browser.post("/confirm/1.forged").status_code == 404
    assert browser.post("/sign-out").status_code == 303


def test_suspension_takes_effect_on_the_next_request_and_leaves_her_the_words(site, olga, fault):
    browser = site.browser().sign_in(olga)
    typed = _answering(browser, fault)
    _ended("suspended", olga.id)
    assert browser.get("/casework").status_code == 404
    page = browser.post(f"/submissions/{fault}/answers", typed)
    assert page.status_code == 403
    assert _form(page) == typed
    with transaction() as session:
        browser.cookies.set("session", signed_in(session, olga), domain="127.0.0.1")
    assert browser.post(f"/submissions/{fault}/answers", typed).status_code == 403
    assert count(_answers) == 0
