"""Nothing of somebody whose identity is protected is public, and few of the staff know (spec L17)."""

import re

import pytest
from sqlalchemy import select, update

from models import answer, protection
from models.access_log import What, access_log
from models.calendar import MINUTE, advance
from models.database import table_of, transaction
from models.person import Appointment
from models.session import BrowserSession
from models.states import Kind, Publication
from models.submission import take
from tests import people
from tests.notifications.post import send, use
from tests.notifications.test_links import Shelf
from tests.web.test_handing_in import TYPED, _sent

TITLE, TEXT, PLACE = "Zebramönster vid kajen", "Kaninerna äter upp bryggan.", "Hemliga gränden 7"
SECRETS = (TITLE, "Kaninerna", PLACE, "Rosa", "rosa@example.org")
HERS = {"title": TITLE, "text": TEXT, "place": PLACE, "shown": "named", "name": "Rosa Lind"}
PUBLIC = (
    "/",
    "/submissions",
    "/submissions?q=zebramönster",
    "/submissions?q=&place=gränden",
    "/feeds/submissions.atom",
    "/feeds/submissions.json",
    "/feeds/subjects/street-lights.atom",
    "/promises",
    "/sitemap.xml",
    "/moderation-log",
)


def _trust(someone: people.Someone) -> None:
    with transaction() as session:
        session.execute(
            update(table_of(Appointment))
            .where(table_of(Appointment).c.person_id == someone.id)
            .values(trusted=True)
        )


def _nowhere(site, reference: str, *places: str) -> None:
    """Nobody finds its words or its number, and no page of it. Lists that strangers see may be a
    second old (decisions.md), so that somebody signed in reads them: the same ones, made anew.
    """
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(sam)
    for path in (*PUBLIC, *places):
        page = browser.get(path).text
        assert not [one for one in (*SECRETS, reference) if one in page], path
    browser = site.browser()
    for path in ("", ".atom", ".json", "/history", "/history/check", "/comments/new"):
        assert browser.get(f"/submissions/{reference}{path}").status_code == 404, path
    assert browser.get(f"/ledger/submission-{reference}.json").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("kind", ["complaint", "proposal"])
def test_whoever_ticks_it_is_shown_nowhere_though_she_chose_her_name(site, kind):
    browser = site.browser(language="sv")
    step = browser.post("/submissions/new", TYPED | {"kind": kind, "step": "2", "go": "next"})
    assert "Har du skyddade personuppgifter?" in step.text
    check = browser.post(
        "/submissions/new", TYPED | HERS | {"kind": kind, "protected": "yes", "step": "3"}
    )
    assert "Bara några få av oss kan läsa det." in check.text
    reference = _sent(browser, kind=kind, protected="yes", **HERS)
    with transaction(write=False) as session:
        case = take(session, reference)
        assert (case.protected, case.publication) == (True, Publication.PRIVATE)
    _nowhere(site, reference)
    assert browser.get(f"/submissions/{reference}").status_code == 200


@pytest.mark.once
def test_turning_it_on_hides_at_once_what_was_public_also_from_the_cache(site):
    with transaction() as session:
        rosa = people.rosa(session)
        made = people.published(session, Kind.COMPLAINT, title=TITLE, source=TEXT, byline="Rosa")
        reference = made.reference
        people.published(session, by=people.sam(session))
    stranger = site.browser()
    for _ in range(2):
        assert TITLE in stranger.get(f"/submissions/{reference}").text
    browser = site.browser(language="sv").sign_in(rosa)
    assert "Har du skyddade personuppgifter?" in browser.get("/me/details").text
    assert browser.post("/me/protection", {"wish": "on"}).status_code == 303
    page = browser.get("/me/details").text
    assert "Dina personuppgifter är skyddade här." in page
    assert stranger.get(f"/submissions/{reference}").status_code == 404
    _nowhere(site, reference, "/submissions?order=supported")
    # Her form says so by itself from now on.
    form = browser.post("/submissions/new", TYPED | {"step": "2", "go": "next"}).text
    assert 'name="protected" value="yes"' in form
    assert 'name="shown"' not in form.replace('type="hidden" name="shown"', "")


