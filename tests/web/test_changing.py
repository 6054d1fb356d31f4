"""An author changes what she wrote, over HTTP: before it is shown at once, after that on review."""

import re

import pytest
from sqlalchemy import select

from models import calendar, history
from models.calendar import DAY, now
from models.database import transaction
from models.event import EventKind
from models.states import Kind, Publication, Status
from models.submission import submissions, take, tracking_key
from models.subscription import Extent
from models.text import Text
from models.verdict import Judgement
from notifications import addressing
from tests import people
from tests.moderation import room
from tests.notifications.post import follow, sent_rows

pytestmark = pytest.mark.once

NEW = "Lampan vid Storgatan 6, inte 4, har varit trasig i tre veckor."
J = Judgement


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _made(**options) -> str:
    with transaction() as session:
        return people.a_submission(session, **options).reference


def _published(kind=Kind.COMPLAINT, **options) -> str:
    with transaction() as session:
        return people.published(session, kind, **options).reference


def _case(reference):
    with transaction(write=False) as session:
        return session.execute(
            select(submissions).where(submissions.c.reference == reference)
        ).one()


def _source(reference) -> str:
    with transaction(write=False) as session:
        return session.get_one(Text, _case(reference).text_id).source


def _edit(browser, reference, **fields):
    page = browser.get(f"/submissions/{reference}/edits/new").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    form = {"title": "Ny rubrik", "text": NEW, "version": version} | fields
    return browser.post(f"/submissions/{reference}/edits", form)


def _judge(reference, judgement, **more) -> None:
    with transaction() as session:
        item = room.item_of(session, take(session, reference))
        room.judge(session, item, judgement, **more)


def _told() -> list[tuple[str, str]]:
    addressing.address("test")
    return [(row.kind, row.address) for row in sent_rows()]


# Before it is shown


@pytest.mark.parametrize("state", ["private", "unconfirmed", "queued", "returned"])
def test_before_it_is_shown_the_key_changes_it_at_once(site, state):
    with transaction() as session:
        kind = Kind.PROPOSAL if state == "unconfirmed" else Kind.COMPLAINT
        nils = people.Someone(0, 0, "Nils", "nils@example.org")
        draft = people.a_draft(kind, by=nils, shown=state != "private")
        receipt = people.handed_in(session, draft)
    if state == "returned":
        _judge(receipt.reference, J.RETURN, message="Ta bort namnet.")
    browser = site.browser()
    here = browser.get(f"/submissions/{receipt.reference}?k={receipt.key}").headers["location"]
    page = browser.get(here).text
    assert f'href="{here}/edits/new"' in page or f'action="{here}/edits"' in page
    assert _case(receipt.reference).publication == state
    assert _edit(browser, receipt.reference).headers["location"] == here
    assert _source(receipt.reference) == NEW
    assert _case(receipt.reference).publication == ("queued" if state == "returned" else state)


def test_whoever_reads_the_former_text_just_then_decides_nothing(site, rosa):
    reference = _made()
    with transaction() as session:
        marek = people.marek(session)
        item = room.item_of(session, take(session, reference))
        address, version = f"/desk/{item.id}/verdicts", item.version
    _edit(site.browser().sign_in(rosa), reference)
    desk = site.browser().sign_in(marek)
    answer = desk.post(address, {"judgement": "publish", "version": str(version)})
    assert answer.status_code == 409
    assert _case(reference).publication is Publication.QUEUED


# After it was shown


def test_the_old_text_stands_for_everyone_until_the_change_was_read(site, rosa):
    reference = _published()
    author, stranger = site.browser().sign_in(rosa), site.browser()
    old = _source(reference)
    assert _edit(author, reference).status_code == 303
    assert _source(reference) == old
    mine = author.get(f"/submissions/{reference}").text
    for words in ("Your change waits for review", NEW, "Until then everyone reads the text"):
        assert words in mine
    for path in ("", ".atom", ".json"):
        page = stranger.get(f"/submissions/{reference}{path}").text
        assert "Storgatan 6" not in page
        assert "Ny rubrik" not in page
        assert "waits for review" not in page
    assert "Storgatan 6" not in stranger.get("/submissions").text
    with transaction() as session:
        sam = people.sam(session)
    assert "Storgatan 6" not in site.browser().sign_in(sam).get(f"/submissions/{reference}").text


