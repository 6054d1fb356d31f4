"""Discussions and ideas over HTTP: what is read, what is written and when, and who marks what."""

import re

import pytest
from sqlalchemy import select

from models.calendar import DAY, SECOND, advance
from models.comment import Comment, comments
from models.database import transaction
from models.dialogue.helpful import helpful
from models.dialogue.kinds import PhaseKind, Section, Stance
from models.dialogue.talking import LISTED, REPLIES
from models.event import EventKind
from models.history import timeline
from models.locking import lock
from models.publishing import show_comment
from models.states import Publication
from models.token import Purpose
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.notifications.post import Shelf, send
from tests.talking import talk
from tests.web.visiting import count, letters, link
from web.commands import scheduler

pytestmark = pytest.mark.once

WORDS = "Bänkarna gör att min mamma orkar gå till affären."


@pytest.fixture
def held(town):
    with transaction() as session:
        return a_dialogue(
            session,
            phases=[
                open_for(PhaseKind.DISCUSS, days=10),
                open_for(PhaseKind.COLLECT_IDEAS, days=10),
                later(PhaseKind.VOTE, after=12),
            ],
        )


@pytest.fixture
def here(held):
    return f"/dialogues/{held.dialogue.slug}"


def _signed_in(site, someone=people.sam):
    with transaction() as session:
        made = someone(session)
    return site.browser().sign_in(made)


def _form(browser, here, sort="talk", **fields):
    page = browser.get(f"{here}/{sort}/new?stance=for").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)[1]
    phase = re.search(r'name="phase" value="(\d+)"', page)[1]
    own = {"title": "Fler bänkar"} if sort == "ideas" else {"stance": "for"}
    return {"form_key": key, "phase": phase, "text": WORDS} | own | fields


def _only() -> Comment:
    with transaction(write=False) as session:
        return session.scalars(select(Comment)).one()


def _tick():
    assert scheduler.tick("the clock of this test")


def _hide(held, comment):
    with transaction() as session:
        by = people.marek(session).actor
        one = session.get_one(Comment, comment.id)
        show_comment(session, held.case, one, Publication.HIDDEN, by=by)


def test_arguments_stand_in_turns_with_their_replies_and_the_rest_below(site, held, here):
    with transaction() as session:
        first = talk(session, held, stance=Stance.FOR, source="Skäl ett för.")
        talk(session, held, stance=Stance.FOR, source="Skäl två för.")
        talk(session, held, stance=Stance.AGAINST, source="Skäl emot.")
        talk(session, held, source="En fråga.")
        talk(session, held, source="Ett svar.", reply_to=first.number)
        talk(session, held, source="Väntar.", shown=False)
    page = site.browser().get(f"{here}/talk?order=new").text
    order = ["Skäl två för.", "Skäl emot.", "Skäl ett för.", "Ett svar.", "En fråga."]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "2 arguments for" in page
    assert "1 against" in page
    assert "Väntar." not in page


def test_the_side_comes_first_and_nothing_is_preset(site, here):
    browser = _signed_in(site)
    page = browser.get(f"{here}/talk/new")
    assert "checked" not in page.text
    assert "<textarea" not in page.text
    unsaid = browser.get(f"{here}/talk/new?asked=yes")
    assert (unsaid.status_code, "Say whether you write for" in unsaid.text) == (422, True)
    answer = browser.post(f"{here}/talk", _form(browser, here, stance=""))
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert count(comments) == 0


def test_a_comment_of_somebody_signed_in_waits_to_be_read(site, held, here):
    browser = _signed_in(site)
    answer = browser.post(f"{here}/talk", _form(browser, here, name="Sam"))
    assert "We read the comment, and then it is shown." in answer.text
    made = _only()
    assert (made.publication, made.stance, made.section) == (
        Publication.QUEUED,
        Stance.FOR,
        Section.TALK,
    )
    assert made.phase_id is not None
    assert WORDS not in browser.get(f"{here}/talk").text


