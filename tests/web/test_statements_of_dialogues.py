"""Statements in the browser: answered one at a time by three buttons, and a result of nobody alone."""

import csv
import io
import time

import pytest
from sqlalchemy import select

from models import calendar
from models.calendar import MINUTE, now
from models.comment import comments
from models.database import transaction
from models.dialogue import assertions
from models.dialogue.ratings import ratings
from models.publishing import show_comment
from models.states import Publication
from moderation import subjects
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.models.stating import a_phase, crowd, weigh

HERE = "/dialogues/hur-kan-torget-bli-en-plats-dar-fler-vill-vara/statements"


@pytest.fixture
def made(site):
    with transaction() as session:
        return a_phase(session)


def someone(browser, who=people.rosa):
    with transaction() as session:
        person = who(session)
    return browser.sign_in(person)


def gone_within_a_second(browser, words):
    """Asks as a stranger whose pages are kept, until it is gone."""
    until = time.monotonic() + 1
    while words in (page := browser.get(f"{HERE}/result")).text and time.monotonic() < until:
        time.sleep(0.05)
    return page.status_code == 200 and words not in page.text


def given():
    with transaction(write=False) as session:
        return (
            session.execute(select(ratings.c.value).order_by(ratings.c.comment_id)).scalars().all()
        )


def over(made):
    crowd(made, agree=30, disagree=30)
    calendar.freeze(made.closes_at + MINUTE)
    weigh()


def test_a_stranger_sees_what_it_is_and_gets_a_link_back(site, made):
    browser = site.browser()
    page = browser.get(HERE).text
    assert "There are 3 statements" in page
    assert 'name="answer"' not in page
    sent = browser.post(f"{HERE}/link", {"channel": "email", "email": "sam@example.org"})
    assert sent.status_code == 200
    assert "sam@example.org" in sent.text
    # A form that somebody made herself answers nothing.
    assert browser.post(f"{HERE}/answers", {"statement": "1", "answer": "agree"}).status_code == 303
    assert given() == []


def test_one_after_the_other_by_three_buttons(site, made):
    rosa = someone(site.browser())
    for done in range(3):
        page = rosa.get(HERE).text
        assert f"You have answered {done} of 3." in page
        number = page.split('name="statement" value="')[1].split('"')[0]
        answered = rosa.post(f"{HERE}/answers", {"statement": number, "answer": "agree"})
        assert answered.headers["location"] == HERE
    page = rosa.get(HERE).text
    assert "You have answered all the statements" in page
    assert given() == [1, 1, 1]
    # And one of them again, with what she said before.
    page = rosa.get(f"{HERE}?statement={made.numbers[1]}").text
    assert "You have answered: agree" in page
    rosa.post(f"{HERE}/answers", {"statement": str(made.numbers[1]), "answer": "disagree"})
    assert given() == [1, -1, 1]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"statement": "1"}, 422),
        ({"statement": "1", "answer": "maybe"}, 422),
        ({"statement": "one", "answer": "agree"}, 422),
        ({"statement": "99", "answer": "agree"}, 404),
    ],
)
def test_a_form_that_lacks_something_is_shown_again(site, made, form, status):
    rosa = someone(site.browser())
    assert rosa.post(f"{HERE}/answers", form).status_code == status
    assert given() == []


def test_in_the_last_second_it_counts_and_a_second_later_it_does_not(site, made):
    rosa = someone(site.browser())
    form = {"statement": "1", "answer": "agree"}
    with calendar.at(made.closes_at - 1):
        assert rosa.post(f"{HERE}/answers", form).status_code == 303
    with calendar.at(made.closes_at):
        refused = rosa.post(f"{HERE}/answers", {**form, "answer": "pass"})
    assert refused.status_code == 409
    assert "This is not open now" in refused.text
    assert given() == [1]


def test_a_statement_of_ones_own_waits_for_review(site, made):
    rosa = someone(site.browser())
    page = rosa.get(f"{HERE}/new").text
    key = page.split('name="form_key" value="')[1].split('"')[0]
    form = {"form_key": key, "text": "Torget behöver en toalett."}
    assert "Thank you for your statement" in rosa.post(HERE, form).text
    assert "toalett" not in rosa.get(HERE).text
    with transaction() as session:
        written = session.execute(
            select(comments.c.number, comments.c.publication).order_by(comments.c.id.desc())
        ).first()
    assert written.publication == Publication.QUEUED
    with transaction() as session:
        subject = subjects.taken(session, made.reference, written.number)
        show_comment(
            session,
            subject.submission,
            subject.comment,
            Publication.PUBLISHED,
            by=people.marek(session).actor,
        )
    assert "of 4" in rosa.get(HERE).text
    assert rosa.post(HERE, {**form, "text": ""}).status_code == 422
    # Whoever was signed out meanwhile keeps her words.
    kept = site.browser().post(HERE, {**form, "text": "Torget behöver skugga."})
    assert "Torget behöver skugga." in kept.text


