"""Who reads a change when: whoever made it at once, everybody else within a second."""

import time

import pytest

from models import publishing
from models.actor import SYSTEM
from models.asking import About, send
from models.database import transaction
from models.form_key import fresh
from models.person import Channel, reach
from models.states import Kind, Publication
from models.submission import take
from models.subscription import Extent, Topic, ask, link
from models.token import Purpose
from tests import people
from tests.web.visiting import link as button
from web import cache
from web.routes import ROUTES


@pytest.fixture
def case(town) -> str:
    with transaction() as session:
        return people.published(session, Kind.PROPOSAL).reference


def _cookie(answer) -> str:
    return next((one for one in answer.headers.get_list("set-cookie") if "fresh" in one), "")


def _a_button(case: str) -> str:
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "nils@example.org")
        about = About(submission_id=take(session, case).id)
        send(session, Purpose.SUPPORT, place.id, about=about, language="en")
    return f"/confirm/{button(Purpose.SUPPORT)}"


def test_a_change_that_is_answered_with_a_page_is_read_at_once(site, case):
    browser = site.browser()
    pressed = browser.post(_a_button(case))
    assert pressed.status_code == 200
    assert _cookie(pressed) == "fresh=1; HttpOnly; Max-Age=5; Path=/; SameSite=lax"
    form = {"text": "Bra tanke.", "name": "", "channel": "email", "form_key": fresh()}
    written = browser.post(f"/submissions/{case}/comments", form | {"email": "eva@example.org"})
    assert (written.status_code, bool(_cookie(written))) == (200, True)


def test_a_change_that_leads_on_is_read_at_once(site, case):
    with transaction() as session:
        rosa = people.rosa(session)
    supported = site.browser().sign_in(rosa).post(f"/submissions/{case}/votes")
    assert (supported.status_code, bool(_cookie(supported))) == (303, True)
    form = {"reason": "abusive", "text": "Det är elakt.", "good_faith": "yes", "form_key": fresh()}
    told = site.browser().post(f"/submissions/{case}/reports", form)
    assert (told.status_code, bool(_cookie(told))) == (303, True)


def test_what_was_refused_changed_nothing(site, case):
    refused = site.browser().post(f"/submissions/{case}/reports", {"reason": ""})
    assert (refused.status_code, _cookie(refused)) == (422, "")


def test_a_mail_program_is_sent_no_cookie(site, case):
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "nils@example.org")
        wish = ask(session, place.id, Topic.DECISIONS, extent=Extent.ANSWERS, language="en")
    assert "set-cookie" not in site.server.post(f"/u/{link(wish)}").headers


def test_a_hidden_case_is_on_no_list_a_second_later(site, case, monkeypatch):
    """Nor in any feed or map of the site: lists have no version, they just do not live longer."""
    lists = [entry.path for entry in ROUTES if entry.cached and "{" not in entry.path]
    # By law that one tells that something came, and nothing more (OSL 5:2; test_records).
    lists = [path for path in lists if not path.startswith("/records")]
    stranger = site.browser()
    named = [path for path in lists if case in stranger.get(path).text]
    assert {"/", "/submissions", "/sitemap.xml", "/feeds/submissions.atom"} <= set(named)
    with transaction() as session:
        rules = people.municipality(session).proposals
        publishing.show(session, take(session, case), Publication.HIDDEN, by=SYSTEM, rules=rules)
    running = time.monotonic
    monkeypatch.setattr(cache.time, "monotonic", lambda: running() + 1.0)
    assert [path for path in named if case in stranger.get(path).text] == []
