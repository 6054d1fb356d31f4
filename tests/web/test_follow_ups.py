"""Did this help? Asked of the author at the end, answered by POST, told to nobody."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from models import calendar, following_up
from models.answer import answer
from models.calendar import DAY
from models.database import table_of, transaction
from models.event import Event
from models.following_up import REOPEN_DAYS
from models.satisfaction import Helped
from models.states import Kind, Status
from models.submission import stream_of, take, tracking_key
from notifications import contexts
from notifications.looking import look
from tests import people
from tests.notifications import post

pytestmark = pytest.mark.once

_events = table_of(Event)
AGAIN = "Lampan slocknade igen i natt."


@pytest.fixture
def reference(site) -> str:
    """A public question of Rosa's, answered."""
    calendar.freeze(calendar.now())
    with transaction() as session:
        case = people.published(session, Kind.QUESTION)
        olga = people.olga(session)
        answer(session, case, by=olga.actor, source="Klockan nio.", html="<p>Klockan nio.</p>")
        return case.reference


@pytest.fixture
def rosa(site, reference):
    with transaction() as session:
        someone = people.rosa(session)
    return site.browser().sign_in(someone)


def page(browser, reference: str) -> str:
    return unescape(browser.get(f"/submissions/{reference}").text)


def send(browser, reference: str, **fields: str):
    return browser.post(f"/submissions/{reference}/follow-ups", fields)


def events(reference: str) -> list[tuple[str, dict]]:
    with transaction(write=False) as session:
        rows = session.execute(
            select(_events.c.kind, _events.c.facts)
            .where(_events.c.stream == stream_of(reference))
            .order_by(_events.c.seq)
        )
        return [(row.kind.value, json.loads(row.facts)) for row in rows]


def status(reference: str) -> Status:
    with transaction() as session:
        return take(session, reference).status


def test_only_the_author_is_asked(site, rosa, reference):
    assert "Did this help?" in page(rosa, reference)
    with transaction() as session:
        sam, olga = people.sam(session), people.olga(session)
    for browser in (site.browser(), site.browser().sign_in(sam), site.browser().sign_in(olga)):
        assert "Did this help?" not in page(browser, reference)
        assert send(browser, reference, helped="yes").status_code == 404
        assert browser.get(f"/submissions/{reference}/follow-ups/new").status_code == 404
    assert events(reference)[-1][0] == "answered"


@pytest.mark.parametrize("said", ["yes", "partly"])
def test_she_says_whether_it_helped_once(site, rosa, reference, said):
    assert send(rosa, reference, helped=said).status_code == 303
    assert events(reference)[-1] == ("followed_up", {"helped": said})
    assert f"You have answered: {said}." in page(rosa, reference)
    assert send(rosa, reference, helped="yes").status_code in {303, 409}
    assert [kind for kind, _ in events(reference)].count("followed_up") == 1
    for browser in (site.browser(), rosa):
        history = unescape(browser.get(f"/submissions/{reference}/history").text)
        assert "whether it helped" not in history


def test_a_no_opens_the_case_again_with_a_reason_that_only_we_read(site, rosa, reference):
    form = unescape(rosa.get(f"/submissions/{reference}/follow-ups/new").text)
    assert "What is not solved?" in form
    missing = send(rosa, reference, helped="no", reason=" ")
    assert missing.status_code == 422
    assert missing.text.count("Say what is not solved") == 2
    assert status(reference) is Status.ANSWERED
    assert send(rosa, reference, helped="no", reason=AGAIN).status_code == 303
    assert status(reference) is Status.IN_PROGRESS
    with transaction() as session:
        someone = people.olga(session)
    olga = site.browser().sign_in(someone)
    for browser, reads in ((site.browser(), False), (rosa, True), (olga, True)):
        assert (AGAIN in page(browser, reference)) == reads
    assert AGAIN in unescape(olga.get(f"/casework/{reference}").text)
    stranger = site.browser()
    for path in ("/history", ".atom", ".json"):
        assert AGAIN not in stranger.get(f"/submissions/{reference}{path}").text
    assert AGAIN not in stranger.get(f"/ledger/submission-{reference}.json").text
    assert "Did this help?" not in page(rosa, reference)


def test_the_holder_of_the_key_is_asked_as_well(site):
    with transaction() as session:
        made = people.handed_in(session, people.a_draft(Kind.QUESTION, shown=False))
        case = take(session, made.reference)
        olga = people.olga(session)
        answer(session, case, by=olga.actor, source="Klockan nio.", html="<p>Klockan nio.</p>")
        reference, key = case.reference, tracking_key(case)
    browser = site.browser()
    browser.get(f"/submissions/{reference}?k={key}")
    assert "Did this help?" in page(browser, reference)
    assert send(browser, reference, helped="no", reason=AGAIN).status_code == 303
    assert status(reference) is Status.IN_PROGRESS


