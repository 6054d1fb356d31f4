"""Orders of authorities over HTTP: the forms at the desk, and what the yearly report says (MQ-14)."""

import csv
import io

import pytest

from models import calendar
from models.database import transaction
from tests import people
from tests.moderation.room import noon

pytestmark = pytest.mark.once

ORDER = {
    "kind": "act",
    "reason": "threat",
    "authority": "Polismyndigheten",
    "ground": "SFS 1998:112 5 §",
    "day": "2026-03-03",
    "clock": "10.00",
}
REPORT = "/moderation-log/report/2026"


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


@pytest.fixture(autouse=True)
def _at_noon():
    with calendar.at(noon()):
        yield


def _figures(site) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(site.browser().get(f"{REPORT}.csv").text.lstrip("\ufeff")))
    return [row for row in rows if row["section"] == "orders"]


def test_an_order_goes_from_the_form_to_the_report(site, marek):
    assert "No order has come." in marek.get("/desk/orders").text
    assert 'value="2026-03-03"' in marek.get("/desk/orders/new").text
    page = marek.post("/desk/orders", ORDER).headers["location"]
    assert marek.post(f"{page}/receipts", {}).status_code == 303
    done = {"outcome": "met", "words": "Texten togs bort.", "day": "2026-03-03", "clock": "11.30"}
    assert marek.post(f"{page}/answers", done).headers["location"] == page
    assert "Texten togs bort." in marek.get(page).text
    report = site.browser().get(REPORT).text
    assert "1 order" in report
    assert "Polismyndigheten" not in report
    told = {(row["figure"], row["what"], row["reason"]): row["value"] for row in _figures(site)}
    assert told == {
        ("received", "act", "threat"): "1",
        ("met", "act", "threat"): "1",
        ("waiting", "act", "threat"): "0",
        ("confirmed_median_minutes", "act", ""): "120",
        ("done_median_minutes", "act", ""): "90",
    }
    lines = site.browser().get(f"{REPORT}.json").json()["figures"]
    assert sum(line["section"] == "orders" for line in lines) == len(told)


def test_a_year_without_an_order_says_so(site):
    assert "No authority has ordered us" in site.browser().get(REPORT).text
    assert [row["value"] for row in _figures(site)] == ["0"]


def test_a_form_that_comes_back_has_every_word_and_says_what_is_wrong(marek):
    page = marek.post("/desk/orders", ORDER | {"ground": "Ring 070-174 06 05", "reason": ""})
    assert page.status_code == 422
    assert "Choose what sort of content it is about" in page.text
    page = marek.post("/desk/orders", ORDER | {"ground": "Ring 070-174 06 05"})
    assert "Leave out numbers and addresses that tell of a person" in page.text
    assert 'value="Ring 070-174 06 05"' in page.text
    assert 'value="act" checked' in page.text


def test_only_those_who_judge_find_it(site):
    with transaction() as session:
        someone = people.olga(session)
    olga = site.browser().sign_in(someone)
    for browser in (site.browser(), olga):
        assert browser.get("/desk/orders").status_code == 404
        assert browser.post("/desk/orders", ORDER).status_code == 404
