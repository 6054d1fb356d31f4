"""How casework goes, for everybody: page, JSON and CSV, and nothing that is too small (ST-18)."""

import csv
import datetime as dt
import io

import pytest

from models import answer, calendar, handover, progress
from models.calendar import DAY, moment
from models.database import transaction
from models.organisation import units
from models.states import Kind, Outcome
from models.submission import take
from tests import people
from tests.built import once
from web.commands.figuring import lately

REASON = "Det är redan gjort, av en granne med spade."


FRIDAY = moment(dt.datetime(2026, 11, 20, 10, tzinfo=calendar.zone()))


@pytest.fixture
def browser(site):
    with calendar.at(FRIDAY):
        yield site.browser()


def _cases():
    """Seven complaints answered the day after and one that waits too long, six questions of which
    one was passed on, and a fault report.
    """
    begun = FRIDAY - 40 * DAY
    with calendar.at(begun), transaction() as session:
        olga = people.olga(session).actor
        made = [
            people.a_submission(session, kind, shown=False, title=f"Ärende {number}").reference
            for kind, times in ((Kind.COMPLAINT, 8), (Kind.QUESTION, 6), (Kind.FAULT_REPORT, 1))
            for number in range(times)
        ]
    with calendar.at(begun + DAY), transaction() as session:
        for reference in made[:7] + made[8:14]:
            case = take(session, reference)
            answer.answer(session, case, by=olga, source="Tack.", html="<p>Tack.</p>")
        case = take(session, made[-2])
        other = next(row.id for row in units(session) if row.id != case.unit_id)
        handover.hand_over(session, case, by=olga, unit_id=other, reason="Hör hemma där.")
        progress.close(session, case, by=olga, outcome=Outcome.ANSWERED, reason=REASON)
    with calendar.at(FRIDAY):
        for _ in lately():
            pass
    return "2026-10"


@pytest.fixture
def month(town, site):
    return once(_cases, town.data)


def test_the_page_tells_how_it_goes_with_what_every_figure_means(browser, month):
    page = browser.get("/statistics/" + month[:4]).text
    assert "How it goes in" in page
    assert "86% were answered by the day we promised." in page
    assert (
        "Of all whose promised day has passed. Those that still wait count as not in time." in page
    )
    assert "Working days are the days from Monday to Friday on which we are open." in page
    assert "6 in time" not in page
    assert "style=" not in page
    of_month = browser.get(f"/statistics/{month}").text
    assert f'href="/statistics/{month}" aria-current="page"' in of_month


def test_a_kind_with_one_case_is_not_told_and_no_difference_tells_it(browser, month):
    lines = {
        (line["by"], line["value"]): line["figures"]
        for line in browser.get("/statistics.json").json()["figures"]
        if line["period"] == month
    }
    assert lines["all", None]["received"] == {"value": 15, "of": 15}
    assert lines["kind", "fault_report"]["received"]["too_few"]
    # The smallest of the others, which would be all that is left.
    assert lines["kind", "question"]["received"]["too_few"]
    assert lines["kind", "complaint"]["received"] == {"value": 8, "of": 8}


def test_the_table_says_the_same_as_the_file_for_programs(browser, month):
    rows = list(csv.DictReader(io.StringIO(browser.get("/statistics.csv").text.lstrip("\ufeff"))))
    told = browser.get(f"/statistics/{month[:4]}.json").json()
    assert len(rows) == len(told["figures"])
    for row, line in zip(rows, told["figures"], strict=True):
        assert (row["period"], row["by"]) == (line["period"], line["by"])
        for name, figure in line["figures"].items():
            known = figure["value"]
            assert row[name] == ("" if known is None else str(known))
            assert (name in row["too_few"].split()) == figure.get("too_few", False)


def test_a_time_of_which_there_is_nothing_is_not_there(browser, month):
    for path in ("1999", "2026-13", "2026-00", "x", "2026-", "2026-1", "9999-01", "٢٠٢٦"):
        assert browser.get(f"/statistics/{path}").status_code == 404, path
    assert browser.get("/statistics/1999.json").status_code == 404


def test_a_town_that_has_counted_nothing_says_so(browser):
    page = browser.get("/statistics").text
    assert "Nothing has been counted yet." in page
    assert browser.get("/statistics.json").json()["figures"] == []
