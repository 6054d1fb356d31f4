"""Where we reach her: the pages, who may open them, and the two links (spec T09, T12, T18)."""

import pytest
from sqlalchemy import select

from models.calendar import MINUTE, freeze, now
from models.database import transaction
from models.person import Contact
from models.states import Kind
from models.token import Purpose
from tests import people
from tests.web.visiting import letters, link

NEW = {"address": "Rosa.Ny@Example.com"}


@pytest.fixture
def rosa(town):
    with transaction() as session:
        rosa = people.rosa(session)
        people.published(session, Kind.COMPLAINT, by=rosa)
        return rosa


def addresses(person):
    with transaction() as session:
        return session.scalars(
            select(Contact.address).where(Contact.person_id == person.id).order_by(Contact.id)
        ).all()


def test_she_changes_her_address_and_undoes_it_from_the_old_one(site, rosa):
    browser = site.browser().sign_in(rosa)
    page = browser.get("/me/addresses").text
    assert "r***@example.org" in page
    assert "removal" not in page, "the only way in stays"
    form = f"/me/addresses/{rosa.contact_id}/replacement"
    assert 'name="along" value="yes" checked' in browser.get(form).text
    assert browser.post(form, {**NEW, "along": "yes"}).headers["location"] == "/me/addresses"
    assert "We have written to r***@example.com" in browser.get("/me/addresses").text
    given = link(Purpose.NEW_ADDRESS)
    reader = site.browser()
    for look in (reader.get, reader.head):
        assert look(f"/new-address/{given}").status_code == 200
    assert addresses(rosa) == ["rosa@example.org"], "no scanner of mail confirms anything"
    assert "We reach you here" in reader.post(f"/new-address/{given}").text
    assert addresses(rosa) == ["rosa.ny@example.com"]
    assert browser.get("/me/addresses").status_code == 303, "every other browser is signed out"
    undo = f"/old-address/{link(Purpose.UNDO_ADDRESS)}"
    assert "Was it not you" in reader.get(undo).text
    assert "Everything is as it was" in reader.post(undo).text
    assert addresses(rosa) == ["rosa@example.org"]
    for over in (reader.get(undo), reader.post(f"/new-address/{given}")):
        assert over.status_code == 410


def test_an_address_of_somebody_else_is_answered_as_a_free_one(site, rosa):
    with transaction() as session:
        people.sam(session)
    browser = site.browser().sign_in(rosa)

    def said(typed):
        answer = browser.post("/me/addresses", {"address": typed})
        return answer.status_code, answer.headers.get("location"), browser.get("/me/addresses").text

    free, taken = said("max@example.org"), said("sam@example.org")
    assert free[:2] == taken[:2]
    assert free[2].replace("m***", "s***") == taken[2]


def test_links_are_their_readers_alone(site, rosa):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(rosa)
    browser.post("/me/addresses", NEW)
    first = link(Purpose.NEW_ADDRESS)
    other = site.browser().sign_in(sam)
    assert other.get(f"/new-address/{first}").status_code == 404
    assert other.post(f"/new-address/{first}").status_code == 404
    assert browser.get(f"/old-address/{first}").status_code == 404
    assert browser.post(f"/confirm/{first}").status_code == 404
    browser.post("/me/addresses", {"address": "annan@example.com"})
    over = browser.post(f"/new-address/{first}")
    assert over.status_code == 410
    assert "asked for something else since" in over.text
    browser.post("/me/addresses/waiting/end")
    assert browser.post(f"/new-address/{link(Purpose.NEW_ADDRESS)}").status_code == 410
    assert addresses(rosa) == ["rosa@example.org"]


def test_only_her_own_and_only_freshly(site, rosa):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(rosa)
    for what in ("replacement", "removal"):
        assert browser.get(f"/me/addresses/{sam.contact_id}/{what}").status_code == 404
        assert browser.post(f"/me/addresses/{sam.contact_id}/{what}", NEW).status_code == 404
    own = browser.post("/me/addresses", {"address": rosa.address})
    assert own.status_code == 422
    assert "already yours" in own.text
    assert browser.post(f"/me/addresses/{rosa.contact_id}/removal").status_code == 409
    freeze(now() + 16 * MINUTE)
    before = letters()
    for path in ("/me/addresses/new", f"/me/addresses/{rosa.contact_id}/removal"):
        assert browser.get(path).headers["location"] == f"/sign-in/again?next={path}"
    assert browser.post("/me/addresses", NEW).status_code == 303
    assert letters() == before
    assert site.browser().get("/me/addresses").headers["location"] == "/sign-in?next=/me/addresses"


def test_an_address_is_added_and_taken_away(site, rosa):
    browser = site.browser().sign_in(rosa)
    browser.post("/me/addresses", NEW)
    # In the browser that asked: there she stays signed in.
    browser.post(f"/new-address/{link(Purpose.NEW_ADDRESS)}")
    page = browser.get("/me/addresses").text
    assert page.count("/removal") == 2
    assert (
        "Take r***@example.org away" in browser.get(f"/me/addresses/{rosa.contact_id}/removal").text
    )
    browser.post(f"/me/addresses/{rosa.contact_id}/removal")
    assert addresses(rosa) == ["rosa.ny@example.com"]
