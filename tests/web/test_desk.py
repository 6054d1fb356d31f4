"""The moderator's desk and the public register, over HTTP."""

import re
from html import unescape

import pytest

from models.database import transaction
from models.states import Kind, Publication, Status
from models.submission import Submission, take
from tests import people

pytestmark = pytest.mark.once


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


def _waiting(title: str = "Mörkt på gångvägen", **changes) -> tuple[str, int]:
    """A complaint that waits: its reference, and the number of its item."""
    with transaction() as session:
        submission = people.a_submission(session, title=title, **changes)
        item = people.waiting_item(session, submission_id=submission.id)
        return submission.reference, item.id


def _row(reference: str) -> Submission:
    with transaction() as session:
        return take(session, reference)


def _judge(browser, item: int, judgement: str, **fields):
    page = browser.get(f"/desk/{item}")
    assert page.status_code == 200
    version = re.search(r'name="version" value="(\d+)"', page.text).group(1)
    form = {"version": version, "judgement": judgement} | fields
    return browser.post(f"/desk/{item}/verdicts", form)


def test_what_waits_is_published_and_read_by_everyone(site, marek):
    reference, item = _waiting()
    assert "Mörkt på gångvägen" in marek.get("/desk").text
    stranger = site.browser()
    assert stranger.get(f"/submissions/{reference}").status_code == 404
    assert _judge(marek, item, "publish").headers["location"].startswith("/desk?done=")
    assert stranger.get(f"/submissions/{reference}").status_code == 200
    assert "Mörkt på gångvägen" in site.browser().get("/submissions").text
    assert "Nothing waits for review." in marek.get("/desk").text


def test_a_proposal_begins_to_collect_support_when_it_is_published(site, marek):
    reference, item = _waiting(kind=Kind.PROPOSAL)
    _judge(marek, item, "publish")
    assert _row(reference).status is Status.VOTING
    assert "0 of 50" in site.browser().get(f"/submissions/{reference}").text


def test_not_publishing_needs_a_reason_and_stands_in_the_register(site, marek):
    reference, item = _waiting()
    page = _judge(marek, item, "refuse")
    assert page.status_code == 422
    assert "Choose a reason" in page.text
    assert _judge(marek, item, "refuse", reason="abusive").status_code == 303
    case = _row(reference)
    assert (case.publication, case.status) == (Publication.REFUSED, Status.RECEIVED)
    register = site.browser().get("/moderation-log").text
    assert "Not published" in register
    for secret in (reference, "Mörkt", "Marek", "Rosa"):
        assert secret not in register


def test_asking_for_a_change_says_what(marek):
    reference, item = _waiting()
    assert _judge(marek, item, "return", message="").status_code == 422
    assert _judge(marek, item, "return", message="Ta bort grannens namn.").status_code == 303
    assert _row(reference).publication is Publication.RETURNED


def test_a_personal_number_is_marked_and_can_only_be_shown_hidden(site, marek):
    reference, item = _waiting(source="Ring mig, jag heter Rosa och har 811218-9876.")
    page = marek.get(f"/desk/{item}").text
    assert "<mark>811218-****</mark>" in page
    assert 'value="publish"' not in page
    assert _judge(marek, item, "publish").status_code == 409
    hidden = _judge(marek, item, "redact", reason="personal_data", text="Ring mig på ███.")
    assert hidden.status_code == 303
    shown = site.browser().get(f"/submissions/{reference}").text
    assert "Ring mig på ███." in shown
    assert "811218" not in shown


def test_a_verdict_on_a_page_that_is_stale_says_who_was_first(site, marek):
    reference, item = _waiting()
    page = marek.get(f"/desk/{item}").text
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    with transaction() as session:
        someone = people.anna(session)
    anna = site.browser().sign_in(someone)
    assert _judge(anna, item, "publish").status_code == 303
    late = marek.post(
        f"/desk/{item}/verdicts",
        {"version": version, "judgement": "refuse", "reason": "abusive", "message": "Tyvärr inte."},
    )
    assert late.status_code == 409
    assert "Anna was first, at" in unescape(late.text)
    assert _row(reference).publication is Publication.PUBLISHED


