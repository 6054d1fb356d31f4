"""The officials' list: whose cases, in groups that go on, and any case found by a caller's words."""

import re
from datetime import timedelta
from html import unescape

import pytest

from models.actor import Role
from models.calendar import today
from models.database import transaction
from models.organisation import units
from models.person import appoint
from models.states import Kind, Status
from tests import people
from web.pages import casework_list


@pytest.fixture
def units_of_town(site):
    with transaction() as session:
        return [unit.id for unit in units(session)]


def _official(site, name: str, *unit_ids: int, language: str = "sv"):
    with transaction() as session:
        someone = people.resident(session, name)
        for unit_id in unit_ids or (None,):
            appoint(session, someone.id, Role.OFFICIAL, unit_id=unit_id)
    return site.browser(language=language).sign_in(someone)


def _case(title: str, **columns) -> str:
    with transaction() as session:
        made = people.a_submission(session, title=title)
        for name, value in columns.items():
            setattr(made, name, value)
        session.add(made)
        return made.reference


def _titles(page) -> list[str]:
    return re.findall(r'<h3><a href="/casework/[\d-]+">([^<]+)</a>', unescape(page.text))


def test_an_official_of_a_unit_has_its_cases_and_no_others(site, units_of_town):
    centre, mine, other = units_of_town[:3]
    per, carin = _official(site, "Per", mine), _official(site, "Carin", centre)
    _case("Vårt", unit_id=mine)
    _case("Deras", unit_id=other)
    assert _titles(per.get("/casework")) == ["Vårt"]
    assert _titles(per.get("/casework?whose=all")) == ["Vårt"]
    # Whoever answers the telephone of all sees the cases of all.
    assert _titles(carin.get("/casework")) == []
    assert _titles(carin.get("/casework?whose=all")) == ["Vårt", "Deras"]
    assert "Du har inga öppna ärenden." in per.get("/casework?whose=mine").text


@pytest.mark.parametrize("who", ["official", "administrator"])
def test_whoever_works_for_the_whole_town_sees_all_and_is_offered_no_unit(site, who):
    with transaction() as session:
        someone = people.olga(session) if who == "official" else people.ada(session)
    _case("Någons")
    page = site.browser(language="sv").sign_in(someone).get("/casework")
    assert _titles(page) == ["Någons"]
    assert "Min enhets" not in page.text


def test_a_long_group_is_counted_and_goes_on_by_itself(site, monkeypatch, units_of_town):
    monkeypatch.setattr(casework_list, "SHOWN", 2)
    olga = _official(site, "Olga")
    for number in range(5):
        _case(f"Sen {number}", answer_by=today() - timedelta(days=9 - number))
    page = olga.get("/casework?whose=all")
    assert _titles(page) == ["Sen 0", "Sen 1"]
    assert "(5)" in page.text
    following = olga.get(
        unescape(re.search(r'href="(/casework\?[^"]*group=late[^"]*)"', page.text)[1])
    )
    assert _titles(following) == ["Sen 2", "Sen 3", "Sen 4"]
    assert "Alla grupper" in following.text
    whole = olga.get(unescape(re.search(r'href="([^"]*group=late&amp;all=yes)"', page.text)[1]))
    assert _titles(whole) == [f"Sen {number}" for number in range(5)]
    assert whole.text.count(" checked>") == 5


@pytest.mark.parametrize(
    "query",
    ["whose=nobody", "group=late&after=x", "group=late&after=9-2026-01-01-1", "group=x", "after=1"],
)
def test_an_address_that_makes_no_sense_shows_the_first_page(site, query):
    olga = _official(site, "Olga")
    _case("Ett ärende")
    page = olga.get(f"/casework?{query}")
    assert page.status_code == 200
    assert _titles(page) == [] if "group=late" in query else ["Ett ärende"]


def test_a_case_is_found_by_the_name_of_its_sender_and_says_so(site):
    olga = _official(site, "Olga")
    with transaction() as session:
        rosa = people.rosa(session)
        people.a_submission(session, Kind.COMPLAINT, by=rosa, title="Kön", shown=False)
    page = olga.get("/casework?q=rosa")
    assert _titles(page) == ["Kön"]
    assert "Hittades på namnet" in page.text
    assert _titles(olga.get("/casework?q=rosa%40example.org")) == ["Kön"]
    nothing = unescape(olga.get("/casework?q=Xerxes").text)
    assert 'Inget ärende med "Xerxes".' in nothing
    assert "de sista siffrorna i telefonnumret" in nothing


def test_hits_go_on_page_by_page(site):
    olga = _official(site, "Olga")
    for number in range(27):
        _case(f"Lampa {number}")
    first = olga.get("/casework?q=lampa")
    more = unescape(re.search(r'<a class="next" href="([^"]+)"', first.text)[1])
    seen = _titles(first) + _titles(olga.get(more))
    assert seen == [f"Lampa {number}" for number in reversed(range(27))]


def test_strangers_and_residents_find_nothing_here(site):
    with transaction() as session:
        rosa = people.rosa(session)
        marek = people.marek(session)
    for browser in (
        site.browser(),
        site.browser().sign_in(rosa),
        site.browser().sign_in(marek),
    ):
        assert browser.get("/casework?q=rosa").status_code == 404


def test_my_work_leads_only_where_the_role_may_go(site):
    _case("Sen", answer_by=today() - timedelta(days=2))
    with transaction() as session:
        karin = people.resident(session, "Karin", role=Role.AUDITOR)
        staff = {
            "official": people.olga(session),
            "moderator": people.marek(session),
            "administrator": people.ada(session),
            "auditor": karin,
        }
        rosa = people.rosa(session)
    rooms = {}
    for role, someone in staff.items():
        page = site.browser(language="sv").sign_in(someone).get("/work")
        main = page.text.partition("<main")[2].partition("</main>")[0]
        rooms[role] = set(re.findall(r'href="(/desk|/casework|/meetings)"', main))
    assert rooms == {
        "official": {"/casework", "/meetings"},
        "moderator": {"/desk"},
        "administrator": {"/casework", "/desk", "/meetings"},
        "auditor": set(),
    }
    office = site.browser(language="sv").sign_in(staff["official"]).get("/work").text
    assert "1 ärende är försenat" in office
    assert site.browser().sign_in(rosa).get("/work").status_code == 404


def test_similar_cases_stand_beside_an_open_one_whether_or_not_it_is_shown(site):
    olga = _official(site, "Olga")
    with transaction() as session:
        people.published(session, Kind.FAULT_REPORT, title="Mörkt på gångvägen vid bron")
    private = _case("Mörkt på gångvägen", status=Status.IN_PROGRESS)
    page = unescape(olga.get(f"/casework/{private}").text)
    assert "Mörkt på gångvägen vid bron" in page.partition("Liknande ärenden")[2]
    ended = _case("Mörkt på gångvägen", status=Status.CLOSED)
    assert "Liknande ärenden" not in olga.get(f"/casework/{ended}").text
