"""Supporting a proposal over HTTP."""

import pytest
from sqlalchemy import select

from models import calendar, tally
from models.calendar import DAY, now
from models.database import transaction
from models.person import Contact, Person
from models.states import Kind, Publication
from models.token import Purpose
from models.vote import VoteState, votes
from tests import people
from tests.web.visiting import count, letters, link


@pytest.fixture
def proposal(town):
    with transaction() as session:
        return people.published(session).reference


def _valid() -> int:
    with transaction(write=False) as session:
        return len(session.execute(select(votes).where(votes.c.state == VoteState.VALID)).all())


def test_whoever_is_signed_in_supports_at_once(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    answer = browser.post(f"/submissions/{proposal}/votes")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/submissions/{proposal}")
    assert "You support this proposal." in browser.get(f"/submissions/{proposal}").text


def test_a_double_click_is_one_support(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    for _ in range(3):
        assert browser.post(f"/submissions/{proposal}/votes").status_code == 303
    assert _valid() == 1


def test_support_can_be_taken_back_and_given_again(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    browser.post(f"/submissions/{proposal}/votes")
    assert browser.post(f"/submissions/{proposal}/votes/withdrawal").status_code == 303
    assert _valid() == 0
    browser.post(f"/submissions/{proposal}/votes")
    assert _valid() == 1


def test_a_stranger_supports_with_a_button_in_a_letter(site, proposal):
    browser = site.browser()
    assert "Text message" in browser.get(f"/submissions/{proposal}/votes/new").text
    answer = browser.post(
        f"/submissions/{proposal}/votes", {"channel": "email", "email": "Nils@Example.org"}
    )
    assert answer.status_code == 200
    assert "nils@example.org" in answer.text
    assert (_valid(), letters()) == (0, 1)
    done = browser.post(f"/confirm/{link(Purpose.SUPPORT)}")
    assert "Your support counts" in done.text
    assert _valid() == 1


def test_support_by_text_message_goes_to_a_mobile_only(site, proposal):
    browser = site.browser()
    landline = browser.post(
        f"/submissions/{proposal}/votes", {"channel": "sms", "phone": "08-123 45 00"}
    )
    assert landline.status_code == 422
    assert "mobiles only" in landline.text
    mobile = browser.post(
        f"/submissions/{proposal}/votes", {"channel": "sms", "phone": "070-174 06 05"}
    )
    assert mobile.status_code == 200
    with transaction(write=False) as session:
        assert session.execute(select(Contact.address)).scalars().all()[-1] == "+46701740605"


def test_two_letters_to_one_address_make_one_support(site, proposal):
    browser = site.browser()
    form = {"channel": "email", "email": "nils@example.org"}
    browser.post(f"/submissions/{proposal}/votes", form)
    calendar.advance(120)
    browser.post(f"/submissions/{proposal}/votes", form)
    assert letters() == 2
    browser.post(f"/confirm/{link(Purpose.SUPPORT, nth=1)}")
    browser.post(f"/confirm/{link(Purpose.SUPPORT, nth=2)}")
    assert _valid() == 1


def test_a_double_click_writes_one_letter(site, proposal):
    browser = site.browser()
    for _ in range(3):
        form = {"channel": "sms", "phone": "0701740605"}
        assert browser.post(f"/submissions/{proposal}/votes", form).status_code == 200
    assert letters() == 1


def test_when_the_time_is_over_support_is_refused_in_plain_words(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    signed_in, stranger = site.browser().sign_in(sam), site.browser()
    calendar.freeze(now() + 31 * DAY)
    signed_in.sign_in(sam)
    for answer in (
        signed_in.post(f"/submissions/{proposal}/votes"),
        stranger.post(f"/submissions/{proposal}/votes", {"channel": "email", "email": "a@b.se"}),
        stranger.get(f"/submissions/{proposal}/votes/new"),
    ):
        assert answer.status_code == 409
        assert "The time to support this proposal is over." in answer.text
    assert count(votes) == letters() == 0


def test_what_is_not_a_proposal_cannot_be_supported(site):
    with transaction() as session:
        complaint = people.published(session, Kind.COMPLAINT).reference
        sam = people.sam(session)
    answer = site.browser().sign_in(sam).post(f"/submissions/{complaint}/votes")
    assert answer.status_code == 409
    assert "Only proposals can be supported." in answer.text


@pytest.mark.parametrize("path", ["votes/new", "votes"])
def test_a_proposal_that_is_not_public_is_not_there(site, path):
    with transaction() as session:
        hidden = people.a_submission(session, Kind.PROPOSAL)
        sam = people.sam(session)
        assert hidden.publication is Publication.QUEUED
        reference = hidden.reference
    stranger, signed_in = site.browser(), site.browser().sign_in(sam)
    form = {"channel": "email", "email": "nils@example.org"}
    for browser in (stranger, signed_in):
        assert browser.get(f"/submissions/{reference}/votes/new").status_code == 404
        assert browser.post(f"/submissions/{reference}/votes", form).status_code == 404


def test_taking_back_without_a_session_leads_to_the_sign_in(site, proposal):
    answer = site.browser().post(f"/submissions/{proposal}/votes/withdrawal")
    assert answer.headers["location"] == f"/sign-in?next=/submissions/{proposal}"


def test_the_count_follows_with_the_tick_of_the_clock(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    browser.post(f"/submissions/{proposal}/votes")
    with transaction() as session:
        tally.recount(session, proposal)
    assert "1 of 50" in site.browser().get(f"/submissions/{proposal}").text


def test_a_suspended_person_is_told_so(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
    stranger = site.browser()
    stranger.post(f"/submissions/{proposal}/votes", {"channel": "email", "email": sam.address})
    with transaction() as session:
        session.get_one(Person, sam.id).suspended = True
    answer = stranger.post(f"/confirm/{link(Purpose.SUPPORT)}")
    assert answer.status_code == 409
    assert "You cannot take part here for now." in answer.text
    assert count(votes) == 0


def test_the_sixty_first_letter_of_one_network_waits(site, proposal):
    browser = site.browser()
    statuses = [
        browser.post(
            f"/submissions/{proposal}/votes", {"channel": "email", "email": f"n{n}@example.org"}
        ).status_code
        for n in range(61)
    ]
    assert statuses == [200] * 60 + [429]
