"""About me: my name, my language, where I am signed in."""

import re

import pytest
from sqlalchemy import select

from models import calendar
from models.calendar import DAY, now
from models.database import transaction
from models.person import Person
from models.session import BrowserSession
from models.submission import submissions, take
from models.subscription import subscriptions
from tests import people
from tests.notifications.post import follow
from tests.web.visiting import count

pytestmark = pytest.mark.once

sessions = BrowserSession.__table__


@pytest.fixture
def rosa(site):
    with transaction() as session:
        return people.rosa(session)


def _ids() -> list[int]:
    with transaction(write=False) as session:
        return list(session.scalars(select(sessions.c.id).order_by(sessions.c.id)))


def test_strangers_are_led_to_the_sign_in_and_change_nothing(site):
    browser = site.browser()
    assert browser.get("/me/details").headers["location"] == "/sign-in?next=/me/details"
    for path in ("/me/name", "/me/language", "/me/sessions/end", "/me/sessions/1/end"):
        assert browser.post(path, {"name": "X", "language": "sv"}).status_code == 404


def test_she_chooses_what_we_call_her_and_her_texts_keep_their_names(site, rosa):
    with transaction() as session:
        for _ in range(2):
            people.published(session, byline="Lampvännen")
        reference = people.published(session, byline="Rosa L").reference
    browser = site.browser().sign_in(rosa)
    page = browser.get("/me/details").text
    assert re.search(r"<b>Lampvännen</b> <span class=\"muted\">2 texts", page)
    assert "<b>Rosa L</b>" in page
    assert browser.post("/me/name", {"name": " Rosa  Lind "}).headers["location"] == "/me/details"
    assert "Rosa Lind" in browser.get("/me").text
    assert "Rosa L wrote" in site.browser().get(f"/submissions/{reference}").text
    assert browser.post("/me/name", {"name": ""}).status_code == 303
    answer = browser.post("/me/name", {"name": "R" * 81})
    assert answer.status_code == 422


def test_staff_do_not_choose_their_own_name(site):
    with transaction() as session:
        olga = people.olga(session)
    browser = site.browser().sign_in(olga)
    assert "/me/name" not in browser.get("/me/details").text
    assert browser.post("/me/name", {"name": "Marek"}).status_code == 404
    with transaction(write=False) as session:
        assert session.get_one(Person, olga.id).name == "Olga"


def test_her_language_is_that_of_pages_and_messages(site, rosa):
    with transaction() as session:
        reference = people.a_submission(session).reference
        others = people.published(session, by=people.sam(session))
        other = others.reference
        wish = follow(session, rosa, others).id
    browser = site.browser(language="sv").sign_in(rosa)
    answer = browser.post("/me/language", {"language": "en"})
    assert answer.headers["location"] == "/me/details"
    assert '<html lang="en">' in browser.get("/me").text
    with transaction() as session:
        assert session.get_one(Person, rosa.id).language == "en"
        assert take(session, reference).language == "en"
        assert take(session, other).language == "sv"
        found = select(subscriptions.c.language).where(subscriptions.c.id == wish)
        assert session.execute(found).scalar() == "en"
    assert browser.post("/me/language", {"language": "de"}).status_code == 422


def test_every_browser_is_listed_this_one_first(site, rosa):
    calendar.freeze(now() - 3 * DAY)
    site.browser().sign_in(rosa)
    calendar.unfreeze()
    with transaction() as session:
        sam = people.sam(session)
    site.browser().sign_in(sam)
    here = site.browser().sign_in(rosa)
    page = here.get("/me/details").text
    assert page.index("This browser") < page.index("Another browser, last used")
    assert page.count("Signed in ") == 2
    assert page.count("/me/sessions/") == 2


def test_one_ends_another_browser_at_once(site, rosa):
    lost = site.browser().sign_in(rosa)
    here = site.browser().sign_in(rosa)
    lost_id = _ids()[0]
    assert lost.get("/me").status_code == 200
    assert here.post(f"/me/sessions/{lost_id}/end").headers["location"] == "/me/details"
    assert lost.get("/me").status_code == 303
    assert here.get("/me").status_code == 200
    assert here.post(f"/me/sessions/{lost_id}/end").status_code == 303


def test_nobody_ends_somebody_elses(site, rosa):
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser().sign_in(rosa)
    site.browser().sign_in(sam).post(f"/me/sessions/{_ids()[0]}/end")
    site.browser().sign_in(sam).post("/me/sessions/end")
    assert browser.get("/me").status_code == 200
    assert browser.post("/me/sessions/x/end").status_code == 404


def test_one_ends_all_the_others(site, rosa):
    others = [site.browser().sign_in(rosa) for _ in range(3)]
    here = site.browser().sign_in(rosa)
    here.post("/me/sessions/end")
    assert [other.get("/me").status_code for other in others] == [303] * 3
    assert here.get("/me").status_code == 200
    assert count(sessions) == 1


def test_somebody_with_only_a_telephone_has_it_all(site):
    with transaction() as session:
        tove = people.resident(session, "Tove", phone="+46701740605")
        people.a_submission(session, by=tove, title="Toves lampa")
        assert session.execute(select(submissions.c.id)).first()
    browser = site.browser().sign_in(tove)
    assert "Toves lampa" in browser.get("/me").text
    assert "070-*** ** 05" in browser.get("/me/details").text
