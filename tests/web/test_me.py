"""Mina ärenden, and what an author may do with her own case."""

import re

import pytest
from sqlalchemy import select

from models import history, subscription
from models.actor import SYSTEM
from models.database import transaction
from models.event import EventKind
from models.me import PAGE
from models.publishing import show
from models.states import Kind, Publication, Status
from models.submission import submissions, take, tracking_key
from models.subscription import Extent, Topic
from models.text import Text
from models.verdict import Judgement
from moderation import verdicts
from tests import people

pytestmark = pytest.mark.once

WHY = "Ta bort namnet på grannen, så visar vi texten."


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _submission(**options) -> str:
    with transaction() as session:
        return people.a_submission(session, **options).reference


def _judged(reference, judgement, **options) -> None:
    with transaction() as session:
        marek = people.marek(session)
        item = people.waiting_item(session, submission_id=take(session, reference).id)
        rules = people.municipality(session).proposals
        verdicts.give(
            session,
            item.id,
            by=marek.actor,
            judgement=judgement,
            version=item.version,
            rules=rules,
            **options,
        )


def _returned(**options) -> str:
    reference = _submission(**options)
    _judged(reference, Judgement.RETURN, message=WHY)
    return reference


def _case(reference):
    with transaction(write=False) as session:
        return session.execute(
            select(submissions).where(submissions.c.reference == reference)
        ).one()


def _source(reference) -> tuple[str, str]:
    with transaction(write=False) as session:
        text = session.get_one(Text, _case(reference).text_id)
        return text.title, text.source


def _edit(browser, reference, **fields):
    page = browser.get(f"/submissions/{reference}/edits/new").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    form = {"title": "Ny rubrik", "text": "Ny text utan namn.", "version": version} | fields
    return browser.post(f"/submissions/{reference}/edits", form)


def test_without_a_session_one_is_led_to_the_sign_in(site):
    assert site.browser().get("/me").headers["location"] == "/sign-in?next=/me"


def test_every_case_of_the_person_and_nothing_of_anybody_else(site, rosa):
    _submission(title="Rosas lampa")
    with transaction() as session:
        people.a_submission(session, by=people.sam(session), title="Sams grop")
    page = site.browser().sign_in(rosa).get("/me")
    assert page.headers["cache-control"] == "private, no-store"
    assert "Rosas lampa" in page.text
    assert "Sams grop" not in page.text


def test_what_waits_for_her_stands_first(site, rosa):
    _submission(title="Vanligt ärende")
    waiting = _returned(title="Behöver ändras")
    with transaction() as session:
        asked = people.a_submission(session, title="Vi frågar")
        asked.status = Status.WAITING_RESIDENT
        session.add(asked)
    page = site.browser().sign_in(rosa).get("/me").text
    first, _, rest = page.partition("The others")
    assert waiting in first
    assert "Vi frågar" in first
    assert "Vanligt ärende" in rest
    assert waiting not in rest


def test_the_list_pages_by_key(site, rosa):
    for n in range(PAGE + 3):
        _submission(title=f"Ärende nummer {n:03d}")
    browser = site.browser().sign_in(rosa)
    page = browser.get("/me").text
    assert page.count("Ärende nummer") == PAGE
    following = re.search(r'href="(/me\?after=[^"]+)"', page)[1]
    assert browser.get(following).text.count("Ärende nummer") == 3


def test_what_she_follows_and_where_to_change_it(site, rosa):
    with transaction() as session:
        case = people.published(session, by=people.sam(session), title="Sams cykelväg")
        for topic, submission_id in ((Topic.SUBMISSION, case.id), (Topic.DECISIONS, None)):
            wish = subscription.ask(
                session,
                rosa.contact_id,
                topic,
                submission_id=submission_id,
                extent=Extent.ANSWERS,
                language="sv",
            )
            subscription.confirm(session, wish.id)
    browser = site.browser().sign_in(rosa)
    page = browser.get("/me").text
    assert "Sams cykelväg" in page
    assert 'href="/decisions">All decisions' in page
    manage = re.search(r'href="(/subscriptions/[^"]+)">All your updates', page)[1]
    assert "Sams cykelväg" in browser.get(manage).text


