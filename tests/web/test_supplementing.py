"""We ask the sender for more, and she adds it right on the case's page (ST-12)."""

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from models import history
from models.calendar import DAY, freeze, moment, now, zone
from models.database import transaction
from models.states import Kind, Outcome, Status
from models.submission import submissions, take
from models.subscription import Extent
from models.supplement import of_case, supplements
from models.verdict import Judgement
from notifications import addressing, contexts
from notifications.looking import look
from tests import people
from tests.moderation import room
from tests.notifications.post import follow, sent_rows
from tests.web.visiting import count
from web.commands import following

pytestmark = pytest.mark.once

QUESTION = "Vilken hållplats var det?"
ANSWER = "Den vid torget, klockan åtta."


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _asked(site, reference, question=QUESTION):
    with transaction() as session:
        olga = people.olga(session)
    official = site.browser().sign_in(olga)
    page = official.get(f"/casework/{reference}").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    form = {"to": "waiting_resident", "version": version, "question": question}
    return official, official.post(f"/submissions/{reference}/steps", form)


def _case(reference):
    with transaction(write=False) as session:
        return session.execute(
            select(submissions).where(submissions.c.reference == reference)
        ).one()


def _add(browser, reference, text=ANSWER):
    return browser.post(f"/submissions/{reference}/supplements", {"text": text})


@pytest.fixture(params=["private", "public"])
def reference(request, site):
    with transaction() as session:
        if request.param == "public":
            return people.published(session, Kind.COMPLAINT).reference
        return people.a_submission(session, shown=False).reference


def test_the_sender_answers_where_she_reads_the_question(site, rosa, reference):
    official, asked = _asked(site, reference)
    assert asked.status_code == 303
    author = site.browser().sign_in(rosa)
    page = author.get(f"/submissions/{reference}").text
    for words in ("What we need from you", QUESTION, "Your answer to us"):
        assert words in page
    assert page.index(QUESTION) < page.index("What has happened")
    assert _add(author, reference).headers["location"] == f"/submissions/{reference}#added"
    assert _case(reference).status is Status.IN_PROGRESS
    for reader in (
        author.get(f"/submissions/{reference}").text,
        official.get(f"/casework/{reference}").text,
    ):
        assert QUESTION in reader
        assert ANSWER in reader
    assert "Your answer to us" not in author.get(f"/submissions/{reference}").text
    with transaction(write=False) as session:
        assert history.verify(session, f"submission-{reference}") == []
        assert history.replay(session, f"submission-{reference}").status == "in_progress"


def test_nobody_else_reads_either(site, rosa, reference):
    _asked(site, reference)
    _add(site.browser().sign_in(rosa), reference)
    with transaction() as session:
        others = [people.sam(session), people.marek(session)]
    browsers = [site.browser(), *(site.browser().sign_in(one) for one in others)]
    for browser in browsers:
        for path in (
            f"/submissions/{reference}",
            f"/submissions/{reference}.atom",
            f"/submissions/{reference}.json",
            "/submissions",
            "/feeds/submissions.atom",
        ):
            page = browser.get(path).text
            assert QUESTION not in page
            assert ANSWER not in page


def test_only_the_sender_adds(site, rosa, reference):
    _asked(site, reference)
    with transaction() as session:
        olga, sam = people.olga(session), people.sam(session)
    for browser in (site.browser(), *(site.browser().sign_in(one) for one in (olga, sam))):
        assert _add(browser, reference).status_code == 404
    assert _case(reference).status is Status.WAITING_RESIDENT


def test_the_keys_holder_adds_without_an_account(site):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft(shown=False))
    _asked(site, receipt.reference)
    browser = site.browser()
    browser.get(f"/submissions/{receipt.reference}?k={receipt.key}")
    assert QUESTION in browser.get(f"/submissions/{receipt.reference}").text
    assert _add(browser, receipt.reference).status_code == 303
    assert _case(receipt.reference).status is Status.IN_PROGRESS


def test_a_double_click_adds_once(site, rosa, reference):
    _asked(site, reference)
    author = site.browser().sign_in(rosa)
    assert [_add(author, reference).status_code for _ in range(3)] == [303] * 3
    with transaction(write=False) as session:
        events = history.timeline(session, f"submission-{reference}", public_only=False)
    assert sum("added" in event.facts for event in events) == 1


def test_an_empty_answer_is_asked_for_again(site, rosa, reference):
    _asked(site, reference)
    answer = _add(site.browser().sign_in(rosa), reference, text=" ")
    assert answer.status_code == 422
    assert "Write what we asked for" in answer.text
    assert QUESTION in answer.text


def test_where_nothing_is_asked_any_more_no_word_is_lost(site, rosa, reference):
    answer = _add(site.browser().sign_in(rosa), reference, text="Det här ville jag säga.")
    assert answer.status_code == 409
    assert "We have what we need for now" in answer.text
    assert "Det här ville jag säga." in answer.text


