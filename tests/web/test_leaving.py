"""Have us forget you: what it says, two ways, one button; and her lists on her own pages."""

import pytest

from models import vote
from models.calendar import MINUTE, freeze, now
from models.database import transaction
from models.states import Kind, Publication
from models.submission import take
from tests import people
from tests.web.test_erasing import everywhere


@pytest.fixture
def rosa(town):
    with transaction() as session:
        rosa = people.rosa(session)
        own = people.published(session, Kind.COMPLAINT, by=rosa, title="Mörkt", byline="Rosa Ek")
        other = people.published(session, by=people.sam(session), title="En cykelväg")
        people.published_comment(session, other, by=rosa, source="Rosas kommentar.")
        vote.support(session, other.reference, rosa.id)
        return rosa, own.reference


def test_it_says_what_goes_and_stays_and_then_does_it_at_one_press(site, rosa):
    hers, own = rosa
    browser = site.browser().sign_in(hers)
    page = browser.get("/me/erasure").text
    for words in ("This goes", "This stays", own, "public record", 'value="stay"', 'value="go"'):
        assert words in page
    unchosen = browser.post("/me/erasure")
    assert unchosen.status_code == 422
    assert "Choose what becomes" in unchosen.text
    done = browser.post("/me/erasure", {"texts": "stay"})
    assert "We have forgotten you" in done.text
    assert everywhere("rosa@example.org") == everywhere("Rosa Ek") == []
    assert browser.get("/me").headers["location"] == "/sign-in?next=/me"
    assert "Mörkt" in site.browser().get(f"/submissions/{own}").text
    assert "Rosa Ek" not in site.browser().get(f"/submissions/{own}").text


def test_her_texts_go_with_her_when_she_wishes(site, rosa):
    hers, own = rosa
    assert site.browser().get(f"/submissions/{own}").status_code == 200
    browser = site.browser().sign_in(hers)
    assert "no longer on the website" in browser.post("/me/erasure", {"texts": "go"}).text
    assert site.browser().get(f"/submissions/{own}").status_code == 404
    with transaction() as session:
        assert take(session, own).publication is Publication.UNPUBLISHED


def test_who_works_here_is_told_whom_to_ask_and_nobody_is_forgotten_by_an_open_screen(site, rosa):
    hers, _ = rosa
    with transaction() as session:
        olga = people.olga(session)
    official = site.browser().sign_in(olga)
    assert "Ask an administrator" in official.get("/me/erasure").text
    assert official.post("/me/erasure", {"texts": "stay"}).status_code == 409
    browser = site.browser().sign_in(hers)
    freeze(now() + 16 * MINUTE)
    for led in (browser.get("/me/erasure"), browser.post("/me/erasure", {"texts": "stay"})):
        assert led.headers["location"] == "/sign-in/again?next=/me/erasure"
    assert everywhere("rosa@example.org") != []
    assert site.browser().post("/me/erasure", {"texts": "stay"}).status_code == 303


def test_her_comments_and_what_she_supports_have_pages_of_their_own(site, rosa):
    hers, _ = rosa
    browser = site.browser().sign_in(hers)
    page = browser.get("/me").text
    assert 'href="/me/comments"' in page
    assert 'href="/me/supports"' in page
    comments, supports = browser.get("/me/comments").text, browser.get("/me/supports").text
    assert "Rosas kommentar." in comments
    assert "En cykelväg" in comments
    assert "En cykelväg" in supports
    with transaction() as session:
        nils = people.resident(session, "Nils")
    other = site.browser().sign_in(nils)
    assert 'href="/me/comments"' not in other.get("/me").text
    assert "There is nothing yet" in other.get("/me/comments").text
    assert "There is none yet" in other.get("/me/supports").text
    for path in ("/me/comments", "/me/supports"):
        assert site.browser().get(path).headers["location"] == f"/sign-in?next={path}"


def test_a_long_list_goes_on_on_the_next_page(site, rosa):
    hers, _ = rosa
    with transaction() as session:
        case = people.published(session, by=people.sam(session), title="Många ord")
        for number in range(26):
            people.a_comment(session, case, by=hers, source=f"Kommentar {number}.")
    browser = site.browser().sign_in(hers)
    first = browser.get("/me/comments").text
    assert first.count("Kommentar") == 25
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = browser.get(older).text
    assert "Kommentar 0." in second
    assert "Rosas kommentar." in second
