"""Who does what: the list, a unit's page, and what becomes of it when the unit is no more."""

import datetime as dt
import re
from html import unescape

import pytest
from sqlalchemy import update

from models import calendar, progress, promise
from models.actor import Source
from models.calendar import DAY, freeze, moment
from models.database import table_of, transaction
from models.organisation import Unit
from models.person import Person
from models.profile_file import read
from models.promise_line import Line
from models.reconfiguring import use
from models.settings.fields import PROFILE, ROOT
from models.states import Kind, Outcome
from tests import people
from tests.moderation.room import counted
from web import town as known_town

pytestmark = pytest.mark.once

MONDAY = moment(dt.datetime(2027, 6, 21, 10, 0, tzinfo=calendar.zone()))
SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
_units = table_of(Unit)
_people = table_of(Person)


@pytest.fixture(autouse=True)
def _monday():
    freeze(MONDAY)


def said(page) -> str:
    assert page.status_code == 200
    main = page.text[page.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_list_says_who_has_what_under_the_four_pillars(site):
    page = said(site.browser().get("/units"))
    pillars = ("Service", "Information and contact", "Safety", "Quality and how we treat you")
    places = [page.index(f" {name} ") for name in pillars]
    assert places == sorted(places)
    assert "Street lights and dark places" in page[places[2] : places[3]]
    assert "The community development department" in page


def test_a_unit_tells_what_it_does_when_it_is_open_and_how_it_keeps_its_promise(site):
    with transaction() as session:
        olga = people.olga(session)
        session.execute(update(_units).where(_units.c.slug == "streets").values(lead_id=olga.id))
        ended = people.published(session, Kind.FAULT_REPORT)
        progress.close(
            session, ended, by=olga.actor, outcome=Outcome.FIXED, reason="Lampan är bytt igen."
        )
        for _ in range(5):
            people.published(session, Kind.FAULT_REPORT)
    known_town.forget()
    freeze(MONDAY + 60 * DAY)
    page = said(site.browser().get("/units/streets"))
    assert "Who leads Olga" in page
    assert "Today Open 8:00–16:30." in page
    assert "Answer within 10 working days" in page
    assert "16% were answered on time in the last 90 days. 5 cases are late." in page.replace(
        "\N{NO-BREAK SPACE}", ""
    )
    assert "We are working on 5 cases now" in page


def test_whoever_is_protected_or_suspended_is_not_named_as_lead(site):
    with transaction() as session:
        olga = people.olga(session)
        session.execute(update(_units).where(_units.c.slug == "streets").values(lead_id=olga.id))
        session.execute(update(_people).where(_people.c.id == olga.id).values(protected=True))
    known_town.forget()
    assert "Olga" not in said(site.browser().get("/units/streets"))


def test_a_unit_with_hours_of_its_own_says_them_and_what_else_comes_to_it(site):
    with transaction() as session:
        people.published(session, Kind.FAULT_REPORT)
        use(session, SECOND, by=people.olga(session).actor)
    known_town.forget()
    page = said(site.browser().get("/units/technical"))
    assert "Today Open 7:00–16:00." in page
    assert "24 June closed, midsummer cleaning" in page
    north = said(site.browser().get("/units/north"))
    assert "Run by Norra byalagen ekonomisk förening" in north
    assert "Roads, snow and bridges, fault report, The northern villages" in north
    gone = said(site.browser().get("/units/streets"))
    assert "This unit is no more." in gone


def test_a_page_asks_little_however_much_a_unit_has(site):
    browser = site.browser()
    browser.get("/units/streets?warm")
    with counted() as asked:
        browser.get("/units/streets?asked")
    assert len(asked) <= 12
    assert browser.get("/units/nowhere").status_code == 404


def test_where_a_town_has_areas_whoever_hands_in_may_choose_one_and_it_goes_by_the_table(site):
    with transaction() as session:
        use(session, SECOND, by=people.olga(session).actor)
    known_town.forget()
    browser = site.browser()
    typed = {
        "kind": "fault_report",
        "title": "Hal byväg",
        "text": "Vägen till byn är spegelblank.",
        "subject": "roads",
        "step": "1",
        "go": "next",
    }
    second = browser.post("/submissions/new", typed)
    assert "Which part of the municipality?" in said(second)
    typed |= {"place": "Norrbyvägen", "area": "north", "answer_by": "none", "shown": "no"}
    wrong = browser.post("/submissions/new", typed | {"step": "2", "area": "moon"})
    assert "Choose a part of the municipality from the list" in wrong.text
    check = said(browser.post("/submissions/new", typed | {"step": "3"}))
    assert "Part of the municipality The northern villages" in check
    assert "Road service of the northern villages answers by" in check


def test_a_promise_by_one_channel_is_told_as_that_and_not_as_everybodys(site):
    with transaction() as session:
        by_phone = Line(channel=Source.PHONE, first_response="1 working day")
        promise.put(session, [by_phone, Line(first_response="10 working days")], {})
    page = site.browser().get("/units/streets").text
    facts = re.findall(r"<dt>(.*?)</dt>\s*<dd>Answer within (\d+)", page)
    assert facts == [("By phone", "1"), ("Everything else", "10")]
