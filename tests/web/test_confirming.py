"""The button behind the link of a letter."""

import pytest
from sqlalchemy import select

from models import calendar, commenting, form_key
from models.actor import STRANGER
from models.calendar import DAY, MINUTE, now
from models.comment import Comment
from models.commenting import Words
from models.database import transaction
from models.person import Channel, reach
from models.review import reviewables
from models.states import Kind, Publication, Status
from models.submission import submissions, take
from models.submitting import Draft
from models.token import Purpose
from models.vote import votes
from tests import people
from tests.parallel import at_once
from tests.web.visiting import count, link

pytestmark = pytest.mark.once


def _handed_in_by_a_stranger(kind=Kind.COMPLAINT, title="Mörkt på gångvägen") -> str:
    with transaction() as session:
        people.municipality(session)
        draft = Draft(
            **(
                vars(people.a_draft(kind, title=title))
                | {"channel": Channel.EMAIL, "address": "nils@example.org"}
            )
        )
        return people.handed_in(session, draft).reference


def _asked_for_support(site, reference: str, email: str = "nils@example.org"):
    browser = site.browser()
    browser.post(f"/submissions/{reference}/votes", {"channel": "email", "email": email})
    return browser


def _proposal() -> str:
    with transaction() as session:
        return people.published(session).reference


def _commented(reference: str) -> None:
    with transaction() as session:
        commenting.write(
            session,
            reference,
            Words("Bra, och tänk på cyklarna.", "<p>Bra</p>", "", None, form_key.fresh()),
            by=STRANGER,
            address="nils@example.org",
            language="sv",
        )


def _publication(reference: str) -> Publication:
    with transaction(write=False) as session:
        return session.execute(
            select(submissions.c.publication).where(submissions.c.reference == reference)
        ).scalar_one()