@pytest.mark.once
def test_ending_it_asks_who_she_is_and_shows_nothing_by_itself(site):
    with transaction() as session:
        rosa = people.rosa(session)
        reference = people.published(session, Kind.COMPLAINT, title=TITLE, source=TEXT).reference
        protection.protect(session, rosa.id, on=True, by=rosa.actor)
    browser = site.browser().sign_in(rosa)
    with transaction() as session:
        entered = table_of(BrowserSession)
        long_ago = entered.c.created_at - 20 * MINUTE
        session.execute(update(entered).values(created_at=long_ago, strong_at=None))
    sent = browser.post("/me/protection", {"wish": "off"})
    assert sent.headers["location"] == "/sign-in/again?next=/me/details"
    fresh = site.browser().sign_in(rosa)
    assert fresh.post("/me/protection", {"wish": "off"}).headers["location"] == "/me/details"
    _nowhere(site, reference)
    assert site.browser().post("/me/protection", {"wish": "on"}).status_code == 404


def test_only_whom_we_trust_opens_it_and_each_look_is_written_down(site):
    browser = site.browser(language="sv")
    reference = _sent(browser, protected="yes", **HERS)
    with transaction() as session:
        olga, marek = people.olga(session), people.marek(session)
    for someone in (olga, marek):
        theirs = site.browser(language="sv").sign_in(someone)
        for path in (f"/casework/{reference}", f"/submissions/{reference}"):
            assert theirs.get(path).status_code == 404, (someone.name, path)
        for path in ("/casework", f"/casework?q={reference}", "/work", "/desk"):
            page = theirs.get(path).text
            assert not [one for one in SECRETS if one in page], (someone.name, path)
    _trust(olga)
    theirs = site.browser(language="sv").sign_in(olga)
    page = theirs.get(f"/casework/{reference}").text
    assert all(words in page for words in (TITLE, PLACE, "Skyddade personuppgifter"))
    with transaction() as session:
        case = take(session, reference)
        seen = session.execute(
            select(access_log.c.what).where(
                access_log.c.person_id == olga.id, access_log.c.submission_id == case.id
            )
        ).scalars()
        assert What.CASE in set(seen)


def test_her_letters_say_that_there_is_something_and_nothing_more(town):
    use(town)
    shelf = Shelf()
    with transaction() as session:
        people.municipality(session)
        rosa, olga = people.rosa(session), people.olga(session)
        protection.protect(session, rosa.id, on=True, by=rosa.actor)
        draft = people.a_draft(by=rosa, title=TITLE, source=TEXT, place=PLACE)
        case = take(session, people.handed_in(session, draft, by=rosa).reference)
        # Not signed in: asked for a button by her address.
        people.handed_in(session, people.a_draft(by=people.resident(session, "Vera")))
        strange = people.resident(session, "Tove", phone="+46701740651")
        protection.protect(session, strange.id, on=True, by=strange.actor)
        texted = people.a_draft(by=strange, title=TITLE, source=TEXT, place=PLACE)
        people.handed_in(session, texted, by=strange)
        mine = take(session, case.reference)
        answer.answer(session, mine, by=olga.actor, source="Kaninerna är borta.", html="<p>x</p>")
        reference = case.reference
    advance(MINUTE)
    send(shelf)
    hers = [one for one in shelf.letters if one.address in {"rosa@example.org", strange.address}]
    assert {letter.kind for letter in hers} == {"something_new"}
    assert {letter.channel for letter in hers} == {"email", "sms"}
    for letter in hers:
        said = f"{letter.subject}\n{letter.text}\n{letter.html}"
        words = (*SECRETS[:4], reference, "Storgatan", "Gatuenheten", "svar")
        assert not [one for one in words if one in said], said
        assert (letter.reference, letter.list_id, letter.thread_root) == ("", "service", None)
        assert re.findall(r"https?://\S+/me\b", letter.text)
    assert hers[0].subject == "Det finns något nytt"


def test_a_button_for_her_says_nothing_of_the_case_either(town):
    use(town)
    shelf = Shelf()
    with transaction() as session:
        people.municipality(session)
        sam = people.sam(session)
        protection.protect(session, sam.id, on=True, by=sam.actor)
        draft = people.a_draft(by=sam, title=TITLE, source=TEXT, place=PLACE)
        receipt = people.handed_in(session, draft)
    send(shelf)
    letters = [one for one in shelf.letters if one.address == "sam@example.org"]
    assert letters
    for letter in letters:
        assert receipt.reference not in f"{letter.subject}{letter.text}{letter.html}"
