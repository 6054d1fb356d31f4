"""Frånvaro: entered by whoever is away or leads her, and seen where it matters."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from models.absence import absences
from models.calendar import today
from models.database import transaction
from models.organisation import units
from models.person import Person
from tests import people

HERE = "/casework/absence"


def _in(site, build):
    with transaction() as session:
        someone = build(session)
    return site.browser().sign_in(someone), someone


@pytest.fixture
def streets(site) -> int:
    with transaction() as session:
        return next(unit.id for unit in units(session) if unit.slug == "streets")


def days(first: int = 0, last: int = 9) -> dict[str, str]:
    return {
        "first_day": (today() + timedelta(days=first)).isoformat(),
        "last_day": (today() + timedelta(days=last)).isoformat(),
    }


def stored() -> list:
    with transaction(write=False) as session:
        return list(session.execute(select(absences)))


def test_an_official_is_away_and_comes_back(site):
    olga, someone = _in(site, people.olga)
    _, erik = _in(site, lambda s: people.resident(s, "Erik", role=people.Role.OFFICIAL))
    own = re.search(r'type="hidden" name="person" value="(\d+)"', olga.get(HERE).text)
    assert own is not None
    form = {"person": own[1], "deputy": str(erik.id), **days()}
    assert olga.post(HERE, form).status_code == 303
    page = unescape(olga.get(HERE).text)
    assert "Erik takes over" in page
    (row,) = stored()
    assert (row.person_id, row.deputy_id, row.by_id) == (someone.id, erik.id, someone.id)
    assert olga.post(f"{HERE}/{row.id}/end", {}).status_code == 303
    assert stored() == []


def test_a_slip_is_said_beside_its_field_and_the_rest_is_kept(site):
    olga, someone = _in(site, people.olga)
    wrong = {"person": str(someone.id), "deputy": str(someone.id), **days(5, 4)}
    page = olga.post(HERE, wrong)
    assert page.status_code == 422
    assert "The last day is before the first" in unescape(page.text)
    assert wrong["first_day"] in page.text
    empty = unescape(olga.post(HERE, {"person": str(someone.id)}).text)
    assert empty.count("Enter the day") >= 2


def test_a_lead_enters_it_for_her_unit_and_nobody_else_does(site, streets):
    lead, _ = _in(site, lambda s: people.official_of(s, "Lena", streets, lead=True))
    erik, someone = _in(site, lambda s: people.official_of(s, "Erik", streets))
    olga, other = _in(site, people.olga)
    assert "Who is away?" in unescape(lead.get(HERE).text)
    assert "Who is away?" not in unescape(erik.get(HERE).text)
    for browser, whom, status in ((olga, someone, 422), (lead, other, 422), (lead, someone, 303)):
        assert browser.post(HERE, {"person": str(whom.id), **days()}).status_code == status
    (row,) = stored()
    assert olga.post(f"{HERE}/{row.id}/end", {}).status_code == 404
    assert erik.get(HERE).text.count(f"{HERE}/{row.id}/end") == 1


def test_an_official_chooses_whether_the_daily_mail_comes_and_a_resident_has_none(site):
    olga, someone = _in(site, people.olga)
    rosa, _ = _in(site, people.rosa)
    assert "Mail about your work" in olga.get("/me/details").text
    assert "Mail about your work" not in rosa.get("/me/details").text
    assert olga.post("/me/mail", {"daily": "no"}).status_code == 303
    assert rosa.post("/me/mail", {"daily": "no"}).status_code == 404
    assert olga.post("/me/mail", {"daily": "perhaps"}).status_code == 422
    with transaction(write=False) as session:
        assert session.get_one(Person, someone.id).staff_mail is False
