"""Writing comments over HTTP."""

import re

import pytest
from sqlalchemy import select

from models import calendar, creating
from models.comment import MAX_DEPTH, Comment, comments
from models.creating import Made
from models.database import transaction
from models.person import Person
from models.review import reviewables
from models.states import Kind, Publication
from models.submission import take
from models.token import Purpose
from tests import people
from tests.parallel import at_once
from tests.web.visiting import count, letters, link

pytestmark = pytest.mark.once

WORDS = "Bra tanke. Tänk på cyklarna vid skolan också."


@pytest.fixture
def case(town):
    with transaction() as session:
        return people.published(session).reference


def _form(browser, case, **fields):
    page = browser.get(f"/submissions/{case}/comments/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    return {"form_key": key[1], "text": WORDS} | fields


def _by_email(browser, case, **fields):
    return _form(browser, case, channel="email", email="nils@example.org") | fields


def _only() -> Comment:
    with transaction(write=False) as session:
        return session.scalars(select(Comment)).one()


def _signed_in(site, someone=people.sam):
    with transaction() as session:
        made = someone(session)
    return site.browser().sign_in(made)


def test_a_comment_of_somebody_signed_in_goes_straight_to_review(site, case):
    browser = _signed_in(site)
    before = count(reviewables)
    answer = browser.post(f"/submissions/{case}/comments", _form(browser, case, name="Sam"))
    assert "We read the comment, and then it is shown." in answer.text
    assert (_only().publication, _only().byline) == (Publication.QUEUED, "Sam")
    assert (count(reviewables), letters()) == (before + 1, 0)


def test_a_stranger_confirms_before_anybody_reads_the_comment(site, case):
    browser = site.browser()
    before = count(reviewables)
    answer = browser.post(f"/submissions/{case}/comments", _by_email(browser, case))
    assert "One thing left: confirm your comment" in answer.text
    assert _only().publication is Publication.UNCONFIRMED
    assert (count(reviewables), letters()) == (before, 1)
    browser.post(f"/confirm/{link(Purpose.COMMENT)}")
    assert _only().publication is Publication.QUEUED


def test_a_known_address_still_has_to_press_the_button(site, case):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser()
    browser.post(f"/submissions/{case}/comments", _by_email(browser, case, email=sam.address))
    assert _only().publication is Publication.UNCONFIRMED


def test_a_double_click_makes_one_comment(site, case):
    browser = site.browser()
    form = _by_email(browser, case)
    for _ in range(3):
        assert browser.post(f"/submissions/{case}/comments", form).status_code == 200
    assert (count(comments), letters()) == (1, 1)


def test_ten_parallel_posts_of_one_form_make_one_comment(site, case):
    browser = _signed_in(site)
    form = _form(browser, case)
    posts = [lambda: browser.post(f"/submissions/{case}/comments", form).status_code] * 10
    assert at_once(posts) == [200] * 10
    assert count(comments) == 1


def test_the_same_form_with_other_words_keeps_them_and_says_why(site, case):
    browser = _signed_in(site)
    form = _form(browser, case)
    browser.post(f"/submissions/{case}/comments", form)
    answer = browser.post(f"/submissions/{case}/comments", form | {"text": "Något annat."})
    assert answer.status_code == 409
    assert "This form has already been sent, with other words." in answer.text
    assert "Något annat." in answer.text
    assert form["form_key"] not in answer.text
    assert count(comments) == 1


def test_a_reply_hangs_below_what_it_replies_to(site, case):
    with transaction() as session:
        first = people.published_comment(session, take(session, case)).number
    browser = _signed_in(site, people.rosa)
    page = browser.get(f"/submissions/{case}/comments/new?reply_to={first}")
    assert "Write a reply" in page.text
    assert "Tänk på cyklarna" in page.text
    form = _form(browser, case, reply_to=str(first), text="Det håller jag med om.")
    browser.post(f"/submissions/{case}/comments", form)
    with transaction(write=False) as session:
        reply = session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        assert (reply.depth, reply.parent_id is not None) == (1, True)


def test_what_is_not_shown_cannot_be_replied_to(site, case):
    with transaction() as session:
        waiting = people.a_comment(session, take(session, case), source="Hemligt ord").number
    browser = _signed_in(site, people.rosa)
    page = browser.get(f"/submissions/{case}/comments/new?reply_to={waiting}")
    assert page.status_code == 404
    assert "Hemligt ord" not in page.text
    form = _form(browser, case, reply_to=str(waiting))
    assert browser.post(f"/submissions/{case}/comments", form).status_code == 404


def test_a_thread_too_deep_is_refused_in_plain_words(site, case):
    with transaction() as session:
        submission, number = take(session, case), None
        for _ in range(MAX_DEPTH + 1):
            number = people.published_comment(session, submission, reply_to=number).number
    browser = _signed_in(site)
    answer = browser.post(
        f"/submissions/{case}/comments", _form(browser, case, reply_to=str(number))
    )
    assert answer.status_code == 409
    assert "This conversation cannot go deeper." in answer.text
    assert "Tänk på cyklarna" in answer.text


def test_everything_that_is_wrong_is_said_at_once(site, case):
    browser = site.browser()
    form = _form(browser, case, text="", channel="email", email="nils@")
    answer = browser.post(f"/submissions/{case}/comments", form)
    assert answer.status_code == 422
    for words in ("Write your comment", "Enter an e-mail address like name@example.com"):
        assert words in answer.text
    assert 'value="nils@"' in answer.text
    assert count(comments) == 0


@pytest.mark.parametrize("name", ["Exempelby kommun", "Gatuenheten", "Moderator", "К0mmunen"])
def test_nobody_comments_under_a_name_of_ours(site, case, name):
    browser = site.browser()
    answer = browser.post(f"/submissions/{case}/comments", _by_email(browser, case, name=name))
    assert answer.status_code == 422
    assert answer.text.count("The name looks like one of ours.") == 2
    assert count(comments) == 0


def test_without_a_way_to_reach_her_a_stranger_is_asked_for_one(site, case):
    browser = site.browser()
    answer = browser.post(f"/submissions/{case}/comments", _form(browser, case))
    assert answer.status_code == 422
    assert "Choose e-mail or text message" in answer.text
    assert WORDS in answer.text


@pytest.mark.parametrize("kind", [Kind.PROPOSAL, Kind.COMPLAINT])
def test_below_what_is_not_public_nobody_comments(site, kind):
    with transaction() as session:
        reference = people.a_submission(session, kind).reference
    author, stranger = _signed_in(site, people.rosa), site.browser()
    for browser in (author, stranger):
        assert browser.get(f"/submissions/{reference}/comments/new").status_code == 404
        form = {"text": WORDS, "form_key": "a" * 32, "channel": "email", "email": "n@example.org"}
        assert browser.post(f"/submissions/{reference}/comments", form).status_code == 404
    assert count(comments) == 0


def test_a_suspended_writer_is_told_so_by_her_own_button_alone(site, case):
    with transaction() as session:
        sam = people.sam(session)
        session.get_one(Person, sam.id).suspended = True
    browser = site.browser()
    answer = browser.post(
        f"/submissions/{case}/comments", _by_email(browser, case, email=sam.address)
    )
    assert answer.status_code == 200, "whoever knows her address learns nothing"
    pressed = site.browser().post(f"/confirm/{link(Purpose.COMMENT)}")
    assert pressed.status_code == 409
    assert "You cannot take part here for now." in pressed.text
    assert _only().publication is Publication.UNCONFIRMED


def test_only_an_official_writes_as_the_municipality(site, case):
    browser = _signed_in(site)
    browser.post(
        f"/submissions/{case}/comments", _form(browser, case, official="yes", role="official")
    )
    assert _only().official is False
    official = _signed_in(site, people.olga)
    official.post(f"/submissions/{case}/comments", _form(official, case, text="Vi tittar på det."))
    with transaction(write=False) as session:
        assert [row.official for row in session.scalars(select(Comment).order_by(Comment.id))] == [
            False,
            True,
        ]


def test_one_person_writes_so_many_in_whatever_browser_and_her_words_stay(site, case, monkeypatch):
    calendar.freeze(calendar.now())
    monkeypatch.setitem(creating.PER_PERSON, Made.COMMENT, ((2, 600),))
    for number in range(3):
        browser = _signed_in(site)
        form = _form(browser, case, text=f"Kommentar nummer {number}")
        answer = browser.post(f"/submissions/{case}/comments", form)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Kommentar nummer 2" in answer.text
    assert "Each person can write only so much in a while" in answer.text
    assert re.search(r"Wait \d+ minutes? and try again", answer.text)
    assert count(comments) == 2


def test_the_button_of_a_letter_waits_too_and_can_be_pressed_later(site, case, monkeypatch):
    calendar.freeze(calendar.now())
    monkeypatch.setitem(creating.PER_PERSON, Made.COMMENT, ((1, 600),))
    browser = site.browser()
    for number, status in enumerate((200, 429)):
        form = _by_email(browser, case, text=f"Kommentar nummer {number}")
        browser.post(f"/submissions/{case}/comments", form)
        button = f"/confirm/{link(Purpose.COMMENT)}"
        late = browser.post(button)
        assert late.status_code == status
    assert "Each person can write only so much in a while" in late.text
    calendar.freeze(calendar.now() + 600 * calendar.SECOND)
    assert browser.post(button).status_code == 200


def test_the_eleventh_letter_to_one_address_waits_and_the_words_stay(site, case):
    calendar.freeze(calendar.now())
    statuses, browser = [], site.browser()
    for n in range(11):
        form = _by_email(browser, case, text=f"Kommentar nummer {n}")
        answer = browser.post(f"/submissions/{case}/comments", form)
        statuses.append(answer.status_code)
    assert statuses == [200] * 10 + [429]
    assert "Kommentar nummer 10" in answer.text
    assert re.search(r"Wait \d+ minutes? and try again", answer.text)
    assert (count(comments), letters()) == (10, 10)