# A text that was sent back


def test_the_author_reads_what_has_to_be_changed_and_changes_it_there(site, rosa):
    reference = _returned()
    browser = site.browser().sign_in(rosa)
    page = browser.get(f"/submissions/{reference}").text
    for words in ("What we need from you", WHY):
        assert words in page
    for form in (page, browser.get(f"/submissions/{reference}/edits/new").text):
        typed = re.search(r'<textarea id="text".*?>\n(.*?)</textarea>', form, re.DOTALL)[1]
        assert typed == "Lampan vid Storgatan 4 har varit trasig i tre veckor."
        assert 'name="title" type="text" value="Mörkt på gångvägen"' in form
    answer = _edit(browser, reference)
    assert answer.headers["location"] == f"/submissions/{reference}"
    assert _case(reference).publication is Publication.QUEUED
    assert _source(reference) == ("Ny rubrik", "Ny text utan namn.")
    with transaction(write=False) as session:
        item = people.waiting_item(session, submission_id=_case(reference).id)
        assert item.text_id == _case(reference).text_id
        kinds = [
            event.kind
            for event in history.timeline(session, f"submission-{reference}", public_only=False)
        ]
        assert kinds[0] is EventKind.EDITED
        assert history.verify(session, f"submission-{reference}") == []


def test_the_moderators_words_are_the_authors_alone(site, rosa):
    reference = _returned()
    with transaction() as session:
        sam, olga = people.sam(session), people.olga(session)
    for browser in (site.browser(), site.browser().sign_in(sam)):
        assert browser.get(f"/submissions/{reference}").status_code == 404
        assert browser.get(f"/submissions/{reference}/edits/new").status_code == 404
        answer = browser.post(
            f"/submissions/{reference}/edits", {"title": "Kapad", "text": "Kapad", "version": "2"}
        )
        assert answer.status_code == 404
    official = site.browser().sign_in(olga)
    assert official.get(f"/submissions/{reference}/edits/new").status_code == 404
    assert WHY not in official.get(f"/submissions/{reference}").text
    assert _source(reference)[0] == "Mörkt på gångvägen"


def test_whoever_holds_the_key_changes_it_without_an_account(site):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft())
    _judged(receipt.reference, Judgement.RETURN, message=WHY)
    browser = site.browser()
    moved = browser.get(f"/submissions/{receipt.reference}?k={receipt.key}")
    assert WHY in browser.get(moved.headers["location"]).text
    assert _edit(browser, receipt.reference).status_code == 303
    assert _case(receipt.reference).publication is Publication.QUEUED


def test_a_double_click_is_one_change(site, rosa):
    reference = _returned()
    browser = site.browser().sign_in(rosa)
    version = str(_case(reference).version)
    for _ in range(3):
        form = {"title": "Ny rubrik", "text": "Ny text.", "version": version}
        assert browser.post(f"/submissions/{reference}/edits", form).status_code == 303
    with transaction(write=False) as session:
        events = history.timeline(session, f"submission-{reference}", public_only=False)
        assert [event.kind for event in events].count(EventKind.EDITED) == 1


def test_a_stranger_who_guesses_the_words_learns_nothing(site, rosa):
    reference = _submission()
    title, text = _source(reference)
    form = {"title": title, "text": text, "version": "1"}
    assert site.browser().post(f"/submissions/{reference}/edits", form).status_code == 404
    author = site.browser().sign_in(rosa)
    assert author.post(f"/submissions/{reference}/edits", form).status_code == 303


def test_a_form_that_was_overtaken_keeps_its_words(site, rosa):
    reference = _returned()
    browser = site.browser().sign_in(rosa)
    answer = _edit(browser, reference, version="1", text="Mina nya ord")
    assert answer.status_code == 409
    assert "Mina nya ord" in answer.text
    assert _case(reference).publication is Publication.RETURNED
    again = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert _edit(browser, reference, version=again).status_code == 303


def test_an_empty_change_is_refused_with_the_words_kept(site, rosa):
    reference = _returned()
    answer = _edit(site.browser().sign_in(rosa), reference, title="", text="Orden finns kvar")
    assert answer.status_code == 422
    assert "Say in a few words what it is about" in answer.text
    assert "Orden finns kvar" in answer.text


