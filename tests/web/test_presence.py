"""Who else is at a case: told to officials while it is so, and kept no longer (ST-21 a)."""

from html import unescape

import pytest

from models import calendar
from models.calendar import SECOND, now
from models.database import table_of, transaction
from models.desk.presence import Presence
from tests import people
from tests.web.visiting import count
from web.commands.scheduler import tick


@pytest.fixture
def reference(site):
    with transaction() as session:
        return people.a_submission(session).reference


@pytest.fixture
def office(site):
    with transaction() as session:
        olga, ada = people.olga(session), people.ada(session)
    return [site.browser(language="sv").sign_in(someone) for someone in (olga, ada)]


def _here(browser, reference: str, *, writing: str = "no"):
    return browser.post(f"/casework/{reference}/presence", {"writing": writing})


def test_who_has_the_case_open_is_told_to_the_other_and_never_to_herself(reference, office):
    olga, ada = office
    alone = _here(olga, reference)
    assert alone.status_code == 200
    assert alone.text.strip() == ""
    assert "Olga läser ärendet just nu" in _here(ada, reference).text
    assert "Ada läser ärendet just nu" in _here(olga, reference, writing="yes").text
    assert "Olga skriver ett svar just nu" in unescape(ada.get(f"/casework/{reference}").text)


def test_after_45_seconds_of_silence_nobody_is_there(reference, office):
    olga, ada = office
    calendar.freeze(now())
    _here(olga, reference)
    calendar.freeze(now() + 44 * SECOND)
    assert "Olga" in _here(ada, reference).text
    calendar.freeze(now() + 1 * SECOND)
    assert "Olga" not in _here(ada, reference).text
    assert tick("one")
    assert count(table_of(Presence)) == 1, "the clock forgets who is gone"


def test_opening_the_page_notes_nothing(reference, office):
    office[0].get(f"/casework/{reference}")
    assert count(table_of(Presence)) == 0


def test_only_officials_are_there_and_only_at_a_case(site, reference, office):
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
    for browser in (site.browser(), site.browser().sign_in(rosa), site.browser().sign_in(marek)):
        assert _here(browser, reference).status_code == 404
    assert _here(office[0], "2020-99999").status_code == 404
    assert count(table_of(Presence)) == 0
