"""What everyone can see of the promises: each line's result, and what is late (ST-14, ST-16, ST-19)."""

import datetime as dt
import json
from itertools import count
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select, update

from models import calendar, planning, progress, promise, supplement
from models.answer import answer
from models.calendar import DAY, moment
from models.database import transaction
from models.errors import NotAllowed
from models.keeping_promises import delaying
from models.organisation import Category
from models.person import Person
from models.promise_line import Line
from models.states import Kind, Publication, Status
from models.submission import take
from tests import people
from tests.web.test_promises import said
from web.commands.promising import Promising

pytestmark = pytest.mark.once

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
_asked = count()
LINES = [
    Line(kind="question", channel="phone", first_response="1 working day"),
    Line(kind="question", first_response="2 working days", decide="10 working days"),
    Line(first_response="10 working days"),
]


@pytest.fixture(autouse=True)
def _monday(town):
    calendar.freeze(MONDAY)
    with transaction() as session:
        people.municipality(session)
        promise.put(session, LINES, {})


def kept_at(days: int) -> None:
    """So many days later, when the clock has done its work."""
    calendar.freeze(MONDAY + days * DAY)
    kept = Promising()
    kept.look()
    kept.go_on()


def a_question(title: str, **more) -> str:
    with transaction() as session:
        make = people.published if more.pop("shown", True) else people.a_submission
        return make(session, Kind.QUESTION, title=title, **more).reference


def late(site) -> str:
    """The list of what is late, and not the one of a second ago."""
    return said(site.browser().get(f"/promises/overdue?{next(_asked)}"))


def test_every_line_tells_how_it_was_kept_and_programs_read_the_same(site):
    references = [a_question(f"Fråga {number}") for number in range(6)]
    with transaction() as session:
        olga = people.olga(session)
        for reference in references[:4]:
            case = take(session, reference)
            answer(session, case, by=olga.actor, source="Ja.", html="<p>Ja.</p>")
    kept_at(10)
    page = said(site.browser().get("/promises"))
    assert "Question, By phone Answer within 1 working day" in page
    assert "Answers: 66% of 6 promised in time; 2 wait past their day" in page
    assert "Decisions: fewer than 5, too few to tell" in page
    data = json.loads(site.browser().get("/promises.json").text)
    phone, question, rest = data["promises"]
    assert (phone["kind"], phone["channel"]) == ("question", "phone")
    assert rest["kind"] is None
    assert question["first_response"] == {"count": 2, "unit": "working_days"}
    assert question["results"]["first"] == {
        "share": 66,
        "kept": 4,
        "kept_in_time": 4,
        "waiting_late": 2,
    }
    assert question["results"]["decide"]["kept"] is None
    assert phone["results"]["first"]["share"] is None


def test_the_promises_in_force_are_a_feed_in_both_forms(site):
    atom = ET.fromstring(site.browser().get("/feeds/promises.atom").text)
    names = [one.text for one in atom.findall(".//{*}entry/{*}title")]
    assert names == ["Question, By phone", "Question", "Everything else"]
    items = json.loads(site.browser().get("/feeds/promises.json").text)["items"]
    assert [one["title"] for one in items] == names
    assert "Answer within 2 working days" in items[1]["content_html"]


def test_what_waited_half_as_long_again_is_listed_with_why_and_the_new_day(site):
    shown = a_question("Varför är det mörkt?")
    a_question("Om min granne", shown=False)
    kept_at(2)
    assert "We have missed no promised day." in late(site)
    kept_at(3)
    page = late(site)
    assert "We have missed 2 promised days" in page
    assert "Varför är det mörkt?" not in page
    kept_at(4)
    page = late(site)
    assert "1 more is of a case that is not shown on the website." in page
    assert "We had promised an answer by Wednesday 10 June. That is 2 working days ago." in page
    assert "We have not said why yet." in page
    assert "Om min granne" not in page
    with transaction() as session:
        olga = people.olga(session)
        day = dt.date(2026, 6, 30)
        case = take(session, shown)
        planning.delay(session, case, by=olga.actor, reason="En del saknas", day=day)
    page = late(site)
    assert "En del saknas. New date: Tuesday 30 June." in page
    data = json.loads(site.browser().get("/promises/overdue.json").text)
    assert (data["late"], data["listed"], data["not_shown"]) == (2, 1, 1)
    (case,) = data["cases"]
    assert (case["reference"], case["promised"], case["new_date"]) == (
        shown,
        "2026-06-10",
        "2026-06-30",
    )
    assert case["working_days_late"] == 2


def test_what_is_answered_or_hidden_is_on_the_list_no_more(site):
    first, second = a_question("Den första"), a_question("Den andra")
    kept_at(8)
    page = late(site)
    assert "Den första" in page
    assert "Den andra" in page
    with transaction() as session:
        olga = people.olga(session)
        answer(session, take(session, first), by=olga.actor, source="Ja.", html="<p>Ja.</p>")
        people.publishing.show(
            session,
            take(session, second),
            Publication.HIDDEN,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
        )
    page = late(site)
    assert "Den andra" not in page
    # The clock has not come round yet: a case that was answered leaves the list all the same.
    assert "Den första" not in page