def test_a_stranger_confirms_her_idea_by_letter(site, here):
    browser = site.browser()
    form = _form(browser, here, "ideas", channel="email", email="nils@example.org")
    assert "One thing left: confirm your idea" in browser.post(f"{here}/ideas", form).text
    assert (letters(), _only().publication) == (1, Publication.UNCONFIRMED)
    shelf = Shelf()
    send(shelf)
    assert "your idea in" in shelf.letters[0].text
    button = f"/confirm/{link(Purpose.COMMENT)}"
    assert "Confirm your idea" in browser.get(button).text
    assert "We read your idea" in browser.post(button).text
    assert (_only().publication, _only().section) == (Publication.QUEUED, Section.IDEA)


def test_an_idea_has_a_title_and_what_is_said_of_it_stands_below(site, held, here):
    with transaction() as session:
        idea = talk(
            session, held, section=Section.IDEA, source="En fontän\n\nVatten svalkar.\n\nOch låter."
        )
        talk(session, held, source="Vem ska sköta den?", reply_to=idea.number)
    browser = site.browser()
    listed = browser.get(f"{here}/ideas").text
    assert ">En fontän</a>" in listed
    assert "<p>Vatten svalkar.</p><p>Och låter.</p>" in listed
    assert "1 reply" in listed
    page = browser.get(f"{here}/ideas/{idea.number}").text
    assert page.count("Vatten svalkar.") == 1
    assert "Vem ska sköta den?" in page
    assert "Vem ska sköta den?" not in browser.get(f"{here}/talk").text


