"""How the promises were kept in ninety days, and what was done lately (ST-17, ST-18, ST-19)."""

import datetime as dt
import json

import pytest
from sqlalchemy import event, select, update

from models import calendar, clock, keeping, progress, showing
from models.answer import answer
from models.calendar import DAY, HOUR, MINUTE, moment
from models.database import table_of, transaction
from models.event import Event
from models.keeping import Figures
from models.states import HANDED_IN, Kind, Outcome
from models.submission import submissions
from tests import people
from tests.databases import is_postgres as is_postgres_chosen

MONDAY = moment(dt.datetime(2026, 9, 7, 10, 0, tzinfo=calendar.zone()))
REASON = "Det är redan gjort, av en granne med spade."


@pytest.fixture
def session(town):
    with calendar.at(MONDAY), transaction() as opened:
        people.municipality(opened)
        yield opened


def a_case(session, day, kind=Kind.COMPLAINT, *, answered=None, shown=True):
    """Handed in so many days after the Monday, and answered so many days later."""
    with calendar.at(MONDAY + day * DAY):
        case = people.a_submission(session, kind, title=f"Ärende {day} {answered}", shown=shown)
    if answered is not None:
        with calendar.at(MONDAY + (day + answered) * DAY):
            by = people.olga(session).actor
            answer(session, case, by=by, source="Tack, det är gjort.", html="<p>Tack.</p>")
    return case


def counted(session, day):
    with calendar.at(MONDAY + day * DAY):
        return keeping.count(session)


def test_in_time_and_late_are_counted_by_kind(session):
    for answered in (1, 14, 15):
        a_case(session, 0, answered=answered)
    a_case(session, 0, Kind.QUESTION, answered=3)
    a_case(session, 0, Kind.PRAISE)
    found = counted(session, 20)
    assert found[Kind.COMPLAINT] == Figures(answered=3, in_time=2, late=0)
    assert found[Kind.QUESTION] == Figures(answered=1, in_time=0, late=0)
    assert found[Kind.PRAISE] == Figures(answered=0, in_time=0, late=1)
    assert found[Kind.PROPOSAL] == Figures()
    assert keeping.whole(found) == Figures(answered=4, in_time=2, late=1)


def test_a_case_that_is_late_now_counts_against_us_however_old_it_is(session):
    for _ in range(4):
        a_case(session, 170, answered=1)
    old = a_case(session, 0)
    found = counted(session, 200)[Kind.COMPLAINT]
    assert found == Figures(answered=4, in_time=4, late=1)
    assert found.share == 80
    assert clock.due(old) < MONDAY + 100 * DAY


def test_what_only_its_sender_reads_is_counted_as_any_other(session):
    a_case(session, 0, shown=False)
    assert counted(session, 20)[Kind.COMPLAINT].late == 1


def test_an_answer_of_ninety_days_ago_is_counted_and_one_before_is_not(session):
    a_case(session, 0, answered=0)
    assert counted(session, 90)[Kind.COMPLAINT].answered == 1
    assert counted(session, 91)[Kind.COMPLAINT].answered == 0


def test_a_case_becomes_late_at_midnight(session):
    a_case(session, 0)
    last = calendar.end_of(dt.date(2026, 9, 21))
    with calendar.at(last):
        assert keeping.count(session)[Kind.COMPLAINT].late == 0
    with calendar.at(last + 1):
        assert keeping.count(session)[Kind.COMPLAINT].late == 1


def test_a_promise_in_minutes_is_late_at_its_minute(session):
    case = a_case(session, 0)
    session.execute(
        update(submissions)
        .where(submissions.c.id == case.id)
        .values(answer_by=dt.date(2026, 9, 7), due_at=MONDAY + HOUR)
    )
    with calendar.at(MONDAY + HOUR - MINUTE):
        assert keeping.count(session)[Kind.COMPLAINT].late == 0
    with calendar.at(MONDAY + HOUR + 1):
        assert keeping.count(session)[Kind.COMPLAINT].late == 1


def test_what_ended_without_an_answer_is_neither_in_time_nor_late(session):
    case = a_case(session, 0)
    session.execute(update(submissions).where(submissions.c.id == case.id).values(status="closed"))
    assert keeping.whole(counted(session, 30)) == Figures()


def test_too_few_tell_nothing(session):
    assert Figures(answered=4, in_time=4).share is None
    assert Figures(answered=4, in_time=4, late=1).share == 80
    assert Figures(answered=0, in_time=0, late=5).share == 0