def test_what_somebody_else_is_reading_is_hers(site, marek):
    _, item = _waiting()
    with transaction() as session:
        someone = people.anna(session)
    anna = site.browser().sign_in(someone)
    assert anna.post(f"/desk/{item}/claims").status_code == 303
    assert "Anna has read this text since" in marek.get(f"/desk/{item}").text
    assert marek.post(f"/desk/{item}/claims").status_code == 409
    assert _judge(marek, item, "publish").status_code == 409


def test_nobody_judges_her_own_text(site):
    with transaction() as session:
        marek = people.marek(session)
        own = people.a_submission(session, by=marek)
        item = people.waiting_item(session, submission_id=own.id).id
    browser = site.browser().sign_in(marek)
    assert "verdicts" not in re.findall(r'action="([^"]+)"', browser.get(f"/desk/{item}").text)
    assert _try(browser, item).status_code == 409


def _try(browser, item: int):
    return browser.post(f"/desk/{item}/verdicts", {"version": "1", "judgement": "publish"})


def test_only_moderators_enter_the_desk(site):
    _, item = _waiting()
    with transaction() as session:
        others = (people.rosa(session), people.olga(session))
    for browser in (site.browser(), *(site.browser().sign_in(other) for other in others)):
        assert browser.get("/desk").status_code == 404
        assert browser.get(f"/desk/{item}").status_code == 404
        assert _try(browser, item).status_code == 404


def test_hidden_means_gone_with_the_next_request(site, marek):
    with transaction() as session:
        submission = people.published(session)
        comment = people.published_comment(session, submission)
        reference, number, comment_id = submission.reference, comment.number, comment.id
    address, text = f"/submissions/{reference}", "Tänk på cyklarna"
    reader = site.browser()
    etag = reader.get(address).headers["etag"]
    assert text in reader.get(address).text
    form = reader.get(f"{address}/reports/new?comment={number}").text
    notice = {
        "reason": "personal_data",
        "text": "Det står vem jag är.",
        "comment": str(number),
        "name": "Sam",
        "email": "sam@example.org",
        "good_faith": "yes",
        "form_key": re.search(r'name="form_key" value="(\w+)"', form).group(1),
    }
    assert reader.post(f"{address}/reports", notice).status_code < 400
    with transaction() as session:
        item = people.waiting_item(session, comment_id=comment_id).id
    assert text in site.browser().get(address).text, "a report alone hides nothing"
    assert _judge(marek, item, "hide", reason="personal_data").status_code == 303
    again = site.browser().get(address, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert text not in again.text


@pytest.mark.parametrize("what", ["submission", "comment"])
def test_a_moderator_takes_up_a_public_text_by_herself(marek, what):
    with transaction() as session:
        submission = people.published(session)
        path = f"/submissions/{submission.reference}"
        number = str(people.published_comment(session, submission).number)
    form = {"comment": number} if what == "comment" else {}
    page = marek.get(f"{path}/reports/new", params=form).text
    assert f'action="{path}/reviews"' in page
    taken = marek.post(f"{path}/reviews", form)
    assert taken.status_code == 303
    item = int(taken.headers["location"].removeprefix("/desk/"))
    assert _judge(marek, item, "unpublish", reason="abusive").status_code == 303
    assert marek.post(f"{path}/reviews", form).status_code == 404


def test_nobody_else_takes_up_a_public_text(site):
    with transaction() as session:
        reference, olga = people.published(session).reference, people.olga(session)
    for browser in (site.browser(), site.browser().sign_in(olga)):
        assert "/reviews" not in browser.get(f"/submissions/{reference}/reports/new").text
        assert browser.post(f"/submissions/{reference}/reviews").status_code == 404
