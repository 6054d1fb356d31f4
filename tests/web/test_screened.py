"""What was found in a text is shown to its author before it is sent, with one press to mend it."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from models.comment import Comment, comments
from models.database import transaction
from models.submission import submissions, take
from models.text import Text, original
from tests import people
from tests.moderation.ruled import town_with
from tests.web.test_handing_in import TYPED, _key, _step
from tests.web.visiting import count
from web import town as known_town

pytestmark = pytest.mark.once

NUMBER = "811218-9876"
WORDS = f"Jag är {NUMBER}. Ring 070-174 06 05, jag bor på Storgatan 5."


def _field(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return unescape(found[1]) if found else None


def _check(rosa, **fields):
    typed = TYPED | {"form_key": _key(rosa), "text": WORDS} | fields
    return typed, _step(rosa, "3", **typed)


def _mended(rosa, typed, how):
    return rosa.post("/submissions/new", typed | {"step": "check", "go": f"mend-{how}"})


def test_the_check_page_underlines_what_was_found_and_mends_only_that(site):
    rosa = site.browser(language="sv")
    typed, page = _check(rosa)
    said = unescape(page.text)
    assert f"<mark>{NUMBER}</mark>" in said
    assert "Ett personnummer kan inte stå på webbplatsen." in said
    for words in ("Dölj numret", "Ta bort numret", "Ta bort bostadsadressen"):
        assert words in said
    page = _mended(rosa, typed, "phone")
    assert _field(page, "text") == f"Jag är {NUMBER}. Ring, jag bor på Storgatan 5."
    page = _mended(rosa, typed | {"text": _field(page, "text")}, "personal_number")
    assert _field(page, "text") == "Jag är 811218-****. Ring, jag bor på Storgatan 5."
    assert "Ett personnummer" not in page.text, "what is hidden is no longer told"
    for name in ("title", "place", "form_key", "email"):
        assert _field(page, name) == typed[name]
    assert count(submissions) == 0


def test_it_is_sent_as_it_is_and_the_number_is_kept_from_everyone_but_those_who_need_it(site):
    rosa = site.browser()
    typed, _ = _check(rosa)
    assert rosa.post("/submissions", typed).status_code == 303
    with transaction(write=False) as session:
        case = session.execute(select(submissions)).one()
        text = session.get_one(Text, case.text_id)
        assert NUMBER not in text.source + text.html
        assert original(session, text.id).source == WORDS


def test_she_may_send_it_to_us_alone_and_then_only_the_number_is_spoken_of(site):
    rosa = site.browser(language="sv")
    typed, page = _check(rosa)
    assert "Skicka bara till oss" in page.text
    page = _mended(rosa, typed, "alone")
    assert _field(page, "shown") == "no"
    assert _field(page, "text") == WORDS
    said = unescape(page.text)
    assert "Numret är dolt på alla sidor." in said
    assert "Ett telefonnummer" not in said
    _, page = _check(rosa, kind="proposal")
    assert "Skicka bara till oss" not in page.text


def test_a_button_that_was_never_there_changes_nothing(site):
    rosa = site.browser()
    typed, _ = _check(rosa)
    for how in ("", "nothing", "bidi", "other_language", "__class__"):
        page = _mended(rosa, typed, how)
        assert page.status_code == 200
        assert _field(page, "text") == WORDS


def _comment_form(browser, case, **fields):
    page = browser.get(f"/submissions/{case}/comments/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    return {"form_key": key[1], "text": WORDS, "name": "Sam"} | fields


@pytest.fixture
def case(town) -> str:
    with transaction() as session:
        return people.published(session).reference


def test_a_comment_comes_back_once_with_what_was_found_and_goes_as_it_is_if_she_wants(site, case):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser(language="sv").sign_in(sam)
    form = _comment_form(browser, case)
    page = browser.post(f"/submissions/{case}/comments", form)
    assert page.status_code == 200
    assert count(comments) == 0
    assert WORDS in unescape(page.text)
    assert _field(page, "looked") == "yes"
    assert "Skicka som det är" in page.text
    page = browser.post(f"/submissions/{case}/comments", form | {"looked": "yes", "mend": "home"})
    assert "jag bor på.</textarea>" in unescape(page.text).replace("\n", "")
    assert count(comments) == 0
    browser.post(f"/submissions/{case}/comments", form | {"looked": "yes"})
    with transaction(write=False) as session:
        made = session.scalars(select(Comment)).one()
        assert original(session, made.text_id).source == WORDS
        assert NUMBER not in session.get_one(Text, made.text_id).source


def test_an_author_who_writes_anew_keeps_the_numbers_that_her_own_page_hides(site):
    with transaction() as session:
        rosa = people.rosa(session)
        reference = people.a_submission(
            session, source=f"Jag är {NUMBER}, lampan är sönder."
        ).reference
    browser = site.browser(language="sv").sign_in(rosa)
    page = browser.get(f"/submissions/{reference}/edits/new")
    assert NUMBER not in page.text
    form = {"title": "Lampan", "version": _field(page, "version")}
    form["text"] = "Jag är 811218-****, lampan är trasig. Ring 070-174 06 05."
    page = browser.post(f"/submissions/{reference}/edits", form)
    assert "Ta bort numret" in page.text
    for _ in range(2):
        answer = browser.post(f"/submissions/{reference}/edits", form | {"looked": "yes"})
        assert answer.status_code in {200, 303}
    with transaction(write=False) as session:
        now = take(session, reference)
        assert original(session, now.text_id).source == form["text"].replace("811218-****", NUMBER)


def test_a_towns_own_list_is_looked_for_whatever_of_it_cannot_be_read(site, caplog):
    with transaction() as session:
        town_with(session, words=["fulhus*", "[x"])
    known_town.forget()
    rosa = site.browser(language="sv")
    _, page = _check(rosa, text="Riv fulhusen vid ån.")
    assert "<mark>fulhusen</mark>" in page.text
    assert "Ett ord på vår lista" in page.text
    assert [line.getMessage() for line in caplog.records if "reviewing.words" in line.getMessage()]
