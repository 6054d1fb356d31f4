"""Handing in, as a browser without script does it."""

import re
from html import unescape

import pytest

from models import calendar, creating
from models.calendar import HOUR, add_working_days, today
from models.creating import Made
from models.database import table_of, transaction
from models.event import Event
from models.keys import grouped
from models.states import Kind, Publication, Status
from models.submission import submissions, take, tracking_key
from models.text import Text
from models.token import Purpose, Token
from tests import people
from tests.parallel import at_once
from tests.web.visiting import BASE, count, link

pytestmark = pytest.mark.once

TYPED = {
    "kind": "complaint",
    "title": "Mörkt på gångvägen",
    "text": "Lampan vid bron har varit släckt i två veckor.",
    "subject": "street-lights",
    "place": "Sjövägen 3",
    "answer_by": "email",
    "email": "rosa@example.org",
    "name": "Rosa",
    "shown": "unnamed",
}


def _key(browser, kind: str = "complaint") -> str:
    page = browser.get(f"/submissions/new?kind={kind}")
    return re.search(r'name="form_key" value="(\w+)"', page.text).group(1)


def _step(browser, step: str, **fields):
    return browser.post("/submissions/new", {"step": step, "go": "next", **fields})


def _sent(browser, **changes) -> str:
    """Hand in, and the reference it got."""
    form = TYPED | {"form_key": _key(browser)} | changes
    answer = browser.post("/submissions", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[2]


def _heading(page) -> str:
    return unescape(
        re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)[1])
    )


def test_three_steps_and_a_check_page_lead_to_a_receipt(site):
    rosa = site.browser()
    typed = {"form_key": _key(rosa)}
    for step, names, heading in (
        ("1", ("kind", "title", "text", "subject"), "Where"),
        ("2", ("place",), "Your answer"),
        ("3", ("answer_by", "email", "name", "shown"), "Check and send"),
    ):
        typed |= {name: TYPED[name] for name in names}
        page = _step(rosa, step, **typed)
        assert (page.status_code, _heading(page)) == (200, heading)
    assert "becomes a public record" in page.text
    answer = rosa.post("/submissions", typed)
    receipt = rosa.get(answer.headers["location"])
    assert _heading(receipt) == "Thank you, we have received your case"
    assert "r***@example.org" in receipt.text
    assert count(submissions) == 1


def test_the_check_page_promises_the_day_of_the_answer(site):
    rosa = site.browser()
    page = _step(rosa, "3", **TYPED, form_key=_key(rosa))
    day = add_working_days(today(), 10)
    assert f"{day.day} " in page.text
    reference = _sent(rosa)
    with transaction() as session:
        assert take(session, reference).answer_by == day


