"""What was heard and what came of it, over HTTP: staff write it, everyone reads it, nothing leaks."""

import csv
import datetime as dt
import io
import re

import pytest

from models import publishing
from models.actor import SYSTEM
from models.calendar import today
from models.comment import Comment
from models.database import transaction
from models.dialogue import themes
from models.dialogue.keeping import take_for
from models.states import Publication, Status
from tests import people
from tests.dialogues import a_dialogue
from tests.models.test_results import an_action
from tests.models.test_themes import linked, noted, said
from tests.web.waiting import soon

SECRET = "Bara för oss som arbetar här"


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def slug(site):
    with transaction() as session:
        held = a_dialogue(session, state=Status.OPEN)
        return held.dialogue.slug


def staff(slug: str, noun: str = "") -> str:
    return f"/casework/dialogues/{slug}{noun}"


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


def test_a_note_is_written_and_the_next_is_from_the_same_place(site, olga, slug):
    path = staff(slug, "/notes")
    note = {"said": SECRET, "channel": "checkpoint", "place": "Biblioteket", "people": "12"}
    note |= {"day": today().isoformat()}
    answer = olga.post(path, note)
    assert answer.status_code == 303, answer.text
    page = olga.get(path).text
    assert SECRET in page
    assert 'value="Biblioteket"' in page
    public = site.browser().get(f"/dialogues/{slug}/heard").text
    assert "we met 12 people" in public
    assert SECRET not in public
    assert "Biblioteket" not in public
    one = re.search(r"/notes/(\d+)", page)[0]
    assert olga.post(staff(slug, one), note | {"shown": "yes"}).status_code == 303
    assert olga.get(f"/dialogues/{slug}/heard").text.count(SECRET) == 1
    wrong = olga.post(path, note | {"people": "många", "said": ""})
    assert wrong.status_code == 422
    assert 'value="många"' in wrong.text


def test_what_was_ticked_goes_under_a_theme_and_the_file_counts_as_the_page(site, olga, slug):
    with transaction() as session:
        held = take_for(session, slug, people.olga(session).viewer)
        comment, note = said(session, held), noted(session, held, SECRET)
        evidence, case = linked(session, held, public=False)
    boxes = {f"input-comment-{comment.id}": "yes", f"input-note-{note.id}": "yes"}
    boxes |= {f"input-case-{evidence.id}": "yes", "act": "put", "new": "Bänkar"}
    answer = olga.post(staff(slug, "/themes/inputs?channel=talk"), boxes)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].endswith("/themes?channel=talk")
    browser = site.browser()
    page = browser.get(f"/dialogues/{slug}/themes").text
    assert "Bänkar" in page
    assert "(3)" in page
    rows = list(csv.reader(io.StringIO(browser.get(f"/dialogues/{slug}/themes.csv").text)))
    assert len(rows) == 4
    assert {row[1] for row in rows[1:]} == {"talk", "meeting", "case"}
    for path in ("themes", "themes.csv", "heard", "result"):
        found = browser.get(f"/dialogues/{slug}/{path}").text
        assert SECRET not in found
        assert case.reference not in found
    nothing = olga.post(staff(slug, "/themes/inputs"), {"act": "put", "new": "Träd"})
    assert nothing.status_code == 422
    assert "Träd" in nothing.text


def test_what_is_hidden_is_counted_nowhere(site, olga, slug):
    with transaction() as session:
        held = take_for(session, slug, people.olga(session).viewer)
        comment = said(session, held)
    browser = site.browser()
    assert "1 opinion" in browser.get(f"/dialogues/{slug}").text
    with transaction() as session:
        held = take_for(session, slug, people.olga(session).viewer)
        found = session.get_one(Comment, comment.id)
        publishing.show_comment(session, held.case, found, Publication.HIDDEN, by=SYSTEM)
    soon(lambda: "1 opinion" not in browser.get(f"/dialogues/{slug}").text)
    for path in ("themes.csv", "heard"):
        page = browser.get(f"/dialogues/{slug}/{path}").text
        assert "comment-1" not in page
        assert "1 opinion" not in page