def test_the_author_is_told_why_her_text_is_not_shown(site, rosa):
    reference = _submission()
    _judged(reference, Judgement.REFUSE, reason="personal_data", message="Ring oss gärna.")
    browser = site.browser().sign_in(rosa)
    page = browser.get(f"/submissions/{reference}").text
    for words in (
        "The text is not shown on the website.",
        "The text has details about a person that should not be on the web.",
        "Ring oss gärna.",
    ):
        assert words in page
    with transaction() as session:
        olga = people.olga(session)
    assert (
        "Ring oss gärna." not in site.browser().sign_in(olga).get(f"/submissions/{reference}").text
    )


# Taking back


def test_the_author_takes_her_case_back(site, rosa):
    reference = _submission()
    browser = site.browser().sign_in(rosa)
    assert (
        f'href="/submissions/{reference}/withdrawal"'
        in browser.get(f"/submissions/{reference}").text
    )
    assert "Take it back" in browser.get(f"/submissions/{reference}/withdrawal").text
    assert _case(reference).publication is Publication.QUEUED
    answer = browser.post(f"/submissions/{reference}/withdrawal")
    assert answer.headers["location"] == f"/submissions/{reference}"
    assert (_case(reference).publication, _case(reference).status) == (
        Publication.WITHDRAWN,
        Status.CLOSED,
    )
    page = browser.get(f"/submissions/{reference}").text
    assert "You have taken this back." in page
    assert "/withdrawal" not in page
    assert browser.post(f"/submissions/{reference}/withdrawal").status_code == 303


def test_nobody_else_takes_it_back(site, rosa):
    with transaction() as session:
        reference = people.published(session).reference
        others = [people.sam(session), people.marek(session), people.olga(session)]
    browsers = [site.browser(), *(site.browser().sign_in(other) for other in others)]
    for browser in browsers:
        assert browser.get(f"/submissions/{reference}/withdrawal").status_code == 404
        assert browser.post(f"/submissions/{reference}/withdrawal").status_code == 404
        assert "/withdrawal" not in browser.get(f"/submissions/{reference}").text
    assert _case(reference).publication is Publication.PUBLISHED


def test_somebody_elses_key_opens_nothing(site, rosa):
    reference = _submission()
    with transaction() as session:
        other = people.handed_in(session, people.a_draft(title="En annans"))
        key = tracking_key(take(session, other.reference))
    browser = site.browser()
    browser.get(f"/submissions/{reference}?k={key}")
    browser.cookies.set("key", key, domain="127.0.0.1", path=f"/submissions/{reference}")
    for path in ("", "/withdrawal", "/edits/new", "/receipt"):
        assert browser.get(f"/submissions/{reference}{path}").status_code == 404
    assert browser.post(f"/submissions/{reference}/withdrawal").status_code == 404


def test_what_was_public_and_is_taken_back_leaves_a_word_of_it(site, rosa):
    with transaction() as session:
        reference = people.published(session, title="Rosas förslag").reference
    site.browser().sign_in(rosa).post(f"/submissions/{reference}/withdrawal")
    answer = site.browser().get(f"/submissions/{reference}")
    assert answer.status_code == 410
    assert "The sender has taken it back." in answer.text
    assert "Rosas förslag" not in answer.text


def test_what_was_never_public_leaves_nothing(site, rosa):
    reference = _submission()
    site.browser().sign_in(rosa).post(f"/submissions/{reference}/withdrawal")
    assert site.browser().get(f"/submissions/{reference}").status_code == 404


def test_what_is_hidden_while_somebody_looks_is_not_taken_back(site, rosa):
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        rules = people.municipality(session).proposals
        show(session, submission, Publication.HIDDEN, by=SYSTEM, rules=rules, reason="threat")
        reference = submission.reference
    browser = site.browser().sign_in(rosa)
    assert "/withdrawal" not in browser.get(f"/submissions/{reference}").text
    answer = browser.post(f"/submissions/{reference}/withdrawal")
    assert answer.status_code == 409
    assert "That step is not possible from where the case stands now." in answer.text
