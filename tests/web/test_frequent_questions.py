"""Frequent questions over HTTP: read, found, enough for somebody, and kept by officials."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import answer
from models.calendar import today
from models.database import transaction
from models.frequent.views import views
from models.organisation import units
from models.question import Question
from models.states import Kind
from models.submission import submissions
from tests import people
from tests.web.test_same_thing import TYPED, fields, whole
from tests.web.visiting import count

pytestmark = pytest.mark.once

LIGHT = "broken-street-light"


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def form(**more):
    return {
        "question_sv": "När hämtas grovsopor?",
        "answer_sv": "Den första tisdagen i månaden.",
        "review_on": (today() + timedelta(days=30)).isoformat(),
        "to": "published",
        **more,
    }


def number(slug: str) -> int:
    with transaction(write=False) as session:
        return session.scalars(select(Question.id).where(Question.slug == slug)).one()


def test_one_search_finds_answers_and_who_is_responsible(site):
    page = site.browser(language="sv").get("/questions?q=gatlampa").text
    assert f'id="{LIGHT}"' in page
    assert 'href="/units/streets"' in page
    assert (
        "Vi har inget svar på det här."
        in site.browser(language="sv").get("/questions?q=elefant").text
    )


def test_an_answer_that_is_enough_is_counted_and_what_was_written_goes_along(site):
    browser = site.browser()
    sent = TYPED | {"title": "Gatlampan är trasig", "step": "3", "form_key": "k" * 32}
    check = browser.post("/submissions/new", sent)
    typed = fields(check.text)
    page = browser.post(f"/questions/{LIGHT}/solved", typed)
    assert (page.status_code, "We have sent nothing." in page.text) == (200, True)
    assert (count(views), count(submissions)) == (1, 0)
    back = browser.post("/submissions/new", fields(page.text) | {"go": "check"})
    assert whole(fields(back.text), typed)
    # Retired while it was suggested: the check page stands there as before, nothing is counted.
    with transaction() as session:
        session.get_one(Question, number_of(session)).retired_at = 1
    page = browser.post(f"/questions/{LIGHT}/solved", typed)
    assert whole(fields(page.text), typed)
    assert count(views) == 1
    assert browser.post(f"/questions/{LIGHT}/solved").status_code == 404


def number_of(session) -> int:
    return session.scalars(select(Question.id).where(Question.slug == LIGHT)).one()


def test_a_question_is_a_draft_then_everyones_and_then_nobodys(olga, site):
    stranger = site.browser()
    assert olga.post("/casework/questions", form(to="draft")).status_code == 303
    assert "grovsopor" in olga.get("/casework/questions").text
    assert "We have no answer to that here." in stranger.get("/questions?q=grovsopor").text
    here = f"/casework/questions/{number('nar-hamtas-grovsopor')}"
    assert olga.post(here, form(version="1")).status_code == 303
    assert "Den första tisdagen" in stranger.get("/questions?q=grovsopor").text
    stale = olga.post(here, form(version="1", answer_sv="Aldrig, tyvärr."))
    assert (stale.status_code, "Aldrig, tyvärr." in stale.text) == (409, True)
    assert "Olga" in stale.text
    wrong = olga.post(here, form(version="2", review_on="2020-01-01"))
    assert 'href="#review_on"' in wrong.text
    assert olga.post(f"{here}/retirement", {"version": "2"}).status_code == 303
    assert "Den första tisdagen" not in stranger.get("/questions?q=grovsopor").text


def test_from_an_answered_question_it_is_one_step(olga):
    with transaction() as session:
        case = people.a_submission(session, Kind.QUESTION, title="När hämtas soffan?", shown=False)
        by = people.olga(session).actor
        answer.answer(session, case, by=by, source="Hej Rosa! På tisdag hämtar vi.", html="")
        reference = case.reference
    link = f"/casework/questions/new?case={reference}"
    assert link in olga.get(f"/casework/{reference}").text
    page = olga.get(link).text
    assert "Hej …! På tisdag hämtar vi." in page
    assert "Rosa" not in re.sub(r"<header.*?</header>", "", page, flags=re.DOTALL)
    assert olga.get("/casework/questions/new?case=2026-99999").status_code == 404


def test_units_keep_what_is_theirs_and_residents_find_no_such_page(olga, site):
    with transaction() as session:
        rosa = people.rosa(session)
        parks = next(one.id for one in units(session) if one.slug == "parks")
        pia = people.official_of(session, "Pia", parks)
    here = f"/casework/questions/{number(LIGHT)}"
    for browser in (site.browser().sign_in(rosa), site.browser()):
        for path in ("/casework/questions", here):
            assert browser.get(path).status_code == 404
    unit = site.browser().sign_in(pia)
    assert unit.get("/casework/questions").status_code == 200
    assert unit.get(here).status_code == 404
    assert unit.post("/casework/questions", form(unit="")).status_code == 422
    assert unit.post("/casework/questions", form(unit=str(parks))).status_code == 303


def test_another_kind_of_case_has_the_same_number(olga):
    with transaction() as session:
        case = people.a_submission(session, Kind.QUESTION, shown=False)
    page = olga.get(f"/casework/{case.reference}").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    sent = {"kind": "fault_report", "version": version}
    assert olga.post(f"/submissions/{case.reference}/kind", sent).status_code == 303
    assert "Changed to another kind of case" in olga.get(f"/casework/{case.reference}").text
