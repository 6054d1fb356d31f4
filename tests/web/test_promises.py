"""Our promise, told from its rows; and the start page, in the order of its measure."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from sqlalchemy import insert

from models import calendar, keeping, profile, progress, promise
from models.answer import answer
from models.calendar import DAY, moment
from models.database import table_of, transaction
from models.keeping import Figures
from models.profile import Profile
from models.promise_line import Line
from models.states import HANDED_IN, Kind, Outcome
from tests import people
from tests.web.visiting import count
from web import town as known_town
from web.commands.scheduler import tick

pytestmark = pytest.mark.once

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
SECTIONS = (
    "Danger to life?",
    "Find a case",
    "Open now",
    "Recently done",
    "How we are doing",
    "Prefer to talk?",
)


@pytest.fixture(autouse=True)
def _monday():
    calendar.freeze(MONDAY)


def said(page) -> str:
    """The words of a page's own part, with one space between them."""
    assert page.status_code == 200
    main = page.text[page.text.index("<main") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def profiled(**changes) -> None:
    """The next version of the profile."""
    with transaction() as session:
        data = people.municipality(session).model_dump(mode="json") | changes
        version = profile.version(session) + 1
        session.execute(
            insert(table_of(Profile)).values(version=version, data=json.dumps(data), made_at=1)
        )
    known_town.forget()


def noted(**figures) -> None:
    with transaction() as session:
        keeping.note(session, {Kind.COMPLAINT: Figures(**figures)})


# The promises


def test_every_promise_stands_there_in_plain_words(site):
    page = said(site.browser().get("/promises"))
    assert (
        "Question Answer within 2 working days Everything else Answer within 10 working days"
        in page
    )
    assert "Open weekdays 8:00–16:30." in page
    assert "If it takes longer" in page


def test_the_page_tells_the_rows_of_today(site):
    with transaction() as session:
        lines = [
            Line(kind="praise", first_response="1 day", public=False),
            Line(kind="question", first_response="90 working minutes", confirm_receipt="1 day"),
            Line(first_response="5 working days", decide="60 days"),
        ]
        promise.put(session, lines, {})
    page = said(site.browser().get("/promises"))
    assert "Question Answer within 90 minutes of our opening hours" in page
    assert "We say that we have it within 1 day" in page
    assert "Everything else Answer within 5 working days Decision within 60 days" in page
    assert "Praise" not in page
    assert "10 working days" not in page


def test_what_a_town_has_no_module_for_is_not_promised(site):
    with transaction() as session:
        promise.put(
            session,
            [Line(kind="praise", first_response="1 day"), Line(first_response="5 days")],
            {},
        )
    assert "Praise Answer" in said(site.browser().get("/promises"))
    profiled(modules={"praise": False})
    page = said(site.browser(language="sv").get("/promises"))
    assert "Beröm" not in page


def test_days_to_come_that_are_not_as_others_are_told(site):
    profiled(
        calendar={
            "holidays": "sweden",
            "monday": [["08:00", "12:00"], ["13:00", "16:30"]],
            "thursday": [["10:00", "18:00"]],
            "friday": [["08:00", "15:00"]],
            "closed": [["2026-06-22", "inventering", "stocktaking"]],
            "short": [["2026-07-02", "10:00", "12:00", "sommarstängt", "summer"]],
        }
    )
    page = said(site.browser().get("/promises"))
    assert (
        "Open Monday 8:00–12:00 and 13:00–16:30, Thursday 10:00–18:00, Friday 8:00–15:00." in page
    )
    assert "Friday 19 June closed, Midsummer's Eve" in page
    assert "Monday 22 June closed, stocktaking" in page
    assert "Thursday 2 July open 10:00–12:00, summer" in page


def test_how_it_goes_is_told_with_those_that_still_wait(site):
    noted(answered=38, in_time=37, late=2)
    page = said(site.browser().get("/promises"))
    assert "92% were answered on time in the last 90 days. 2 cases are late." in page
    assert "Complaint or view 92% on time, of 40 cases 2 are late" in page
    assert "Praise" not in page


def test_too_few_cases_tell_nothing_and_the_page_says_why(site):
    noted(answered=3, in_time=3, late=1)
    page = said(site.browser().get("/promises"))
    assert "Too few have been answered yet to say how it goes. 1 case is late." in page
    assert "Complaint or view Fewer than 5, too few to tell" in page
    assert "%" not in page


def test_before_anybody_has_counted_no_figure_is_told(site):
    page = said(site.browser().get("/promises"))
    assert "How we are doing" not in page


def test_the_clocks_own_work_counts_them(site):
    with transaction() as session:
        for _ in range(5):
            people.a_submission(session)
    calendar.freeze(MONDAY + 30 * DAY)
    tick("test")
    page = said(site.browser().get("/promises"))
    assert "0% were answered on time in the last 90 days. 5 cases are late." in page


# The start page


def a_living_town() -> None:
    with transaction() as session:
        people.published(session)
        case = people.published(session, Kind.COMPLAINT, title="Mörkt vid bron")
        by = people.olga(session).actor
        answer(session, case, by=by, source="Lampan lyser.", html="<p>Lampan lyser.</p>")
    noted(answered=100, in_time=93, late=7)


def test_the_start_page_has_everything_in_its_order(site):
    a_living_town()
    page = said(site.browser().get("/"))
    places = [page.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert "86% were answered on time in the last 90 days. 7 cases are late." in page
    assert "until Wednesday 8 July" in page
    assert "Mörkt vid bron Answered Monday 8 June" in page


def test_in_an_empty_town_nothing_is_empty(site):
    page = said(site.browser().get("/"))
    for missing in ("Open now", "Recently done", "%", "late"):
        assert missing not in page
    assert "What we promise, and how we keep it" in page


def test_a_case_is_looked_for_with_one_field(site):
    page = site.browser().get("/").text
    form = re.search(r'<form[^>]*action="/submissions"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert 'method="get"' in form[0]
    assert re.findall(r'<input[^>]* name="(\w+)"', form[1]) == ["q"]
    assert "Words, place or case number" in form[1]


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Koka vattnet."), ("en", "Boil the water.")]
)
def test_in_a_crisis_it_stands_above_everything(site, language, words):
    assert words not in said(site.browser(language=language).get("/"))
    profiled(notice_sv="Koka vattnet.", notice_en="Boil the water.")
    page = site.browser(language=language).get("/promises")
    assert words not in page.text
    page = site.browser(language=language).get("/", headers={"Cookie": "fresh=1"})
    assert page.text.index(words) < page.text.index("<h1")


def test_a_town_without_proposals_asks_for_none(site):
    a_living_town()
    profiled(modules={"proposals": False, "praise": False, "feeds": False})
    page = site.browser().get("/").text
    for gone in ("kind=proposal", "kind=praise", "En cykelväg", "/decisions", ".atom"):
        assert gone not in page
    assert "kind=question" in page


def test_a_day_that_is_not_as_others_is_told_where_one_would_ring(site):
    assert "Closed today" not in said(site.browser().get("/"))
    calendar.freeze(moment(dt.datetime(2026, 6, 19, 10, 0, tzinfo=calendar.zone())))
    page = said(site.browser().get("/", headers={"Cookie": "fresh=1"}))
    assert "Open weekdays 8:00–16:30. Closed today, Midsummer's Eve." in page


def test_what_was_closed_and_what_was_decided_is_lately_done(site):
    with transaction() as session:
        by = people.olga(session).actor
        closed = people.published(session, Kind.FAULT_REPORT, title="Grop vid skolan")
        reason = "Gropen är lagad, säger vår entreprenör."
        progress.close(session, closed, by=by, outcome=Outcome.FIXED, reason=reason)
        people.decided(session, people.referred(session))
    page = said(site.browser().get("/"))
    done = page[page.index("Recently done") :]
    assert "Grop vid skolan Fixed" in done
    assert "Fler bänkar Yes" in done


def test_nothing_of_a_case_that_is_not_shown_stands_on_either_page(site):
    with transaction() as session:
        by = people.olga(session).actor
        for shown in (False, True):
            case = people.a_submission(session, title="Hemligt ord", shown=shown)
            answer(session, case, by=by, source="Tyst svar.", html="<p>Tyst svar.</p>")
    tick("test")
    for path in ("/", "/promises"):
        page = site.browser().get(path).text
        assert "Hemligt" not in page
        assert "2026-0" not in page
        assert "%" not in said(site.browser().get(path))
    assert count(keeping.results) == len(HANDED_IN)
