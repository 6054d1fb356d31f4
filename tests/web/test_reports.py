"""Telling us that a text breaks the rules, over HTTP."""

import re

import pytest
from sqlalchemy import select

from models import sanctions
from models.calendar import DAY, now
from models.database import transaction
from models.report import Report
from models.review import Reviewable
from models.sanctions import Conduct, Measure
from models.states import Publication
from models.submission import submissions, take
from models.verdict import Judgement
from moderation import verdicts
from tests import people
from tests.web.visiting import count

pytestmark = pytest.mark.once

WORDS = "Texten pekar ut min granne med namn."


@pytest.fixture
def case(town):
    with transaction() as session:
        return people.published(session).reference


def _form(browser, case, **fields):
    page = browser.get(f"/submissions/{case}/reports/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)[1]
    return {"form_key": key, "reason": "personal_data", "text": WORDS, "good_faith": "yes"} | fields


def _reports() -> list[Report]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Report)))


def test_anyone_may_tell_us_about_a_text(site, case):
    browser = site.browser()
    answer = browser.post(f"/submissions/{case}/reports", _form(browser, case, others="/a /b"))
    (made,) = _reports()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/reports/{made.code}")
    assert (made.reason, made.explanation, made.others) == ("personal_data", WORDS, "/a /b")
    with transaction(write=False) as session:
        item = session.scalars(select(Reviewable).order_by(Reviewable.id.desc())).first()
        assert (item.reports, item.decided_at) == (1, None)


def test_the_page_names_what_it_is_about(site, case):
    with transaction() as session:
        number = people.published_comment(session, take(session, case)).number
    page = site.browser().get(f"/submissions/{case}/reports/new?comment={number}").text
    assert f"http://127.0.0.1:8000/submissions/{case}#comment-{number}" in page
    assert "Tänk på cyklarna" in page


def test_a_comment_is_reported_by_its_number(site, case):
    with transaction() as session:
        number = people.published_comment(session, take(session, case)).number
    browser = site.browser()
    answer = browser.post(f"/submissions/{case}/reports", _form(browser, case, comment=str(number)))
    assert answer.status_code == 303
    with transaction(write=False) as session:
        item = session.scalars(select(Reviewable).order_by(Reviewable.id.desc())).first()
        assert item.comment_id is not None


def test_a_double_click_is_one_report(site, case):
    browser = site.browser()
    form = _form(browser, case)
    pages = {browser.post(f"/submissions/{case}/reports", form).headers["location"] for _ in "123"}
    (made,) = _reports()
    assert pages == {f"/reports/{made.code}"}


def test_the_receipt_has_a_page_of_its_own_without_an_account(site, case):
    browser = site.browser()
    form = _form(browser, case, email="granne@example.org", name="Gustav Granne")
    page = browser.post(f"/submissions/{case}/reports", form).headers["location"]
    answer = site.browser().get(page)
    (made,) = _reports()
    assert "Thank you, we will look at the text" in answer.text
    assert f"<dd>{made.id}</dd>" in answer.text
    assert "A person reads it and decides by" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    # Whoever only has the address learns neither who told us nor in which words.
    for hers in (WORDS, "granne@example.org", "Gustav"):
        assert hers not in answer.text
    assert site.browser().get("/reports/" + "0" * 20).status_code == 404


def test_about_abuse_of_children_no_name_is_kept(site, case):
    browser = site.browser()
    form = _form(browser, case, reason="child_abuse", name="Gustav Granne")
    page = browser.post(f"/submissions/{case}/reports", form).headers["location"]
    assert [row.name for row in _reports()] == [""]
    answer = browser.get(page).text
    assert "Until then the text is hidden." in answer
    assert "cykelväg" not in answer


def test_whoever_is_signed_in_and_reported_in_vain_is_told_until_when_and_why(site, case):
    with transaction() as session:
        sam = people.sam(session)
        given = sanctions.give(
            session,
            Measure.SUSPENDED,
            person_id=sam.id,
            contact_id=None,
            reason="unfounded",
            by_id=people.marek(session).id,
            until=now() + 7 * DAY,
            conduct=Conduct.REPORTING,
        )
    browser = site.browser().sign_in(sam)
    form = _form(browser, case)
    answer = browser.post(f"/submissions/{case}/reports", form)
    assert answer.status_code == 409
    assert f"/sanctions/{given.code}" in answer.text
    assert WORDS in answer.text
    assert _reports() == []
    assert (
        browser.post(f"/submissions/{case}/reports", form | {"reason": "threat"}).status_code == 303
    )


def test_a_threat_is_hidden_at_once_and_the_reporter_is_thanked(site, case):
    browser = site.browser()
    answer = browser.post(f"/submissions/{case}/reports", _form(browser, case, reason="threat"))
    assert answer.status_code == 303
    with transaction(write=False) as session:
        shown = session.execute(select(submissions.c.publication)).scalar_one()
    assert shown is Publication.HIDDEN
    assert site.browser().get(f"/submissions/{case}").status_code == 404


def test_everything_that_is_missing_is_said_at_once(site, case):
    browser = site.browser()
    form = _form(browser, case, reason="", text="", email="rosa@")
    del form["good_faith"]
    answer = browser.post(f"/submissions/{case}/reports", form)
    assert answer.status_code == 422
    for words in (
        "Choose what is wrong",
        "Tell us what is wrong with the text",
        "Enter an e-mail address like name@example.com",
        "Confirm that what you have told us is true",
    ):
        assert words in answer.text
    assert _reports() == []


def test_a_reason_that_nobody_chooses_among_is_refused(site, case):
    browser = site.browser()
    for reason in ("out_of_remit", "criticism", "PERSONAL_DATA"):
        answer = browser.post(f"/submissions/{case}/reports", _form(browser, case, reason=reason))
        assert answer.status_code == 422
        assert WORDS in answer.text
    assert _reports() == []


def test_what_is_not_public_cannot_be_reported(site, case):
    with transaction() as session:
        waiting = people.a_submission(session, title="Hemlig rubrik").reference
        comment = people.a_comment(session, take(session, case)).number
    browser = site.browser()
    form = _form(browser, case)
    assert browser.get(f"/submissions/{waiting}/reports/new").status_code == 404
    assert browser.post(f"/submissions/{waiting}/reports", form).status_code == 404
    assert browser.get(f"/submissions/{case}/reports/new?comment={comment}").status_code == 404
    answer = browser.post(f"/submissions/{case}/reports", form | {"comment": str(comment)})
    assert answer.status_code == 404


def test_one_network_reports_so_often_and_then_waits(site, case):
    browser = site.browser()
    statuses = [
        browser.post(f"/submissions/{case}/reports", _form(browser, case)).status_code
        for _ in range(21)
    ]
    assert statuses == [303] * 20 + [429]
    assert len(_reports()) == 20
    assert WORDS in browser.post(f"/submissions/{case}/reports", _form(browser, case)).text


def test_a_text_that_was_judged_stands_and_can_be_reported(site, case):
    browser = site.browser()
    browser.post(f"/submissions/{case}/reports", _form(browser, case))
    with transaction() as session:
        marek = people.marek(session)
        item = people.waiting_item(session, submission_id=take(session, case).id)
        verdicts.give(
            session,
            item.id,
            by=marek.actor,
            judgement=Judgement.KEEP,
            version=item.version,
            rules=people.municipality(session).proposals,
        )
    answer = browser.post(f"/submissions/{case}/reports", _form(browser, case))
    assert answer.status_code == 303
    assert count(Report.__table__) == 2
