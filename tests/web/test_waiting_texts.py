"""What people read of review: a text that is shown at once, a place in the queue, a backlog."""

import pytest

from models import review_wait
from models.database import transaction
from models.review_wait import Counted
from models.states import Kind, Publication
from models.submission import take
from models.token import Purpose
from moderation import rule
from tests import people
from tests.moderation.ruled import town_with
from tests.web.test_comments import _by_email, _form, _only
from tests.web.test_handing_in import TYPED, _key, _sent
from tests.web.visiting import link
from web import town as towns

pytestmark = pytest.mark.once

BEHIND = Counted(waiting=73, median=900, expected=900, behind=True)


@pytest.fixture
def case(town):
    with transaction() as session:
        return people.published(session).reference


def _rules(**rules):
    with transaction() as session:
        town_with(session, **rules)
    towns.forget()


def _rosa(site, someone=people.rosa):
    with transaction() as session:
        made = someone(session)
    return site.browser().sign_in(made)


def _publication(reference) -> Publication:
    with transaction(write=False) as session:
        return take(session, reference).publication


def test_where_texts_are_read_afterwards_they_are_shown_at_once_and_said_to_be(site, case):
    _rules(submissions="after", comments="after")
    rosa = _rosa(site)
    check = rosa.post("/submissions/new", TYPED | {"step": "3", "go": "next", "form_key": "x" * 32})
    assert "everyone can read the text at once" in check.text
    reference = _sent(rosa)
    assert _publication(reference) is Publication.PUBLISHED
    assert site.browser().get(f"/submissions/{reference}").status_code == 200
    form = _form(rosa, case)
    assert "The comment is shown at once." in rosa.get(f"/submissions/{case}/comments/new").text
    answer = rosa.post(f"/submissions/{case}/comments", form)
    assert "The comment is shown now." in answer.text
    assert _only().publication is Publication.PUBLISHED


def test_a_comment_confirmed_by_letter_is_shown_when_the_button_is_pressed(site, case):
    _rules(comments="reactive")
    browser = site.browser()
    browser.post(f"/submissions/{case}/comments", _by_email(browser, case))
    here = f"/confirm/{link(Purpose.COMMENT)}"
    assert "When you press, the comment is shown." in browser.get(here).text
    page = browser.post(here)
    assert "The comment is shown now." in page.text
    assert _only().publication is Publication.PUBLISHED


def test_whoever_waits_reads_her_place_and_the_time_wherever_she_looks(site, case):
    rosa = _rosa(site)
    reference = _sent(rosa, kind="proposal", shown="unnamed")
    answer = rosa.post(f"/submissions/{case}/comments", _form(rosa, case))
    one, two = "Your text is number 1 in the queue. We read it by", "Your text is number 2"
    for page in (f"/submissions/{reference}/receipt", f"/submissions/{reference}", "/me"):
        assert one in " ".join(rosa.get(page).text.split()), page
    assert two in answer.text
    assert two in rosa.get("/me/comments").text
    assert "in the queue" not in site.browser().get(f"/submissions/{case}").text


def test_a_backlog_is_told_by_the_forms_and_at_her_place_but_not_where_nothing_waits(site, case):
    with transaction() as session:
        review_wait.note(session, BEHIND)
    rosa, told = _rosa(site), "73 texts wait to be read."
    typed = TYPED | {"step": "3", "go": "next", "form_key": _key(rosa)}
    assert told in rosa.post("/submissions/new", typed).text
    assert told not in rosa.post("/submissions/new", typed | {"shown": "no"}).text
    assert told in rosa.get(f"/submissions/{case}/comments/new").text
    reference = _sent(rosa)
    assert "just now it takes longer: count on" in rosa.get(f"/submissions/{reference}").text
    _rules(comments="after")
    assert told not in rosa.get(f"/submissions/{case}/comments/new").text


def test_a_change_of_hers_waits_in_a_place_too(site):
    with transaction() as session:
        reference = people.published(session, Kind.COMPLAINT).reference
    rosa = _rosa(site)
    new = {"title": "Mörkt", "text": "Det är mörkt på gångvägen.", "version": "0"}
    with transaction(write=False) as session:
        new["version"] = str(take(session, reference).version)
    rosa.post(f"/submissions/{reference}/edits", new)
    rosa.post(f"/submissions/{reference}/edits", new | {"looked": "yes"})
    page = rosa.get(f"/submissions/{reference}").text
    assert "Your change waits for review" in page
    assert "Your text is number 1 in the queue." in page


def test_the_rule_is_paused_with_a_reason_that_everyone_reads_by_the_forms(site, case):
    marek, reason = _rosa(site, people.marek), "Many texts of one kind & more."
    assert "The rule is off" in marek.get("/desk/rule").text
    _rules(publish_late=True)
    empty = marek.post("/desk/rule", {"reason": " "})
    assert (empty.status_code, "Say why the rule is to be paused" in empty.text) == (422, True)
    assert marek.post("/desk/rule", {"reason": reason}).status_code == 303
    assert marek.post("/desk/rule", {"reason": reason}).status_code == 409
    shown = reason.replace("&", "&amp;")
    for path in ("/desk", "/desk/rule"):
        assert shown in marek.get(path).text, path
    for path in (f"/submissions/{case}/comments/new", "/moderation-log"):
        assert shown in site.browser().get(path).text, path
    assert marek.post("/desk/rule/resumption").status_code == 303
    assert "Nothing is about to be shown by the rule." in marek.get("/desk/rule").text


def test_nobody_else_may_see_what_the_rule_is_about_to_show(site):
    _rules(publish_late=True)
    for someone in (people.rosa, people.olga):
        browser = _rosa(site, someone)
        assert browser.get("/desk/rule").status_code == 404
        assert browser.post("/desk/rule", {"reason": "Vi vill."}).status_code == 404
    with transaction(write=False) as session:
        assert rule.warned_of(session, people.Viewer(None)) == []


def test_the_page_about_us_says_how_it_is(site):
    about = "A person reads every text before it is shown."
    assert about in site.browser().get("/about").text
    _rules(comments="after", publish_late=True)
    page = site.browser().get("/about?again").text
    assert about not in page
    assert "Some of it is shown at once" in page
    assert "nothing was found, is shown by itself" in page
