"""On the spot: a short form without an account, read before it is shown, and closed kindly."""

import re

import pytest
from sqlalchemy import select

from models.calendar import DAY, SECOND, advance
from models.comment import Comment
from models.database import transaction
from models.dialogue import keeping, voices
from models.dialogue.kinds import PhaseKind, Section
from models.locking import lock
from models.publishing import show_comment
from models.states import Publication, Status
from models.verdict import Judgement
from moderation import queue
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.moderation import room
from tests.moderation.room import ANYWHERE
from tests.web.visiting import letters

pytestmark = pytest.mark.once

WORDS = "Sätt bänkar i skuggan vid biblioteket."


@pytest.fixture
def held(town):
    with transaction() as session:
        phases = [open_for(PhaseKind.DISCUSS, days=10), later(PhaseKind.VOTE, after=12)]
        return a_dialogue(session, phases=phases)


@pytest.fixture
def here(held):
    return f"/dialogues/{held.dialogue.slug}"


def _form(browser, here, text=WORDS):
    key = re.search(r'name="form_key" value="(\w{32})"', browser.get(f"{here}/here").text)[1]
    return {"form_key": key, "text": text}


def _said():
    with transaction(write=False) as session:
        return session.scalars(select(Comment).where(Comment.section == Section.VOICE)).all()


def _show(held, one, publication=Publication.PUBLISHED):
    with transaction() as session:
        by = people.marek(session).actor
        show_comment(session, held.case, session.get_one(Comment, one.id), publication, by=by)


def test_whoever_scans_the_code_says_it_without_an_account_and_it_is_read_first(site, held, here):
    browser = site.browser()
    assert browser.get(f"/h/{held.case.reference}").headers["location"] == f"{here}/here"
    form = _form(browser, here)
    for _twice in range(2):
        assert browser.post(f"{here}/here", form).headers["location"] == f"{here}/here/thanks"
    assert "We read it before it is shown" in browser.get(f"{here}/here/thanks").text
    (one,) = _said()
    assert (one.publication, one.contact_id, one.byline) == (Publication.QUEUED, None, "")
    assert letters() == 0
    with transaction() as session:
        assert len(queue.waiting(session, ANYWHERE)) == 1
    assert WORDS not in browser.get(f"{here}/voices").text
    _show(held, one)
    assert WORDS in browser.get(f"{here}/voices").text
    about = f"/submissions/{held.case.reference}/reports/new?comment={one.number}"
    assert WORDS in browser.get(about).text
    led_on = browser.get(f"{here}/comments/{one.number}").headers["location"]
    assert f'id="{led_on.partition("#")[2]}"' in browser.get(led_on).text
    assert "On the spot: 1" in browser.get(here).text
    _show(held, one, Publication.HIDDEN)
    assert WORDS not in browser.get(f"{here}/voices").text


def test_a_moderator_reads_it_and_refuses_it_though_nobody_can_be_told(site, held, here):
    browser = site.browser()
    browser.post(f"{here}/here", _form(browser, here))
    (one,) = _said()
    with transaction() as session:
        marek, item = people.marek(session), room.item_of(session, one)
        shown_at = f"/desk/{item.id}"
    assert WORDS in site.browser().sign_in(marek).get(shown_at).text
    with transaction() as session:
        item = room.item_of(session, session.get_one(Comment, one.id))
        room.judge(session, item, Judgement.REFUSE, reason="abusive")
    assert WORDS not in browser.get(f"{here}/voices").text
    assert letters() == 0


def test_whoever_is_signed_in_is_nobody_here(site, held, here):
    with transaction() as session:
        olga = people.olga(session)
    browser = site.browser().sign_in(olga)
    browser.post(f"{here}/here", _form(browser, here))
    (one,) = _said()
    assert (one.contact_id, one.official) == (None, False)


def test_what_is_found_in_the_words_is_shown_once_before_they_are_sent(site, here):
    browser = site.browser()
    form = _form(browser, here, text="Ring mig på 070-1740605 om bänken.")
    looked = browser.post(f"{here}/here", form)
    assert "Before you send" in looked.text
    assert "070-1740605" in looked.text
    assert _said() == []
    assert browser.post(f"{here}/here", form | {"looked": "yes"}).status_code == 303
    assert browser.post(f"{here}/here", form | {"text": " "}).status_code == 422


def test_in_the_last_second_it_counts_and_after_it_nothing_typed_is_lost(site, here):
    browser = site.browser()
    form, late = _form(browser, here), _form(browser, here)
    advance((10 * DAY - SECOND) // SECOND)
    assert browser.post(f"{here}/here", form).status_code == 303
    advance(1)
    refused = browser.post(f"{here}/here", late)
    assert refused.status_code == 409
    for words in ("The form closed", "What comes next: we vote", WORDS):
        assert words in refused.text
    assert len(_said()) == 1
    assert "The form closed" in browser.get(f"{here}/here").text


@pytest.mark.parametrize("why", ["locked", "broken off", "nothing to say", "later"])
def test_a_code_that_still_hangs_somewhere_leads_to_a_page_that_says_so(site, why):
    with transaction() as session:
        kind = PhaseKind.VOTE if why == "nothing to say" else PhaseKind.DISCUSS
        held = a_dialogue(session, phases=[later(kind) if why == "later" else open_for(kind)])
        if why == "locked":
            lock(session, held.case, None, by=people.marek(session).actor, locked=True)
        if why == "broken off":
            ending = keeping.Ending("Vi gör om den nästa år.", "Nämnden")
            by = people.olga(session).actor
            keeping.move(session, held, Status.BROKEN_OFF, by=by, ending=ending)
    page = site.browser().get(f"/dialogues/{held.dialogue.slug}/here")
    assert page.status_code == 200
    assert "The form is closed" in page.text
    assert ("The form opens" in page.text) == (why == "later")


def test_pages_are_bounded_and_a_letter_finds_its_place(site, held, here, monkeypatch):
    monkeypatch.setattr(voices, "PAGE", 2)
    with transaction() as session:
        for number in range(5):
            voices.say(session, held.case.reference, f"Ord {number}.", "", form=f"{number:032d}")
    for one in _said():
        _show(held, one)
    page = site.browser().get(f"{here}/voices").text
    assert re.findall(r'id="comment-(\d)"', page) == ["5", "4"]
    following = re.search(r'href="([^"]*after=\d+)"', page)[1]
    assert re.findall(r'id="comment-(\d)"', site.browser().get(following).text) == ["3", "2"]
    with transaction(write=False) as session:
        assert voices.count(session, held.case.id) == 5


def test_the_poster_has_the_question_the_short_link_and_the_code_for_whoever_leads(site, held):
    address = f"/casework/dialogues/{held.dialogue.slug}/poster"
    assert site.browser().get(address).status_code == 404
    with transaction() as session:
        olga = people.olga(session)
    browser = site.browser().sign_in(olga)
    page = browser.get(address).text
    assert f"/h/<wbr>{held.case.reference}" in page
    assert '<svg class="code"' in page
    assert address in browser.get(f"/casework/dialogues/{held.dialogue.slug}").text


def test_a_draft_has_no_form_for_strangers(site):
    with transaction() as session:
        held = a_dialogue(session, state=Status.DRAFT)
    for path in (f"/h/{held.case.reference}", f"/dialogues/{held.dialogue.slug}/here"):
        assert site.browser().get(path).status_code == 404