def test_what_was_published_says_which_day_it_was_changed(site, rosa):
    reference = _published()
    stranger = site.browser()
    assert "Changed" not in stranger.get(f"/submissions/{reference}").text
    _edit(site.browser().sign_in(rosa), reference)
    calendar.freeze(now() + 2 * DAY)
    _judge(reference, J.PUBLISH)
    page = stranger.get(f"/submissions/{reference}").text
    assert "Storgatan 6" in page
    assert "<h1>Ny rubrik</h1>" in page
    assert "The text was changed" in page
    assert re.search(r"<span>Changed [A-Z][a-z]+day", page)
    for path in (f"/submissions/{reference}.atom", f"/submissions/{reference}.json"):
        feed = stranger.get(path)
        assert feed.status_code == 200
        assert "Storgatan 4" not in feed.text
    assert reference in stranger.get("/submissions", params={"q": "rubrik"}).text
    assert stranger.get(f"/submissions/{reference}/history").status_code == 200


def test_a_session_that_ends_meanwhile_loses_no_words(site, rosa):
    reference = _published()
    author = site.browser().sign_in(rosa)
    version = str(_case(reference).version)
    author.cookies.clear()
    form = {"title": "Ny rubrik", "text": NEW, "version": version}
    answer = author.post(f"/submissions/{reference}/edits", form)
    assert answer.status_code == 404
    assert NEW in answer.text
    assert 'href="/sign-in"' in answer.text
    again = author.sign_in(rosa).post(f"/submissions/{reference}/edits", form)
    assert again.status_code == 303


def test_both_texts_stand_side_by_side_on_the_desk(site, rosa):
    reference = _published()
    _edit(site.browser().sign_in(rosa), reference, title="En cykelväg längs ån")
    with transaction() as session:
        marek = people.marek(session)
        item_id = room.item_of(session, take(session, reference)).id
    desk = site.browser().sign_in(marek)
    assert "Change to a shown text" in desk.get("/desk").text
    page = desk.get(f"/desk/{item_id}").text
    for words in ("As it stands", "The change", "Publish the change", "Do not publish the change"):
        assert words in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "Leave as it is" not in page


def test_the_author_is_told_once_that_her_change_is_shown_and_followers_too(site, rosa):
    with transaction() as session:
        case = people.published(session)
        reference = case.reference
        follow(session, people.sam(session), case, extent=Extent.EVERYTHING)
        follow(session, people.resident(session, "Kim"), case)
    before = _told()
    _edit(site.browser().sign_in(rosa), reference)
    assert _told() == before
    _judge(reference, J.PUBLISH)
    for _ in range(2):
        assert sorted(_told()[len(before) :]) == [
            ("edited", "rosa@example.org"),
            ("edited", "sam@example.org"),
        ]


def test_the_author_alone_is_told_why_her_change_is_not_shown(site, rosa):
    with transaction() as session:
        case = people.published(session)
        reference = case.reference
        follow(session, people.sam(session), case, extent=Extent.EVERYTHING)
    author = site.browser().sign_in(rosa)
    before = _told()
    _edit(author, reference)
    _judge(reference, J.REFUSE, reason="personal_data", message="Ta bort namnet.")
    assert _told()[len(before) :] == [("refused", "rosa@example.org")]
    page = author.get(f"/submissions/{reference}").text
    for words in (
        "We did not show your change",
        "The text stands as it was.",
        "The text has details about a person that should not be on the web.",
        "Ta bort namnet.",
    ):
        assert words in page
    assert "Ta bort namnet." not in site.browser().get(f"/submissions/{reference}").text
    log = site.browser().get("/moderation-log").text
    assert "Change not published" in log
    _edit(author, reference)
    assert "We did not show your change" not in author.get(f"/submissions/{reference}").text


def test_a_second_change_begins_where_the_first_ended(site, rosa):
    reference = _published()
    author = site.browser().sign_in(rosa)
    _edit(author, reference)
    form = author.get(f"/submissions/{reference}/edits/new").text
    assert NEW in form
    assert "You have a change waiting." in form
    assert _edit(author, reference, text="Något tredje.").status_code == 303
    _judge(reference, J.PUBLISH)
    assert _source(reference) == "Något tredje."