def test_a_day_that_is_over_is_told_of_before_any_other_step(site):
    reference = a_question("Varför är det mörkt?")
    with transaction() as session:
        someone = people.olga(session)
    kept_at(3)
    olga = site.browser().sign_in(someone)

    def asks():
        with transaction(write=False) as session:
            version = take(session, reference).version
        typed = {"to": "in_progress", "version": str(version)}
        return olga.post(f"/submissions/{reference}/steps", typed)

    refused = asks()
    assert refused.status_code == 409
    assert "First tell of the delay" in refused.text
    with transaction() as session:
        day = dt.date(2026, 6, 15)
        by = people.olga(session).actor
        planning.delay(session, take(session, reference), by=by, reason="Vi är få.", day=day)
    assert asks().status_code == 303
    with transaction(write=False) as session:
        assert take(session, reference).status is Status.IN_PROGRESS


def test_what_is_planned_for_after_the_promised_day_is_a_delay_too(town):
    reference = a_question("Varför är det mörkt?")
    kept_at(0)
    with transaction() as session:
        case = take(session, reference)
        olga = people.olga(session)
        progress.move(session, case, Status.IN_PROGRESS, by=olga.actor)
        delaying.check(session, case, until=dt.date(2026, 6, 10))
        with pytest.raises(NotAllowed, match="delay_owed"):
            delaying.check(session, case, until=dt.date(2026, 6, 23))
        day = dt.date(2026, 6, 23)
        planning.delay(session, case, by=olga.actor, reason="Vi är få.", day=day)
        delaying.check(session, case, until=day)


def test_the_months_deviations_note_themselves_by_department_with_why(site):
    a_question("Varför är det mörkt?")
    a_question("När öppnar badet?")
    with transaction() as session:
        someone = people.olga(session)
        assigned = take(session, a_question_of(session))
        progress.assign(session, assigned, by=someone.actor, to=session.get_one(Person, someone.id))
    kept_at(4)
    olga = site.browser().sign_in(someone)
    page = olga.get("/casework/deviations", follow_redirects=True)
    words = said(page)
    assert "Deviations, June 2026 3 promises were not kept in time." in words
    assert "First answer too late: 3" in words
    assert "Nobody had it: 2" in words
    assert "Somebody had it, and it was not done: 1" in words
    assert "The streets unit: 3" in words
    assert "Promised by Wednesday 10 June" in words
    for month in ("2026-05", "2026-07", "2026-13", "juni"):
        assert olga.get(f"/casework/deviations/{month}").status_code == 404


def a_question_of(session) -> str:
    return people.published(session, Kind.QUESTION, title="Vem sköter lekplatsen?").reference


def test_a_case_tells_every_time_that_was_promised_it_and_what_stands_still(site):
    reference = a_question("Varför är det mörkt?")
    kept_at(0)
    page = said(site.browser().get(f"/submissions/{reference}"))
    assert "Answer by Wednesday 10 June Done by Tuesday 23 June" in page
    with transaction() as session:
        olga, case = people.olga(session), take(session, reference)
        supplement.ask(session, case, by=olga.actor, question="Vid vilken stolpe?")
    kept_at(1)
    page = said(site.browser().get(f"/submissions/{reference}"))
    assert "The time until we are done stands still" in page
    with transaction() as session:
        rosa, case = people.rosa(session), take(session, reference)
        supplement.add(session, case, by=rosa.actor, source="Den vid skolan.")
    kept_at(20)
    page = said(site.browser().get(f"/submissions/{reference}"))
    assert "We had promised to be done by Wednesday 24 June." in page
    desk = site.browser().sign_in(olga)
    assert "We had promised Wednesday 10 June. Tell the sender why" in said(
        desk.get(f"/casework/{reference}")
    )


@pytest.mark.parametrize("ended", ["refused", "decided"])
def test_a_party_asks_for_a_decision_with_one_button_and_reads_the_answer_on_the_page(site, ended):
    reference = a_question("När får jag besked?")
    with transaction() as session:
        rosa, olga = people.rosa(session), people.olga(session)
        session.execute(update(Category).values(is_case=True))
        case = take(session, reference)
        case.category_id = session.scalar(select(Category.id).limit(1))
        session.add(case)
    here = f"/submissions/{reference}"
    calendar.freeze(moment(dt.datetime(2026, 12, 9, 9, 0, tzinfo=calendar.zone())))
    hers = site.browser().sign_in(rosa)
    assert "Six months have gone by without a decision." in said(hers.get(here))
    assert site.browser().post(f"{here}/delay-action").status_code == 404
    assert "You may ask" not in said(site.browser().get(here))
    for _ in range(2):
        assert hers.post(f"{here}/delay-action").status_code == 303
    assert "You get a decision by Wednesday 6 January 2027" in said(hers.get(here))
    desk = site.browser().sign_in(olga)
    page = said(desk.get(f"/casework/{reference}"))
    assert "The sender has asked for a decision. Answer by Wednesday 6 January 2027." in page
    with transaction(write=False) as session:
        version = str(take(session, reference).version)
    why = "Vi väntar på ett yttrande från grannen."
    typed = {"version": version, "ended": ended, "outcome": "dismissed"}
    for lacks in ({}, {"reasons": "Nej."}, {"outcome": "not_ours", "reasons": why}):
        if "outcome" not in lacks or ended == "decided":
            assert desk.post(f"{here}/delay-answer", typed | lacks).status_code == 422
    typed["reasons"] = why
    assert desk.post(f"{here}/delay-answer", typed).status_code == 303
    page = said(hers.get(here))
    assert why in page
    assert "you may appeal it. Write to us so that it reaches us within three weeks" in page
    with transaction(write=False) as session:
        assert (take(session, reference).status is Status.CLOSED) == (ended == "decided")
    everyone = said(site.browser().get(here))
    assert "you may appeal" not in everyone
    assert (why in everyone) == (ended == "decided")