def test_the_result_is_told_when_the_time_is_over_and_of_nobody_alone(site, made):
    crowd(made, agree=30, disagree=30)
    weigh()
    browser = site.browser()
    assert browser.get(f"{HERE}/result").status_code == 404
    calendar.freeze(made.closes_at + MINUTE)
    assert "are being counted" not in browser.get(f"{HERE}/result").text
    weigh()
    page = browser.get(f"{HERE}/result")
    assert page.status_code == 200
    assert "60 people have answered" in page.text
    assert "Marknaden" in page.text
    assert browser.get(HERE).headers["location"] == f"{HERE}/result"
    found = browser.get(f"{HERE}/result.json").json()
    first = found["statements"][0]
    assert first["counts"] == [30, 30, 0]
    assert found["divides"] == [first["number"]]
    assert found["agreed"] == [found["statements"][1]["number"]]
    assert found["statements"][2]["counts"] is None
    lines = list(
        csv.DictReader(io.StringIO(browser.get(f"{HERE}/result.csv").text.lstrip("\ufeff")))
    )
    assert (lines[0]["agree"], lines[0]["disagree"], lines[0]["unit"]) == ("30", "30", "answers")


def test_groups_stand_on_the_page_as_a_map_and_in_words(site, made):
    over(made)
    page = site.browser().get(f"{HERE}/result").text
    assert page.count("<ellipse") == 2
    assert "<title id=" in page
    assert "Group A, 30 people" in page
    assert "Group B: 0% agree" in page


def test_live_by_choice_and_never_before_it_opens(site):
    with transaction() as session:
        made = a_phase(session, live=True)
    crowd(made)
    weigh()
    page = site.browser().get(f"{HERE}/result").text
    assert "6 people have answered" in page
    assert "The result can change until" in page


def test_what_is_hidden_is_gone_from_page_and_result_at_once(site, made):
    over(made)
    browser = site.browser()
    assert "Torget behöver fler bänkar" in browser.get(f"{HERE}/result").text
    with transaction() as session:
        subject = subjects.taken(session, made.reference, made.numbers[0])
        show_comment(
            session,
            subject.submission,
            subject.comment,
            Publication.HIDDEN,
            by=people.marek(session).actor,
        )
    assert gone_within_a_second(browser, "Torget behöver fler bänkar")
    calendar.freeze(now() + 2 * 1_000_000)
    assert (
        "Torget behöver fler bänkar"
        not in browser.get(f"{HERE}/result.json", headers={"Cache-Control": "no-cache"}).text
    )


def test_the_page_of_the_dialogue_leads_there_and_then_tells_the_heads_of_the_result(site, made):
    page = site.browser().get(f"/dialogues/{made.slug}").text
    assert "There are 3 statements" in page
    assert f'href="{HERE}?phase={made.id}"' in page
    over(made)
    anew = {"Cookie": "fresh=1"}
    page = site.browser().get(f"/dialogues/{made.slug}", headers=anew).text
    assert "60 people have answered" in page
    assert "Torget behöver fler bänkar." in page
    assert f'href="{HERE}/result?phase={made.id}"' in page


def test_the_rule_of_what_comes_next_is_published(site, made):
    page = site.browser(language="sv").get(f"{HERE}/how").text
    assert "Så väljer vi nästa påstående" in page


def test_whoever_leads_writes_statements_and_chooses_when_the_result_is_shown(site):
    with transaction() as session:
        held = a_dialogue(session, phases=[later(assertions.PhaseKind.STATEMENTS)])
        phase = session.scalar(select(assertions.phases.c.id))
        slug = held.dialogue.slug
    here = f"/casework/dialogues/{slug}/phases/{phase}/statements"
    olga = someone(site.browser(), people.olga)
    assert olga.get(here).status_code == 200
    form = {"statements": "Torget behöver bänkar.\n\nTorget behöver träd.\n"}
    assert olga.post(here, form).headers["location"] == here
    page = olga.get(here).text
    assert "2 statements" in page
    assert olga.post(here, {"statements": "\n"}).status_code == 422
    long = olga.post(here, {"statements": "x" * 300})
    assert long.status_code == 422
    assert "x" * 300 in long.text
    assert olga.post(f"{here}/result", {"live": "yes"}).status_code == 303
    with transaction(write=False) as session:
        assert assertions.is_live(session, phase)
    assert someone(site.browser()).get(here).status_code == 404
    assert olga.get(here.replace(str(phase), "99")).status_code == 404


def test_where_there_are_no_statements_there_is_no_page(site):
    with transaction() as session:
        a_dialogue(session, phases=[open_for(assertions.PhaseKind.DISCUSS)])
    for ending in ("", "/result", "/result.json", "/result.csv"):
        assert site.browser().get(HERE + ending).status_code == 404