def test_waiting_for_the_sender_takes_a_question(site, reference):
    _, answer = _asked(site, reference, question="")
    assert answer.status_code == 422
    assert "Write what you need to know" in answer.text
    assert _case(reference).status is Status.RECEIVED
    assert count(supplements) == 0


def test_asking_twice_keeps_both(site, rosa, reference):
    author = site.browser().sign_in(rosa)
    for number in (1, 2):
        _asked(site, reference, question=f"Fråga {number}?")
        _add(author, reference, text=f"Svar {number}.")
    with transaction(write=False) as session:
        found = of_case(session, _case(reference).id)
    assert [row.answer for row in found] == ["Svar 2.", "Svar 1."]
    page = author.get(f"/submissions/{reference}").text
    assert page.index("Fråga 2?") < page.index("Fråga 1?")


def test_a_case_that_waits_since_before_questions_were_written_goes_on_too(site, rosa):
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        case.move_to(Status.WAITING_RESIDENT)
        session.add(case)
        reference = case.reference
    author = site.browser().sign_in(rosa)
    assert "What we need from you" in author.get(f"/submissions/{reference}").text
    assert _add(author, reference).status_code == 303
    assert ANSWER in author.get(f"/submissions/{reference}").text


def _told():
    addressing.address("test")
    return [(row.kind, row.address) for row in sent_rows()]


def test_the_letter_asks_the_sender_alone_and_her_answer_is_no_news_to_her(site, rosa):
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        reference = case.reference
        key = people.handed_in(session, people.a_draft()).key
        follow(session, people.sam(session), case, extent=Extent.EVERYTHING)
    assert key
    before = _told()
    _asked(site, reference)
    assert _told()[len(before) :] == [("status_moved", "rosa@example.org")]
    before = _told()
    with transaction() as session:
        from models.submission import tracking_key

        key = tracking_key(take(session, reference))
    holder = site.browser()
    holder.get(f"/submissions/{reference}?k={key}")
    _add(holder, reference)
    assert _told()[len(before) :] == [("status_moved", "sam@example.org")]


def test_a_text_sent_back_and_a_question_have_fields_of_their_own(site, rosa):
    with transaction() as session:
        reference = people.a_submission(session).reference
        item = room.item_of(session, take(session, reference))
        room.judge(session, item, Judgement.RETURN, message="Ta bort namnet.")
    _asked(site, reference)
    author = site.browser().sign_in(rosa)
    page = author.get(f"/submissions/{reference}").text
    for words in ("Ta bort namnet.", QUESTION, 'id="text"', 'id="added-text"'):
        assert page.count(words) == 1
    refused = _add(author, reference, text="").text
    assert 'href="#added-text"' in refused


def test_the_last_day_stands_by_the_question_and_in_each_reminder(site, rosa):
    freeze(moment(datetime(2026, 10, 20, 9, tzinfo=zone())))
    with transaction() as session:
        reference = people.a_submission(session, shown=False).reference
    _asked(site, reference)
    author = site.browser().sign_in(rosa)
    last = "Thursday 19 November"
    assert f"Answer us by {last}." in author.get(f"/submissions/{reference}").text
    for number, day in enumerate((date(2026, 10, 30), date(2026, 11, 9)), 1):
        freeze(moment(datetime(day.year, day.month, day.day, 8, tzinfo=zone())))
        assert following.each_minute()
        addressing.address("test")
        rows = sent_rows(kind="reminded")
        assert [row.address for row in rows] == [rosa.address] * number, "once each"
        with transaction(write=False) as session:
            told = contexts.read(session, look(session, [rows[-1].id])[0])
        assert (told["again"], told["day"]) == (number == 2, date(2026, 11, 19))
    freeze(moment(datetime(2026, 11, 20, 8, tzinfo=zone())))
    assert following.each_minute()
    assert _case(reference).outcome is Outcome.NO_REPLY
    addressing.address("test")
    assert [row.address for row in sent_rows(kind="closed")] == [rosa.address]


def test_whoever_cannot_be_reminded_stands_on_the_desk_with_one_step_to_close(site):
    with transaction() as session:
        draft = people.a_draft(Kind.QUESTION, shown=False)
        reference = people.handed_in(session, draft).reference
    assert _asked(site, reference)[1].status_code == 303
    asked = now()
    for days, listed in ((30, False), (31, True)):
        freeze(asked + days * DAY)
        with transaction() as session:
            olga = people.olga(session)
        official = site.browser().sign_in(olga)
        desk = official.get("/casework?whose=all").text
        assert (f'href="/casework/{reference}#silent"' in desk) == listed
    assert "Has waited 31 days" in desk
    page = official.get(f"/casework/{reference}").text
    form = re.search(r'<form[^>]+closing"[^>]*>.*?value="no_reply".*?</form>', page, re.DOTALL)[0]
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    reason = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", form, re.DOTALL)[1]
    typed = {"version": version, "outcome": "no_reply", "reason": reason}
    assert official.post(f"/submissions/{reference}/closing", typed).status_code == 303
    assert _case(reference).outcome is Outcome.NO_REPLY
    assert f"{reference}#silent" not in official.get("/casework?whose=all").text