def test_confirming_a_submission_proves_the_address(site):
    reference = _handed_in_by_a_stranger()
    browser = site.browser()
    page = browser.get(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert "Confirm your address" in page.text
    assert page.text.count("<button>Confirm</button>") == 1
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "private, no-store"
    done = browser.post(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert "We send the answer to this address" in done.text
    with transaction() as session:
        assert take(session, reference).confirmed_at is not None


def test_a_proposal_waits_for_review_once_its_sender_has_confirmed(site):
    reference = _handed_in_by_a_stranger(Kind.PROPOSAL)
    assert _publication(reference) is Publication.UNCONFIRMED
    site.browser().post(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert _publication(reference) is Publication.QUEUED
    assert count(reviewables) == 1


def test_a_complaint_is_handled_though_its_sender_never_confirms(site):
    reference = _handed_in_by_a_stranger()
    with transaction() as session:
        case = take(session, reference)
        assert (case.status, case.unit_id is not None) == (Status.RECEIVED, True)
    with transaction() as session:
        official = people.olga(session)
    page = site.browser().sign_in(official).get(f"/casework/{reference}")
    assert page.status_code == 200


def test_reading_the_page_confirms_nothing(site):
    reference = _handed_in_by_a_stranger(Kind.PROPOSAL)
    browser = site.browser()
    for _ in range(3):
        browser.get(f"/confirm/{link(Purpose.SUBMISSION)}")
        browser.head(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert _publication(reference) is Publication.UNCONFIRMED


def test_a_comment_waits_for_review_once_its_writer_has_confirmed(site):
    _commented(_proposal())
    waiting = count(reviewables)
    done = site.browser().post(f"/confirm/{link(Purpose.COMMENT)}")
    assert "We read the comment, and then it is shown." in done.text
    with transaction(write=False) as session:
        comment = session.scalars(select(Comment)).one()
        assert comment.publication is Publication.QUEUED
    assert count(reviewables) == waiting + 1


def test_pressing_again_in_the_same_browser_thanks_again(site):
    browser = _asked_for_support(site, _proposal())
    address = f"/confirm/{link(Purpose.SUPPORT)}"
    browser.post(address)
    for answer in (browser.post(address), browser.get(address)):
        assert answer.status_code == 200
        assert "Thank you. Your support counts." in answer.text
    assert count(votes) == 1


def test_another_browser_is_told_that_the_link_was_used(site):
    _asked_for_support(site, _proposal()).post(f"/confirm/{link(Purpose.SUPPORT)}")
    other = site.browser()
    for answer in (
        other.get(f"/confirm/{link(Purpose.SUPPORT)}"),
        other.post(f"/confirm/{link(Purpose.SUPPORT)}"),
    ):
        assert answer.status_code == 410
        assert "This link has been used" in answer.text


def test_after_half_an_hour_the_same_browser_is_told_so_too(site):
    browser = _asked_for_support(site, _proposal())
    browser.post(f"/confirm/{link(Purpose.SUPPORT)}")
    calendar.freeze(now() + 31 * MINUTE)
    assert browser.get(f"/confirm/{link(Purpose.SUPPORT)}").status_code == 410


def test_an_expired_link_offers_a_new_one(site):
    reference = _proposal()
    browser = _asked_for_support(site, reference)
    calendar.freeze(now() + 31 * DAY)
    for answer in (
        browser.get(f"/confirm/{link(Purpose.SUPPORT)}"),
        browser.post(f"/confirm/{link(Purpose.SUPPORT)}"),
    ):
        assert answer.status_code == 410
        assert "This link has expired" in answer.text
        assert f'href="/submissions/{reference}/votes/new"' in answer.text
    assert count(votes) == 0


def test_when_the_time_to_support_is_over_the_press_says_so(site):
    reference = _proposal()
    browser = _asked_for_support(site, reference)
    with transaction() as session:
        take(session, reference).voting_until = now() - MINUTE
    answer = browser.post(f"/confirm/{link(Purpose.SUPPORT)}")
    assert answer.status_code == 409
    assert "The time to support this proposal is over." in answer.text
    assert count(votes) == 0


def test_of_twenty_simultaneous_presses_one_counts(site):
    browser = _asked_for_support(site, _proposal())
    secret = link(Purpose.SUPPORT)
    presses = [lambda: browser.post(f"/confirm/{secret}").status_code for _ in range(20)]
    answers = at_once(presses)
    assert set(answers) <= {200, 410}
    assert 200 in answers
    assert count(votes) == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda secret: secret[:-1],
        lambda secret: secret + "a",
        lambda secret: secret.replace(".", "", 1),
        lambda secret: "0" + secret[1:],
        lambda secret: "9" * 18 + secret[secret.index(".") :],
        lambda secret: secret.partition(".")[0] + ".",
        lambda secret: f"{{{secret}}}",
    ],
)
def test_only_the_whole_link_opens(site, forge):
    browser = _asked_for_support(site, _proposal())
    forged = forge(link(Purpose.SUPPORT))
    assert browser.get(f"/confirm/{forged}").status_code == 404
    assert browser.post(f"/confirm/{forged}").status_code == 404
    assert count(votes) == 0


def test_a_link_to_sign_in_confirms_nothing(site):
    with transaction() as session:
        rosa = people.rosa(session)
    browser = site.browser()
    browser.post("/sign-in", {"address": rosa.address})
    secret = link(Purpose.SIGN_IN)
    assert browser.get(f"/confirm/{secret}").status_code == 404
    assert browser.post(f"/confirm/{secret}").status_code == 404
    _asked_for_support(site, _proposal())
    secret = link(Purpose.SUPPORT)
    assert browser.get(f"/sign-in/{secret}").status_code == 404
    assert browser.post(f"/sign-in/{secret}").status_code == 404


def test_the_title_of_a_case_hidden_meanwhile_is_not_told(site):
    with transaction() as session:
        reference = people.published(session, title="En hemlig rubrik").reference
    browser = _asked_for_support(site, reference)
    with transaction() as session:
        take(session, reference).publication = Publication.HIDDEN
    page = browser.get(f"/confirm/{link(Purpose.SUPPORT)}")
    assert page.status_code == 200
    assert "En hemlig rubrik" not in page.text
    assert browser.post(f"/confirm/{link(Purpose.SUPPORT)}").status_code == 404


def test_two_buttons_of_one_address_make_one_person(site):
    reference = _proposal()
    _asked_for_support(site, reference)
    _commented(reference)
    browser = site.browser()
    browser.post(f"/confirm/{link(Purpose.SUPPORT)}")
    browser.post(f"/confirm/{link(Purpose.COMMENT)}")
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "nils@example.org")
        assert place.confirmed
        assert session.execute(select(votes.c.person_id)).scalars().all() == [place.person_id]