def test_a_double_click_is_one_change_of_a_shown_text_too(site, rosa):
    reference = _published()
    author = site.browser().sign_in(rosa)
    version = str(_case(reference).version)
    for _ in range(3):
        form = {"title": "Ny rubrik", "text": NEW, "version": version}
        assert author.post(f"/submissions/{reference}/edits", form).status_code == 303
    with transaction(write=False) as session:
        events = history.timeline(session, f"submission-{reference}", public_only=False)
    assert [event.kind for event in events].count(EventKind.EDITED) == 1


def test_the_form_says_how_many_support_the_text(site, rosa):
    from models import vote
    from models.tally import recount

    reference = _published(Kind.PROPOSAL)
    with transaction() as session:
        vote.support(session, reference, people.sam(session).id)
        recount(session, reference)
    page = site.browser().sign_in(rosa).get(f"/submissions/{reference}/edits/new").text
    assert "1 person supports it as it stands" in page


def test_what_was_supported_enough_is_not_changed_and_no_word_is_lost(site, rosa):
    reference = _published(Kind.PROPOSAL)
    with transaction() as session:
        case = take(session, reference)
        case.status = Status.VOTING_ENDED
        session.add(case)
    author = site.browser().sign_in(rosa)
    assert "/edits/new" not in author.get(f"/submissions/{reference}").text
    assert author.get(f"/submissions/{reference}/edits/new").status_code == 409
    form = {"title": "Ny rubrik", "text": NEW, "version": str(_case(reference).version)}
    answer = author.post(f"/submissions/{reference}/edits", form)
    assert answer.status_code == 409
    assert "The text can no longer be changed." in answer.text
    assert NEW in answer.text


def test_nobody_else_changes_a_shown_text(site, rosa):
    reference = _published()
    with transaction() as session:
        others = [people.sam(session), people.marek(session), people.olga(session)]
        wrong = people.handed_in(session, people.a_draft())
    holder = site.browser()
    holder.cookies.set("key", wrong.key, domain="127.0.0.1", path=f"/submissions/{reference}")
    for browser in (site.browser(), holder, *(site.browser().sign_in(one) for one in others)):
        assert "/edits/new" not in browser.get(f"/submissions/{reference}").text
        assert browser.get(f"/submissions/{reference}/edits/new").status_code == 404
        form = {"title": "Kapad", "text": "Kapad text", "version": "1"}
        assert browser.post(f"/submissions/{reference}/edits", form).status_code == 404
    assert _case(reference).pending_text_id is None


def test_the_keys_holder_changes_a_shown_text(site):
    reference = _published()
    with transaction() as session:
        key = tracking_key(take(session, reference))
    browser = site.browser()
    browser.get(f"/submissions/{reference}?k={key}")
    assert _edit(browser, reference).status_code == 303
    assert _case(reference).pending_text_id is not None


def test_the_official_knows_that_the_text_is_about_to_change(site, rosa):
    reference = _published()
    _edit(site.browser().sign_in(rosa), reference)
    with transaction() as session:
        olga = people.olga(session)
    page = site.browser().sign_in(olga).get(f"/casework/{reference}").text
    assert "The sender has changed the text. The change waits for review." in page
    assert NEW in page


# Taking it back


def test_followers_are_told_that_it_was_taken_back_and_nothing_of_it(site, rosa):
    with transaction() as session:
        case = people.published(session, title="Rosas förslag")
        reference = case.reference
        for name in ("Sam", "Kim"):
            follow(session, people.resident(session, name), case)
    before = _told()
    author = site.browser().sign_in(rosa)
    author.post(f"/submissions/{reference}/withdrawal")
    assert sorted(_told()[len(before) :]) == [
        ("withdrawn", "kim@example.org"),
        ("withdrawn", "sam@example.org"),
    ]
    for path in (
        f"/submissions/{reference}",
        f"/submissions/{reference}.atom",
        "/submissions",
        "/submissions?q=rosas",
        "/feeds/submissions.atom",
    ):
        assert "Rosas förslag" not in site.browser().get(path).text


def test_what_nobody_could_read_is_taken_back_in_silence(site, rosa):
    with transaction() as session:
        case = people.a_submission(session)
        reference = case.reference
        follow(session, people.sam(session), case)
    before = _told()
    site.browser().sign_in(rosa).post(f"/submissions/{reference}/withdrawal")
    assert _told() == before