def test_a_report_says_everything_it_lacks_at_once_and_loses_nothing(site, olga, slug):
    with transaction() as session:
        viewer = people.olga(session)
        held = take_for(session, slug, viewer.viewer)
        theme = themes.add(session, held, "Skugga", by=viewer.actor)
    path = staff(slug, "/results/closing")
    row = f"theme{theme.id}-"
    typed = {"version": version(olga.get(path).text), "text": "Många vill ha skugga."}
    typed |= {
        row + "answer": "will",
        row + "said": "Vi planterar.",
        row + "due": "",
        row + "who": "",
    }
    wrong = olga.post(path, typed | {"act": "publish"})
    assert wrong.status_code == 422
    for said_of in ("Skugga: Enter the day", "Skugga: Say who does it", "influenced the decision"):
        assert said_of in wrong.text
    assert "Vi planterar." in wrong.text
    assert olga.post(path, typed | {"act": "save"}).status_code == 303
    assert "Många vill ha skugga." not in site.browser().get(f"/dialogues/{slug}/result").text
    typed |= {"version": version(olga.get(path).text), "influenced": "Planen ändrades."}
    typed |= {row + "due": "2030-05-01", row + "who": "Parkenheten"}
    assert olga.post(path, typed | {"act": "publish"}).status_code == 303
    for page in (f"/dialogues/{slug}/result", f"/dialogues/{slug}"):
        found = site.browser(language="sv").get(page).text
        assert "Planen ändrades." in found
        assert "Parkenheten" in found
    stale = olga.post(path, typed | {"act": "save", "text": "Annat."})
    assert stale.status_code == 409
    assert "Annat." in stale.text


def test_actions_are_kept_and_flagged_and_put_off(site, olga, slug):
    path = staff(slug, "/actions")
    page = olga.get(path).text
    unit = re.search(r'<option value="(\d+)" selected', page)[1]
    late = (today() - dt.timedelta(days=3)).isoformat()
    typed = {"said": "Plantera träd.", "unit": unit, "due_on": late}
    assert olga.post(path, typed).status_code == 303
    public = site.browser().get(f"/dialogues/{slug}/result").text
    assert "Plantera träd." in public
    assert "Delayed" in public
    one = re.search(r"/actions/(\d+)", olga.get(path).text)[0]
    changed = typed | {"version": version(olga.get(staff(slug, one)).text), "status": "done"}
    assert olga.post(staff(slug, one), changed).status_code == 422
    assert olga.post(staff(slug, one), changed | {"done_on": late}).status_code == 303
    assert olga.post(staff(slug, one), changed | {"done_on": late}).status_code == 409
    assert olga.post(path, typed | {"said": "Bygg bänkar."}).status_code == 303
    year = str(today().year)
    carried = {"carry_year": year, "carry_why": "Marken var frusen."}
    assert olga.post(staff(slug, "/carrying"), carried | {"carry_why": ""}).status_code == 422
    assert olga.post(staff(slug, "/carrying"), carried).status_code == 303
    news = {"now_year": year, "now_words": "Träden står där."}
    assert olga.post(staff(slug, "/year-notes"), news).status_code == 303
    found = olga.get(f"/dialogues/{slug}/result").text
    for words in ("Marken var frusen.", "Träden står där.", "Should have been done"):
        assert words in found


def test_a_case_is_linked_by_its_number(site, olga, slug):
    with transaction() as session:
        public = people.published(session, title="Trasig bänk vid torget")
    path = staff(slug, "/evidence")
    assert olga.post(path, {"reference": "2020-99999"}).status_code == 422
    assert olga.post(path, {"reference": public.reference}).status_code == 303
    assert "Trasig bänk vid torget" in site.browser().get(f"/dialogues/{slug}/heard").text
    one = re.search(r"/evidence/(\d+)/removal", olga.get(path).text)[0]
    assert olga.post(staff(slug, one)).status_code == 303
    assert "Trasig bänk vid torget" not in olga.get(path).text


@pytest.mark.parametrize("noun", ["notes", "evidence", "themes", "results", "results/closing"])
def test_a_stranger_and_an_official_of_another_unit_find_nothing(site, slug, noun):
    with transaction() as session:
        known = people.a_submission(session)
        nina = people.official_of(session, "Nina", known.unit_id + 1)
    for browser in (site.browser(), site.browser().sign_in(nina)):
        assert browser.get(staff(slug, f"/{noun}")).status_code == 404


def test_whoever_leads_is_told_at_her_work_what_is_late(site, olga, slug):
    assert "led to is late" not in olga.get("/work").text
    with transaction() as session:
        held = take_for(session, slug, people.olga(session).viewer)
        an_action(session, held, due_on=today() - dt.timedelta(days=1))
    assert "1 action that a dialogue led to is late" in olga.get("/work").text


def test_what_was_learnt_is_written_down_for_everyone(site, olga, slug):
    path = staff(slug, "/evaluation")
    assert olga.post(path, {"learnt": ""}).status_code == 422
    assert olga.post(path, {"learnt": "Vi började för sent."}).status_code == 303
    assert "Vi började för sent." in site.browser().get(f"/dialogues/{slug}/result").text


def test_a_theme_that_a_colleague_has_taken_away_loses_no_tick(site, olga, slug):
    with transaction() as session:
        held = take_for(session, slug, people.olga(session).viewer)
        note = noted(session, held)
    ticked = {f"input-note-{note.id}": "yes", "act": "put", "into": "99"}
    answer = olga.post(staff(slug, "/themes/inputs"), ticked)
    assert answer.status_code == 422
    assert " checked" in answer.text
