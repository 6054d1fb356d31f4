"""Voting in a dialogue over HTTP: a link by letter, one form, a receipt, and a result."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

import templates
from models import calendar
from models.counting import Method
from models.database import transaction
from models.dialogue import closing, polls
from models.dialogue.kinds import PhaseKind
from models.states import Status
from models.token import Purpose
from tests import people
from tests.dialogues import a_dialogue, later
from tests.models.polling import a_poll, cast, close, crowd, first_phase, set_up
from tests.web.visiting import count, letters, link

SNIPPET = Path(templates.__file__).parent / "dialogues" / "ballot" / "_recompute.txt"


def made(method=Method.APPROVAL, **other):
    with transaction() as session:
        return a_poll(session, method, **other)


def here(poll, more=""):
    return f"/dialogues/{poll.slug}/ballot{more}"


def signed_in(site):
    with transaction() as session:
        sam = people.sam(session)
    return site.browser().sign_in(sam)


def receipt_of(page):
    return page.text.partition('<p class="key">')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("method", "marks"),
    [
        (Method.SUPPORT, {"choice": "2"}),
        (Method.APPROVAL, {"option2": "yes", "option3": "yes"}),
        (Method.SCORE, {"option1": "0", "option2": "5"}),
    ],
)
def test_a_vote_from_the_form_to_the_receipt_that_finds_it(site, method, marks):
    poll = made(method)
    browser = signed_in(site)
    assert "Fler träd" in browser.get(here(poll)).text
    done = browser.post(here(poll), {"phase": str(poll.phase_id), **marks})
    assert "Thank you, you have voted" in done.text
    assert done.headers["cache-control"] == "private, no-store"
    receipt = receipt_of(done)
    assert len(receipt) == 19
    again = browser.get(here(poll)).text
    assert "You have voted." in again
    assert receipt not in again
    assert " checked" not in again
    with calendar.at(poll.closes_at):
        close(poll)
        stranger = site.browser()
        assert receipt in stranger.get(here(poll, "/result.csv")).text
        typed = {"receipt": f" {receipt.lower().replace('-', ' ').replace('0', 'o')} "}
        found = stranger.post(here(poll, "/receipt"), typed).text
        assert "This ballot was counted" in found
        assert "<li>En fontän" in found
        missed = stranger.post(here(poll, "/receipt"), {"receipt": "0" * 16})
        assert "No counted ballot has that receipt" in missed.text


def test_a_stranger_gets_a_link_that_leads_back_to_the_ballot(site):
    poll = made()
    browser = site.browser()
    page = browser.get(here(poll)).text
    assert "En fontän" in page
    assert 'name="option1"' not in page
    where = {"channel": "email", "email": "nils@example.org"}
    assert "nils@example.org" in browser.post(here(poll, "/link"), where).text
    assert letters() == 1
    entered = browser.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert entered.headers["location"] == here(poll)
    done = browser.post(here(poll), {"phase": str(poll.phase_id), "option1": "yes"})
    assert done.status_code == 200
    assert (count(polls.rolls), count(polls.papers)) == (1, 1)


def test_a_stranger_who_sends_the_ballot_itself_is_shown_the_way_in_and_votes_for_nobody(site):
    poll = made()
    answer = site.browser().post(here(poll), {"phase": str(poll.phase_id), "option1": "yes"})
    assert "Send me a link" in answer.text
    assert count(polls.papers) == 0


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({}, "Choose what you vote for"),
        ({"option9": "yes"}, "Choose one of the options"),
        ({"option1": "7"}, "Choose one of the options"),
        ({"option1": "yes", "option2": "yes", "option3": "yes"}, "Take some away"),
        ({"optionx": "yes"}, "Choose one of the options"),
    ],
)
def test_what_is_no_ballot_comes_back_as_it_was_marked(site, marks, said):
    poll = made(most=2)
    answer = signed_in(site).post(here(poll), {"phase": str(poll.phase_id), **marks})
    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count(" checked") == len(
        {"option1", "option2", "option3"}
        & {name for name, value in marks.items() if value == "yes"}
    )
    assert count(polls.rolls) == 0


def test_after_the_time_a_vote_is_refused_in_plain_words(site):
    poll = made()
    with calendar.at(poll.closes_at):
        browser = signed_in(site)
        answer = browser.post(here(poll), {"phase": str(poll.phase_id), "option1": "yes"})
    assert answer.status_code == 409
    assert "This is not open now." in answer.text


def test_no_count_is_shown_before_the_end_to_anybody(site):
    poll = made()
    for person in crowd(6):
        cast(poll, person, 3)
    with transaction() as session:
        olga = people.olga(session)
    for browser in (site.browser(), signed_in(site), site.browser().sign_in(olga)):
        for more in ("", "/result", "/receipt"):
            page = browser.get(here(poll, more)).text
            assert "people voted" not in page
            assert "100%" not in page
        assert browser.get(here(poll, "/result.csv")).status_code == 404


def test_the_result_says_what_is_equal_and_the_program_on_it_counts_the_file_again(site):
    poll = made()
    for person, options in zip(crowd(4), [(1,), (2, 3), (2, 3), (1, 2, 3)], strict=True):
        cast(poll, person, *options)
    with calendar.at(poll.closes_at):
        browser = site.browser()
        assert "We are counting" in browser.get(here(poll, "/result")).text
        close(poll)
        page = browser.get(here(poll, "/result")).text
        file = browser.get(here(poll, "/result.csv"))
    assert "Equal: En fontän, Fler träd. They share the place." in page
    assert "4 people voted." in page
    assert file.headers["content-type"].startswith("text/csv")
    seal = hashlib.sha256(file.content).hexdigest()
    assert seal in page
    ran = subprocess.run(
        [sys.executable, SNIPPET], input=file.content, capture_output=True, check=True
    )
    head, *lines = ran.stdout.decode().splitlines()
    assert head == f"4 ballots, seal {seal}"
    assert sorted(lines[:2]) == ["2 3", "3 3"]
    assert lines[2] == "1 2"
    drawn = page.partition("It gives this order:")[2].partition("</ol>")[0]
    order = ["Bänkar med ryggstöd", "En fontän", "Fler träd"]
    assert drawn.index(order[int(lines[0][0]) - 1]) < drawn.index(order[int(lines[1][0]) - 1])


def test_the_count_meanwhile_reaches_readers_where_it_was_chosen(site):
    poll = made(live=True)
    browser = site.browser()
    assert "when 5 people have voted" in browser.get(here(poll, "/result")).text
    for person in crowd(5):
        cast(poll, person, 1)
    with transaction() as session:
        closing.count_meanwhile(session, poll.id)
    page = browser.get(here(poll, "/result")).text
    assert "This can still change." in page
    assert "5 people voted." in page


def test_a_dialogue_without_a_vote_has_no_ballot(site):
    with transaction() as session:
        slug = a_dialogue(session).dialogue.slug
    for more in ("", "/result", "/result.csv", "/receipt"):
        assert site.browser().get(f"/dialogues/{slug}/ballot{more}").status_code == 404


def test_who_leads_the_dialogue_sets_up_the_ballot_until_it_opens_and_nobody_else(site):
    with transaction() as session:
        held = a_dialogue(session, phases=[later(PhaseKind.VOTE)])
        phase = first_phase(session, held)
        slug, phase_id, opens_at = held.dialogue.slug, phase.id, phase.opens_at
        olga, marek = people.olga(session), people.marek(session)
    path = f"/casework/dialogues/{slug}/phases/{phase_id}/ballot"
    official = site.browser().sign_in(olga)
    assert "Save the ballot" in official.get(path).text
    form = {
        "version": "0",
        "question": "Vad först?",
        "method": "approval",
        "option1": "Bänkar",
        "option3": "Träd",
        "words3": "Lindar",
    }
    for browser in (site.browser(), site.browser().sign_in(marek)):
        assert browser.get(path).status_code == 404
        assert browser.post(path, form).status_code == 404
    few = official.post(path, {**form, "option3": ""})
    assert few.status_code == 422
    assert "Write at least two options" in few.text
    assert official.post(path, {**form, "most": "9"}).status_code == 422
    assert official.post(path, form).headers["location"] == path
    page = official.get(path).text
    assert "The ballot is ready." in page
    assert 'value="Lindar"' in page
    assert official.post(path, form).status_code == 409
    with transaction() as session:
        poll = polls.of_phase(session, phase_id)
        assert [one.title for one in polls.options(session, poll.id)] == ["Bänkar", "Träd"]
    with calendar.at(opens_at):
        with transaction() as session:
            closing.open_poll(session, poll.id)
        official.sign_in(olga)
        assert "cannot be changed" in official.get(path).text
        assert official.post(path, {**form, "version": "1"}).status_code == 409


def test_the_ballot_of_a_draft_is_there_for_who_leads_it_alone(site):

    with transaction() as session:
        held = a_dialogue(session, state=Status.DRAFT, phases=[later(PhaseKind.VOTE)])
        set_up(session, held, first_phase(session, held))
        slug, olga = held.dialogue.slug, people.olga(session)
    for more in ("", "/result", "/receipt"):
        path = f"/dialogues/{slug}/ballot{more}"
        assert site.browser().get(path).status_code == 404
        assert site.browser().sign_in(olga).get(path).status_code == 200