def test_a_share_is_never_rounded_to_look_better():
    assert Figures(answered=1000, in_time=999).share == 99
    assert Figures(answered=1000, in_time=1000).share == 100


def test_the_figures_are_what_the_history_says(session):
    """Recounted from the events alone, as anybody could (ST-18)."""
    for number in range(12):
        a_case(
            session,
            number,
            list(HANDED_IN)[number % 5],
            answered=number * 2 if number % 3 else None,
        )
    events = table_of(Event)
    received: dict[str, tuple[str, int]] = {}
    met: dict[str, int] = {}
    for row in session.execute(select(events).order_by(events.c.id)):
        facts = json.loads(row.facts)
        if row.kind == "received":
            received[row.stream] = (facts["kind"], row.at)
        elif row.kind == "answered":
            met.setdefault(row.stream, row.at)
    day = 40
    found = dict.fromkeys(HANDED_IN, Figures())
    for stream, (kind, at) in received.items():
        count = 2 if kind == "question" else 10
        due = calendar.end_of(calendar.add_working_days(calendar.local(at).date(), count))
        one = (
            Figures(1, int(met[stream] <= due), 0)
            if stream in met
            else Figures(0, 0, int(due < MONDAY + day * DAY))
        )
        found[Kind(kind)] = found[Kind(kind)].and_also(one)
    assert counted(session, day) == found
    assert keeping.whole(found).late > 0


# What pages read


def test_pages_read_the_last_count(session):
    assert keeping.figures(session) == {}
    keeping.note(session, {Kind.PRAISE: Figures(3, 2, 1)})
    keeping.note(session, {Kind.PRAISE: Figures(4, 2, 1)})
    assert keeping.figures(session) == {Kind.PRAISE: Figures(4, 2, 1)}


def test_a_count_of_yesterday_is_not_shown_as_todays(session):
    keeping.note(session, {Kind.PRAISE: Figures(4, 2, 1)})
    with calendar.at(MONDAY + DAY):
        assert keeping.figures(session) == {}


# What was done lately


def public(session, day, kind=Kind.COMPLAINT, title="Mörkt på gångvägen"):
    with calendar.at(MONDAY + day * DAY):
        return people.published(session, kind, title=title)


def test_everything_that_ended_is_lately_done_newest_first(session):
    olga = people.olga(session).actor
    answered, closed = public(session, 0, title="A"), public(session, 1, title="C")
    proposal = people.referred(session)
    with calendar.at(MONDAY + 2 * DAY):
        progress.close(session, closed, by=olga, outcome=Outcome.ANSWERED, reason=REASON)
    with calendar.at(MONDAY + 3 * DAY):
        answer(session, answered, by=olga, source="Tack.", html="<p>Tack.</p>")
    with calendar.at(MONDAY + 4 * DAY):
        people.decided(session, proposal)
    found = [row.reference for row in showing.lately_done(session)]
    assert found == [proposal.reference, answered.reference, closed.reference]
    assert len(showing.lately_done(session, most=2)) == 2


def test_what_is_not_shown_or_goes_on_elsewhere_is_not_lately_done(session):
    olga = people.olga(session).actor
    private = people.a_submission(session, shown=False)
    answer(session, private, by=olga, source="Tack.", html="<p>Tack.</p>")
    doubled = public(session, 0)
    answer(session, doubled, by=olga, source="Tack.", html="<p>Tack.</p>")
    session.execute(
        update(submissions)
        .where(submissions.c.id == doubled.id)
        .values(status="closed", outcome=Outcome.DUPLICATE)
    )
    public(session, 0, title="Öppet")
    assert showing.lately_done(session) == []


@pytest.mark.skipif(is_postgres_chosen(), reason="the plan of a database that has no rows yet")
def test_the_three_questions_are_answered_by_an_index_each(session):
    asked = []

    def note(connection, cursor, statement, parameters, context, many):
        asked.append((statement, parameters))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    showing.lately_done(session)
    keeping.count(session)
    event.remove(connection, "before_cursor_execute", note)
    plans = [
        str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
        for statement, parameters in asked
    ]
    for plan, index in zip(plans, ("done", "answered", "unanswered"), strict=True):
        assert f"INDEX submission_{index} " in plan
        assert "SCAN submission" not in plan.replace(
            f"SCAN submission USING INDEX submission_{index}", ""
        )