@pytest.mark.parametrize(
    ("step", "change", "words"),
    [
        ("1", {"title": ""}, "Say in a few words what it is about"),
        ("1", {"text": ""}, "Tell us a little more so that we can help"),
        ("1", {"text": "x" * 5003}, "The text is 3 characters too long"),
        ("1", {"subject": ""}, "Choose a subject"),
        ("1", {"subject": "dragons"}, "Choose a subject"),
        ("1", {"kind": "poem"}, "Choose what you would like to do"),
        ("2", {"place": ""}, "Tell us where it is so that we can find it"),
        ("3", {"answer_by": ""}, "Choose how we shall answer you"),
        ("3", {"email": "rosa@"}, "Enter an e-mail address like name@example.com"),
        ("3", {"answer_by": "sms", "mobile": "08-123 45 00"}, "Text messages reach mobiles only"),
        ("3", {"answer_by": "sms", "mobile": "12"}, "Enter the number with its area code"),
        ("3", {"shown": ""}, "Choose whether we may show your text"),
        ("3", {"kind": "proposal", "shown": "no"}, "Choose whether we may show your name"),
        ("3", {"shown": "named", "name": ""}, "Enter your name"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(site, step, change, words):
    rosa = site.browser()
    typed = TYPED | {"form_key": _key(rosa)} | change
    page = _step(rosa, step, **typed)
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert unescape(page.text).count(words) >= 2, "in the summary and at the field"
    for name in ("title", "text", "place", "email", "name"):
        assert typed[name].replace("x" * 5003, "x" * 100) in unescape(page.text)
    assert count(submissions) == 0


def test_back_keeps_what_was_typed_even_when_it_is_wrong(site):
    rosa = site.browser()
    page = rosa.post("/submissions/new", TYPED | {"step": "3", "go": "back", "email": "rosa@"})
    assert (page.status_code, _heading(page)) == (200, "Where")
    assert 'value="rosa@"' in page.text


def test_a_subject_without_a_place_skips_the_step(site):
    rosa = site.browser()
    page = _step(rosa, "1", **TYPED | {"subject": "schools", "form_key": _key(rosa)})
    assert _heading(page) == "Your answer"
    assert "Step 2 of 2" in page.text


def test_sending_with_a_step_missing_leads_back_to_it(site):
    rosa = site.browser()
    page = rosa.post("/submissions", TYPED | {"form_key": _key(rosa), "title": "", "email": ""})
    assert page.status_code == 422
    assert _heading(page) == "Tell us"
    assert TYPED["text"] in page.text


def test_a_double_click_makes_one_submission_and_one_receipt(site):
    rosa = site.browser()
    form = TYPED | {"form_key": _key(rosa)}
    first, second = rosa.post("/submissions", form), rosa.post("/submissions", form)
    assert first.headers["location"] == second.headers["location"]
    assert count(submissions) == 1


def test_fifty_parallel_posts_of_one_form_make_one_submission(site):
    form = TYPED | {"form_key": _key(site.browser())}
    browsers = [site.browser() for _ in range(50)]
    answers = at_once([lambda b=b: b.post("/submissions", form) for b in browsers])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert (count(submissions), count(table_of(Event))) == (1, 2), "and the profile's own event"


def test_the_same_form_with_other_words_is_refused_and_the_words_are_kept(site):
    rosa = site.browser()
    form = TYPED | {"form_key": _key(rosa)}
    rosa.post("/submissions", form)
    page = rosa.post("/submissions", form | {"text": "Nu är två lampor släckta."})
    assert page.status_code == 409
    assert "Nu är två lampor släckta." in page.text
    assert "already been sent, with other words" in page.text
    assert count(submissions) == 1


def test_a_lost_session_loses_no_words(site):
    rosa = site.browser()
    key = _key(rosa)
    rosa.cookies.clear()
    rosa.cookies.set("session", "ended-long-ago", domain="127.0.0.1")
    assert rosa.post("/submissions", TYPED | {"form_key": key}).status_code == 303


def test_only_the_sender_sees_a_case_that_is_not_shown(site):
    rosa = site.browser()
    reference = _sent(rosa, shown="no")
    mine = rosa.get(f"/submissions/{reference}")
    assert mine.status_code == 200
    assert "Only you and we see this page" in mine.text
    assert mine.headers["cache-control"] == "private, no-store"
    for path in ("", "/receipt"):
        assert site.browser().get(f"/submissions/{reference}{path}").status_code == 404


def test_a_printed_key_opens_the_case_and_leaves_the_address(site):
    reference = _sent(site.browser(), answer_by="none")
    with transaction() as session:
        key = tracking_key(take(session, reference))
    sam = site.browser()
    moved = sam.get(f"/submissions/{reference}?k={key.upper()[:5]}%20{key[5:]}")
    assert (moved.status_code, moved.headers["location"]) == (303, f"/submissions/{reference}")
    assert "httponly" in moved.headers["set-cookie"].lower()
    assert sam.get(f"/submissions/{reference}").status_code == 200
    other = site.browser()
    other.get(f"/submissions/{reference}?k={'a' * 32}")
    assert other.get(f"/submissions/{reference}").status_code == 404


def test_whoever_wants_no_answer_gets_a_number_and_a_code(site):
    rosa = site.browser()
    reference = _sent(rosa, answer_by="none", email="")
    page = rosa.get(f"/submissions/{reference}/receipt")
    with transaction() as session:
        case = take(session, reference)
        key = tracking_key(case)
        assert case.contact_id is None
    assert grouped(key) in page.text
    assert count(table_of(Token)) == 0, "there is nobody to ask to confirm"


@pytest.mark.parametrize("kind", ["fault_report", "complaint", "question", "praise"])
def test_what_may_be_shown_waits_for_review_at_once(site, kind):
    reference = _sent(site.browser(), kind=kind)
    with transaction() as session:
        case = take(session, reference)
        assert case.publication is Publication.QUEUED
        assert case.status is Status.RECEIVED


def test_a_proposal_waits_for_its_sender_first(site):
    reference = _sent(site.browser(), kind="proposal")
    with transaction() as session:
        case = take(session, reference)
        assert (case.kind, case.publication) == (Kind.PROPOSAL, Publication.UNCONFIRMED)


def test_a_file_where_text_belongs_is_said_to_be_one(site):
    rosa = site.browser()
    form = TYPED | {"form_key": _key(rosa), "step": "1", "go": "next"}
    del form["text"]
    page = rosa.post("/submissions/new", form, files={"text": ("x.exe", b"MZ\x00\xff")})
    assert page.status_code == 422
    assert "This has to be text, not a file" in page.text


def test_invisible_signs_do_not_reach_the_page(site):
    rosa = site.browser()
    reference = _sent(rosa, title="Lampa\u202e\x00n", text="Den är\u2066 släckt\x00 nu.")
    with transaction() as session:
        words = session.get_one(Text, take(session, reference).text_id)
    assert (words.title, words.source) == ("Lampan", "Den är släckt nu.")


def test_fields_that_are_not_asked_for_change_nothing(site):
    reference = _sent(
        site.browser(),
        status="closed",
        publication="published",
        html="<script>",
        id="1",
        version="9",
    )
    with transaction() as session:
        case = take(session, reference)
        words = session.get_one(Text, case.text_id)
        assert (case.status, case.publication) == (Status.RECEIVED, Publication.QUEUED)
    assert "<script>" not in words.html


def test_a_form_from_another_site_is_refused(site):
    rosa = site.browser()
    form = TYPED | {"form_key": _key(rosa)}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}):
        assert rosa.post("/submissions", form, headers=headers).status_code == 403
    crossed = {"Origin": BASE, "Sec-Fetch-Site": "cross-site"}
    assert rosa.post("/submissions", form, headers=crossed).status_code == 403
    assert count(submissions) == 0


def test_one_person_proposes_so_much_and_every_word_stays(site, monkeypatch):
    calendar.freeze(calendar.now())
    monkeypatch.setitem(creating.PER_PERSON, Made.PROPOSAL, ((1, 3600),))
    with transaction() as session:
        someone = people.rosa(session)
    rosa = site.browser().sign_in(someone)
    typed = TYPED | {"kind": "proposal", "email": someone.address}
    assert rosa.post("/submissions", typed | {"form_key": _key(rosa)}).status_code == 303
    late = rosa.post("/submissions", typed | {"form_key": _key(rosa), "title": "En bro till"})
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0
    assert "Each person can write only so much in a while" in late.text
    for word in ("En bro till", TYPED["text"]):
        assert word in late.text
    # What is no proposal is always taken in.
    plain = typed | {"form_key": _key(rosa), "kind": "complaint"}
    assert rosa.post("/submissions", plain).status_code == 303


def test_a_proposal_too_many_waits_with_its_button(site, monkeypatch):
    calendar.freeze(calendar.now())
    monkeypatch.setitem(creating.PER_PERSON, Made.PROPOSAL, ((1, 3600),))
    for status in (200, 429):
        _sent(site.browser(), kind="proposal")
        button = f"/confirm/{link(Purpose.SUBMISSION)}"
        assert site.browser().post(button).status_code == status
    calendar.freeze(calendar.now() + HOUR)
    assert site.browser().post(button).status_code == 200