@pytest.mark.parametrize(("sort", "said"), [("talk", "discussion ended"), ("ideas", "ideas ended")])
def test_after_its_end_the_page_says_when_and_what_comes_next_and_keeps_every_word(
    site, here, sort, said
):
    browser = _signed_in(site)
    form = _form(browser, here, sort)
    advance(10 * DAY // SECOND)
    answer = browser.post(f"{here}/{sort}", form)
    assert answer.status_code == 409
    assert said in answer.text
    assert "What comes next: we vote, from" in answer.text
    assert WORDS in answer.text
    assert count(comments) == 0
    page = browser.get(f"{here}/{sort}/new")
    assert (page.status_code, said in page.text, "form_key" in page.text) == (200, True, False)
    assert f"{here}/{sort}/new" not in browser.get(f"{here}/{sort}").text


def test_a_moderator_closes_the_thread_and_nobody_writes_more(site, held, here):
    browser = _signed_in(site)
    form = _form(browser, here)
    with transaction() as session:
        case = held.case
        lock(session, session.merge(case), None, by=people.marek(session).actor, locked=True)
    answer = browser.post(f"{here}/talk", form)
    assert (answer.status_code, WORDS in answer.text) == (409, True)
    for page in (f"{here}/talk", f"{here}/talk/new", f"{here}/ideas"):
        assert "We have closed the comments." in browser.get(page).text


def test_one_press_marks_and_the_next_takes_it_back(site, held, here):
    with transaction() as session:
        one = talk(session, held, stance=Stance.FOR)
    browser = _signed_in(site, people.rosa)
    told = {"here": f"{here}/talk?phase=1"}
    answer = browser.post(f"{here}/helpful", told | {"helpful": str(one.number)})
    assert answer.headers["location"] == f"{here}/talk?phase=1#comment-{one.number}"
    _tick()
    page = browser.get(f"{here}/talk").text
    assert re.search(r'name="back" value="1" aria-pressed="true">Good point 1<', page)
    others = _signed_in(site).get(f"{here}/talk").text
    assert re.search(r'name="helpful" value="1" aria-pressed="false">Good point 1<', others)
    browser.post(f"{here}/helpful", told | {"back": str(one.number)})
    _tick()
    assert re.search(r'aria-pressed="false">Good point<', browser.get(f"{here}/talk").text)
    with transaction(write=False) as session:
        kinds = [one.kind for one in timeline(session, held.case.stream, public_only=False)]
    assert EventKind.VERDICT_GIVEN not in kinds


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(site, held, here):
    with transaction() as session:
        talk(session, held)
    told = {"helpful": "1", "here": "//evil.example/x"}
    answer = site.browser().post(f"{here}/helpful", told)
    assert answer.headers["location"].startswith("/sign-in?next=/dialogues/")
    assert count(helpful) == 0


def test_her_own_words_and_what_is_over_are_not_marked(site, held, here):
    with transaction() as session:
        talk(session, held, by=people.sam(session))
    own = _signed_in(site).post(f"{here}/helpful", {"helpful": "1"})
    assert (own.status_code, "You wrote this yourself" in own.text) == (409, True)
    advance(10 * DAY // SECOND)
    late = _signed_in(site, people.anna).post(f"{here}/helpful", {"helpful": "1"})
    assert (late.status_code, "The discussion ended" in late.text) == (409, True)
    assert count(helpful) == 0


def test_what_is_hidden_is_gone_with_the_next_request_and_leaves_a_place_above_replies(
    site, held, here
):
    with transaction() as session:
        first = talk(session, held, stance=Stance.FOR, source="Elaka ord.")
        second = talk(session, held, stance=Stance.AGAINST, source="Också elakt.")
        talk(session, held, source="Så säger man inte.", reply_to=first.number)
    browser = site.browser()
    signed = _signed_in(site, people.rosa)
    for one in (browser, signed):
        assert "Elaka ord." in one.get(f"{here}/talk").text
    _hide(held, first)
    _hide(held, second)
    for path in ("talk", f"talk/{first.number}", "talk?order=new"):
        for one in (browser, signed):
            page = one.get(f"{here}/{path}").text
            assert "Elaka ord." not in page
            assert "Också elakt." not in page
            assert "Så säger man inte." in page
            assert "This comment is not shown." in page
    for number in (first.number, second.number):
        assert browser.get(f"{here}/comments/{number}").status_code == 404
    assert browser.get(f"{here}/talk/{second.number}").status_code == 404


def test_a_long_discussion_comes_in_bounded_pages_and_no_comment_is_left_out(site, held, here):
    with transaction() as session:
        for n in range(LISTED + 4):
            talk(session, held, stance=Stance.FOR, source=f"För nummer {n}.")
        talk(session, held, stance=Stance.AGAINST, source="Emot.")
        root = talk(session, held, source="En fråga.")
        for n in range(REPLIES + 2):
            talk(session, held, source=f"Svar nummer {n}.", reply_to=root.number)
    browser, seen, path = site.browser(), set(), f"{here}/talk?order=new"
    for _ in range(3):
        page = browser.get(path).text
        seen |= set(re.findall(r"För nummer \d+\.", page))
        assert page.count('id="comment-') <= 3 * LISTED * (1 + REPLIES)
        following = re.search(r'class="next" href="([^"]+)"', page)
        if following is None:
            break
        path = following[1].replace("&amp;", "&")
    assert len(seen) == LISTED + 4
    first = browser.get(f"{here}/talk?order=new").text
    assert f"Show all {REPLIES + 2} replies" in first
    whole = browser.get(f"{here}/talk/{root.number}").text
    assert all(f"Svar nummer {n}." in whole for n in range(REPLIES + 2))


def test_an_answer_of_an_official_is_marked_and_comes_before_other_replies(site, held, here):
    with transaction() as session:
        root = talk(session, held, stance=Stance.FOR)
        for n in range(REPLIES):
            talk(session, held, source=f"Svar {n}.", reply_to=root.number)
        olga = people.olga(session)
        talk(session, held, by=olga, source="Vi räknar på det.", reply_to=root.number)
    page = site.browser().get(f"{here}/talk").text
    assert "Vi räknar på det." in page
    assert 'class="official"' in page
    assert f"Svar {REPLIES - 1}." not in page


def test_links_lead_to_where_a_comment_stands(site, held, here):
    with transaction() as session:
        idea = talk(session, held, section=Section.IDEA, source="En fontän\n\nVatten.")
        below = talk(session, held, source="Bra.", reply_to=idea.number)
        root = talk(session, held)
        statement = talk(session, held, by=people.olga(session), section=Section.STATEMENT)
    browser = site.browser()
    for number, place in (
        (statement.number, "statements"),
        (idea.number, f"ideas/{idea.number}#comment-{idea.number}"),
        (below.number, f"ideas/{idea.number}#comment-{below.number}"),
        (root.number, f"talk/{root.number}#comment-{root.number}"),
    ):
        answer = browser.get(f"{here}/comments/{number}")
        assert answer.headers["location"] == f"{here}/{place}"
    for path in ("comments/99", "talk/99", "ideas/99", "talk?phase=99", "talk/new?reply_to=99"):
        assert browser.get(f"{here}/{path}").status_code == 404