def test_after_thirty_days_nothing_is_asked_and_nothing_opened(site, rosa, reference):
    calendar.advance((REOPEN_DAYS + 1) * DAY // 1_000_000)
    with transaction() as session:
        someone = people.rosa(session)
    rosa = site.browser().sign_in(someone)
    assert "Did this help?" not in page(rosa, reference)
    led = rosa.get(f"/submissions/{reference}/follow-ups/new")
    assert led.headers["Location"] == f"/submissions/{reference}"
    send(rosa, reference, helped="no", reason=AGAIN)
    assert status(reference) is Status.ANSWERED


def test_two_more_questions_are_asked_once_and_told_to_nobody(site, rosa, reference):
    here = f"/submissions/{reference}/follow-ups/more"
    assert rosa.get(here).headers["Location"] == f"/submissions/{reference}"
    led = send(rosa, reference, helped="yes")
    assert led.headers["Location"] == here
    assert "How content are you" in rosa.get(here).text
    nothing = rosa.post(here, {"better": " "})
    assert (nothing.status_code, nothing.text.count("or write some words")) == (422, 2)
    wrong = rosa.post(here, {"mark": "6", "better": AGAIN})
    assert wrong.status_code == 422
    assert AGAIN in unescape(wrong.text), "no word is lost"
    assert rosa.post(here, {"mark": "4", "better": AGAIN}).status_code == 303
    assert events(reference)[-1] == ("followed_up", {"mark": 4, "worded": 1})
    assert "Tell us a little more" not in page(rosa, reference)
    rosa.post(here, {"mark": "5", "better": ""})
    assert events(reference)[-1] == ("followed_up", {"mark": 4, "worded": 1}), "once"
    with transaction() as session:
        olga = people.olga(session)
    official = site.browser().sign_in(olga)
    for path in (f"/casework/{reference}", f"/submissions/{reference}", "/casework/satisfaction"):
        assert AGAIN not in unescape(official.get(path).text)
    assert site.browser().post(here, {"mark": "1"}).status_code == 404


def test_the_letter_of_the_answer_asks_its_author_alone(site, reference):
    with transaction() as session:
        case = take(session, reference)
        post.follow(session, people.sam(session), case)
        olga = people.olga(session)
        answer(session, case, by=olga.actor, source="Tio nu.", html="<p>Tio nu.</p>")
    post.address()
    with transaction(write=False) as session:
        rows = [row.id for row in post.sent_rows(kind="answered")]
        dues = look(session, rows)
        told = {due.row.address: contexts.read(session, due)["tell_by"] for due in dues}
    assert told.pop("sam@example.org") is None
    assert list(told.values()) == [calendar.today() + timedelta(days=REOPEN_DAYS)]


def test_a_unit_reads_what_was_said_from_five_answers_on(site):
    with transaction() as session:
        rosa, olga = people.rosa(session), people.olga(session)
        for number in range(5):
            case = people.published(session, Kind.QUESTION)
            answer(session, case, by=olga.actor, source="Ja.", html="<p>Ja.</p>")
            following_up.tell(session, case, by=rosa.actor, helped=Helped.PARTLY)
            mark = 3 if number else None
            words = "" if number else AGAIN
            following_up.tell_more(session, case, by=rosa.actor, mark=mark, words=words)
    read = unescape(site.browser().sign_in(olga).get("/casework/satisfaction").text)
    assert AGAIN in read
    assert "Fewer than 5 answers." in read, "four marks are too few to tell"
    assert site.browser().sign_in(rosa).get("/casework/satisfaction").status_code == 404


def test_she_may_say_no_and_leave_it_or_want_no_question_at_all(rosa, reference):
    assert send(rosa, reference, helped="no", only="yes").status_code == 303
    assert events(reference)[-1] == ("followed_up", {"helped": "no"})
    assert status(reference) is Status.ANSWERED
    assert "You have answered: no." in page(rosa, reference)
    with transaction() as session:
        case = people.published(session, Kind.QUESTION)
        olga = people.olga(session)
        answer(session, case, by=olga.actor, source="Ja.", html="<p>Ja.</p>")
        other = case.reference
    assert rosa.post(f"/submissions/{other}/follow-ups/none").status_code == 303
    read = page(rosa, other)
    assert "Did this help?" not in read
    assert "You can open the case again until" in read


def test_reading_the_question_answers_nothing(rosa, reference):
    before = events(reference)
    page(rosa, reference)
    rosa.get(f"/submissions/{reference}/follow-ups/new?helped=yes")
    assert rosa.get(f"/submissions/{reference}/follow-ups").status_code == 405
    assert events(reference) == before


def test_an_answer_that_is_none_is_refused(rosa, reference):
    for said in ("", "maybe"):
        assert send(rosa, reference, helped=said).status_code == 422
    assert not re.search("followed_up", str(events(reference)))
