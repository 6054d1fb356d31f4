"""Everything Torget knows about her: one file, one link, once, for her alone (spec T06, L14)."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from models import vote
from models.calendar import DAY, MINUTE, freeze, now
from models.database import transaction
from models.delivery import deliveries
from models.person import Person
from models.session import begin
from models.states import Kind
from models.submission import take
from models.supplement import ask
from tests import people
from tests.notifications.post import address, follow


@pytest.fixture
def rosa(town):
    """Rosa writes, comments, supports and follows beside Sam and Nils, who do the same."""
    with transaction() as session:
        rosa, nils = people.rosa(session), people.resident(session, "Nils")
        own = people.published(session, Kind.COMPLAINT, by=rosa, title="Mörkt", byline="Rosa E")
        other = people.published(session, by=nils, title="En cykelväg", byline="Nils Hemlige")
        people.published_comment(session, other, by=rosa, source="Rosas kommentar.")
        people.published_comment(session, own, by=nils, source="Nils kommentar.", byline="Nils H")
        people.a_submission(session, by=nils, title="Nils privata", shown=False)
        vote.support(session, other.reference, rosa.id)
        follow(session, rosa, other)
        ask(session, take(session, own.reference), by=people.olga(session).actor, question="Var?")
    address()
    return rosa


def link(browser):
    made = browser.post("/me/data/downloads")
    assert made.status_code == 303, made.text
    return made.headers["location"]


def fetched(browser):
    answer = browser.post(link(browser))
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers.get_list("content-length") == [str(len(answer.content))]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_it_holds_what_is_hers_and_nothing_of_anybody_else(site, rosa):
    browser = site.browser(language="sv").sign_in(rosa)
    assert "Hämta allt" in browser.get("/me/data").text
    archive = fetched(browser)
    data = json.loads(archive.read("data.json"))
    page = archive.read("index.html").decode()
    (case,) = data["cases"]
    assert (case["title"], case["byline"], case["questions"][0]["question"]) == (
        "Mörkt",
        "Rosa E",
        "Var?",
    )
    assert case["history"][0]["what"] == "received"
    assert data["comments"][0]["words"] == "Rosas kommentar."
    assert data["supports"][0]["title"] == data["follows"][0]["title"] == "En cykelväg"
    assert data["person"][0]["name"] == "Rosa"
    assert data["addresses"][0]["address"] == "rosa@example.org"
    assert data["sent"], "what we have written to her"
    for words in ("Rosas kommentar.", "Var?", "Dina ärenden", "rosa@example.org"):
        assert words in page
    everything = archive.read("data.json").decode() + page
    for others in ("Nils", "nils@", "Sam", "sam@", "olga@", "Olga"):
        assert others not in everything
    assert archive.testzip() is None
    assert "page.css" in archive.namelist()


def test_the_link_works_once_for_a_day_and_for_nobody_else(site, rosa):
    browser = site.browser().sign_in(rosa)
    with transaction() as session:
        sam = people.sam(session)
    address_ = link(browser)
    for other in (site.browser(), site.browser().sign_in(sam)):
        for answer in (other.get(address_), other.post(address_)):
            assert answer.status_code == 404
    assert "works once" in browser.get(address_).text
    assert browser.head(address_).status_code == 200, "reading takes nothing"
    forged = address_[:-1] + ("0" if address_[-1] != "0" else "1")
    assert browser.post(forged).status_code == 404
    assert browser.post(address_).status_code == 200
    for again in (browser.post(address_), browser.get(address_)):
        assert again.status_code == 410
    later = link(browser)
    freeze(now() + DAY)
    assert browser.post(later).status_code == 410


def test_she_is_told_by_a_letter_and_shows_first_that_it_is_her(site, rosa):
    browser = site.browser().sign_in(rosa)
    link(browser)
    with transaction() as session:
        told = select(deliveries.c.address).where(deliveries.c.kind == "download_ready")
        assert session.scalars(told).all() == ["rosa@example.org"]
    assert "It is ready" in browser.get("/me/data").text
    freeze(now() + 16 * MINUTE)
    led = browser.post("/me/data/downloads")
    assert led.headers["location"] == "/sign-in/again?next=/me/data"
    assert site.browser().get("/me/data").headers["location"] == "/sign-in?next=/me/data"


def test_nobody_makes_the_town_pack_files_all_day(site, rosa):
    browser = site.browser().sign_in(rosa)
    assert [browser.post("/me/data/downloads").status_code for _ in range(6)] == [303] * 5 + [429]


def test_who_has_no_address_fetches_it_as_well(site, town):
    with transaction() as session:
        made = Person(name="Kim", created_at=1)
        session.add(made)
        session.flush()
        cookie = begin(session, made.id)
    browser = site.browser()
    browser.cookies.set("session", cookie, domain="127.0.0.1")
    assert json.loads(fetched(browser).read("data.json"))["person"][0]["name"] == "Kim"
