"""The four clocks of a promise are what its events make of them (ST-10, ST-12, ST-13, ST-17)."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models import calendar, handover, planning, progress, publishing, supplement
from models.actor import Role
from models.answer import answer
from models.calendar import DAY, HOUR, MINUTE, end_of, moment
from models.clock import Clock
from models.database import transaction
from models.errors import Refusal
from models.event import Event, EventKind
from models.hours import PRESET
from models.keeping_promises import counting, deriving, keeping, sweeping
from models.keeping_promises.counting import Pause
from models.keeping_promises.row import Which, clocks, escalations
from models.keeping_promises.way import Happened
from models.opening import of
from models.organisation import categories
from models.person import Person
from models.promise import put
from models.promise_line import Line
from models.states import Kind, Outcome
from models.submission import take
from tests import people

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
WHOLE = Line(
    confirm_receipt="2 working days",
    first_response="5 working days",
    update_every="10 working days",
    decide="20 working days",
)
REASON = "Vi har gjort det som behövdes, och avslutar ärendet."


def day(month: int, number: int) -> int:
    """The last moment of a day of 2026."""
    return end_of(dt.date(2026, month, number))


@pytest.fixture
def session(town):
    with calendar.at(MONDAY), transaction() as opened:
        people.municipality(opened)
        put(opened, [WHOLE], {row.slug: row.id for row in categories(opened)})
        yield opened


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def case(session):
    return people.published(session, Kind.FAULT_REPORT)


def opening(session):
    return people.municipality(session).opening


def kept(session, case, which=None):
    """The clocks of a case now, written down; of one kind of time, or of all."""
    keeping.keep(session, [case.reference], opening(session))
    rows = session.execute(
        select(clocks)
        .where(clocks.c.submission_id == case.id)
        .order_by(clocks.c.which, clocks.c.cycle)
    ).all()
    return [row for row in rows if which is None or row.which is which]


def answered(session, case, olga):
    return answer(session, case, by=olga.actor, source="Vi byter lampan.", html="<p>Vi byter.</p>")


def closed(session, case, olga, outcome=Outcome.DISMISSED):
    return progress.close(session, case, by=olga.actor, outcome=outcome, reason=REASON)


# Four times


def test_a_case_has_a_clock_for_every_time_that_was_promised(session, case):
    made = {row.which: row for row in kept(session, case)}
    assert set(made) == set(Which)
    assert {row.state for row in made.values()} == {Clock.RUNNING, Clock.MET}
    # Midsummer's eve, the nineteenth, is no working day.
    assert made[Which.FIRST].due_at == day(6, 15)
    assert made[Which.UPDATE].due_at == day(6, 23)
    assert made[Which.DECIDE].due_at == day(7, 7)
    assert made[Which.CONFIRM].met_at == MONDAY


def test_what_was_never_promised_has_no_clock(session, case):
    put(session, [Line(first_response="1 day")], {})
    with calendar.at(MONDAY + DAY):
        other = people.a_submission(session, Kind.QUESTION)
    assert [row.which for row in kept(session, other)] == [Which.FIRST]


def test_an_answer_keeps_the_first_time_and_the_decision_and_says_how_long_it_took(
    session, case, olga
):
    with calendar.at(MONDAY + DAY + 2 * HOUR):
        answered(session, case, olga)
        first, decide = (kept(session, case, one)[0] for one in (Which.FIRST, Which.DECIDE))
    assert (first.state, decide.state) == (Clock.MET, Clock.MET)
    # From ten on Monday to noon on Tuesday: 6.5 and 4 hours of the office's time.
    assert first.elapsed == 630
    assert first.slack == of(PRESET, "Europe/Stockholm").minutes_between(first.met_at, day(6, 15))


def test_a_letter_that_lay_unopened_had_no_number_in_time(session):
    event = Happened(
        MONDAY + 7 * DAY,
        EventKind.RECEIVED,
        Role.OFFICIAL,
        {"to": "received"},
        True,
        MONDAY,
    )
    promised = deriving.Promised(day(6, 30), confirm="2 working days")
    found = deriving.derive([event], promised, opening(session), MONDAY + 8 * DAY)
    assert [(one.which, one.state) for one in found] == [
        (Which.CONFIRM, Clock.MET_LATE),
        (Which.FIRST, Clock.RUNNING),
    ]


# Standing still


def test_waiting_for_the_sender_stops_the_decision_and_not_the_first_answer(session, case, olga):
    with calendar.at(MONDAY + DAY):
        supplement.ask(session, case, by=olga.actor, question="Vilken stolpe är det?")
        first, decide = (kept(session, case, one)[0] for one in (Which.FIRST, Which.DECIDE))
        assert (first.state, decide.state) == (Clock.RUNNING, Clock.PAUSED)
    with calendar.at(MONDAY + 8 * DAY):
        supplement.add(session, case, by=people.rosa(session).actor, source="Den vid skolan.")
        decide = kept(session, case, Which.DECIDE)[0]
    # Tuesday to Tuesday: five working days more.
    assert (decide.state, decide.due_at, decide.paused) == (Clock.RUNNING, day(7, 14), 7 * DAY)
    assert kept(session, case, Which.FIRST)[0].due_at == day(6, 15)


def test_nobody_parks_a_case_for_longer_than_thirty_days(session, case, olga):
    with calendar.at(MONDAY + DAY):
        supplement.ask(session, case, by=olga.actor, question="Vilken stolpe är det?")
        assert kept(session, case, Which.DECIDE)[0].next_at == MONDAY + 31 * DAY
    with calendar.at(MONDAY + 31 * DAY):
        assert case.reference in sweeping.over(session, 10)
        decide = kept(session, case, Which.DECIDE)[0]
    assert (decide.state, decide.paused_at) == (Clock.RUNNING, None)
    assert decide.due_at == day(8, 5)


def test_a_case_that_is_opened_again_is_decided_anew_and_keeps_its_first_answer(
    session, case, olga
):
    with calendar.at(MONDAY + DAY):
        answered(session, case, olga)
    with calendar.at(MONDAY + 7 * DAY):
        progress.reopen(session, case, by=olga.actor)
        first, *decided = kept(session, case, Which.FIRST) + kept(session, case, Which.DECIDE)
    assert (first.state, first.met_at) == (Clock.MET, MONDAY + DAY)
    assert [(row.cycle, row.state) for row in decided] == [(1, Clock.MET), (2, Clock.RUNNING)]
    assert decided[1].due_at == day(7, 14)


def test_every_word_of_ours_begins_the_time_until_the_next_one(session, case, olga):
    with calendar.at(MONDAY + 2 * DAY):
        handover.hand_over(
            session, case, by=olga.actor, unit_id=case.unit_id % 2 + 1, reason="Det är parkens."
        )
    people.published_comment(session, case, by=olga, source="Vi tittar på det här.")
    made = kept(session, case, Which.UPDATE)
    assert [(row.cycle, row.state) for row in made] == [(1, Clock.MET), (2, Clock.RUNNING)]
    assert made[1].started_at == MONDAY + 2 * DAY


def test_what_its_author_took_back_is_owed_no_more(session, case):
    rules = people.municipality(session).proposals
    publishing.withdraw(session, case, by=people.rosa(session).actor, rules=rules)
    states = {row.which: row.state for row in kept(session, case)}
    assert states.pop(Which.CONFIRM) is Clock.MET
    assert set(states.values()) == {Clock.CANCELLED}


# Time alone


def missed(session, case):
    return session.scalars(
        select(Event.facts).where(
            Event.stream == case.stream, Event.kind == EventKind.PROMISE_MISSED
        )
    ).all()


def levels(session, case, which=Which.FIRST):
    wanted = select(escalations.c.level).where(
        escalations.c.submission_id == case.id, escalations.c.which == which
    )
    return session.scalars(wanted.order_by(escalations.c.level)).all()


def test_each_level_is_noted_once_whatever_is_done_twice(session, case):
    keeping.keep(session, [case.reference], opening(session))
    assert levels(session, case) == []
    with calendar.at(day(6, 14)):
        for _ in range(2):
            assert case.reference in sweeping.over(session, 10) or levels(session, case) == [75]
            keeping.keep(session, [case.reference], opening(session))
        assert levels(session, case) == [75]
        assert sweeping.over(session, 10) == []
    assert missed(session, case) == []


def test_a_clock_that_jumps_over_two_levels_notes_both_and_one_miss(session, case):
    keeping.keep(session, [case.reference], opening(session))
    with calendar.at(MONDAY + 12 * DAY):
        for _ in range(2):
            keeping.keep(session, [case.reference], opening(session))
        assert levels(session, case) == [75, 100, 150]
        assert len(missed(session, case)) == 1
        first = kept(session, case, Which.FIRST)[0]
    assert (first.state, first.cause, first.unit_id) == (Clock.MISSED, "nobody", case.unit_id)
    assert first.next_at is None


def test_an_answer_between_two_looks_at_the_clock_was_late_all_the_same(session, case, olga):
    with calendar.at(day(6, 15) + MINUTE):
        answered(session, case, olga)
        first = kept(session, case, Which.FIRST)[0]
    assert (first.state, first.missed_at) == (Clock.MET_LATE, day(6, 15) + MINUTE)
    assert len(missed(session, case)) == 1
    untold = select(escalations.c.open).where(escalations.c.submission_id == case.id)
    assert set(session.scalars(untold)) == {False}


def test_only_cases_that_something_happened_to_are_looked_at(session, case, olga):
    since = sweeping.newest(session)
    assert sweeping.touched(session, since) == [case.reference]
    keeping.keep(session, [case.reference], opening(session))
    assert sweeping.touched(session, since) == []
    assert sweeping.behind(session, 0, 10) == ([], case.id)
    progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    assert sweeping.touched(session, since) == [case.reference]
    assert sweeping.behind(session, 0, 10) == ([case.reference], case.id)
    assert sweeping.behind(session, case.id, 10) == ((), None)


# Whatever happens


ACTS = {
    "ask": lambda session, case, olga: supplement.ask(
        session, case, by=olga.actor, question="Var är det?"
    ),
    "add": lambda session, case, olga: supplement.add(
        session, case, by=people.rosa(session).actor, source="Där."
    ),
    "answer": answered,
    "close": closed,
    "no_reply": lambda session, case, olga: closed(session, case, olga, Outcome.NO_REPLY),
    "reopen": lambda session, case, olga: progress.reopen(session, case, by=olga.actor),
    "delay": lambda session, case, olga: planning.delay(
        session,
        case,
        by=olga.actor,
        reason="En del saknas.",
        day=calendar.today() + dt.timedelta(days=9),
    ),
    "withdraw": lambda session, case, olga: publishing.withdraw(
        session,
        case,
        by=people.rosa(session).actor,
        rules=people.municipality(session).proposals,
    ),
    "nothing": lambda session, case, olga: None,
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 40 * 24)), max_size=9)


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None, database=None)
@given(steps=STEPS)
def test_the_rows_are_what_the_events_alone_say_however_often_they_were_written(steps, session):
    """Written down at every step in one case, only at the end in what is counted anew (ST-17)."""
    at, olga = MONDAY, people.olga(session)
    case = people.a_submission(session, Kind.QUESTION, title=f"Fråga {len(steps)} {steps}"[:80])
    for act, hours in steps:
        at += hours * HOUR
        with calendar.at(at):
            try:
                with session.begin_nested():
                    ACTS[act](session, take(session, case.reference), olga)
            except Refusal:
                session.expire_all()
            keeping.keep(session, [case.reference], opening(session))
    case = take(session, case.reference)
    with calendar.at(at):
        written = kept(session, case)
        session.execute(clocks.delete().where(clocks.c.submission_id == case.id))
        anew = kept(session, case)
    assert [row[2:] for row in written] == [row[2:] for row in anew]
    first = next(row for row in anew if row.which is Which.FIRST)
    assert (first.met_at, first.due_at) == (case.answered_at, end_of(case.answer_by))
    assert (first.state is Clock.MET) == bool(case.kept)


# Days and hours


WHEN = st.integers(MONDAY, MONDAY + 200 * DAY)


@settings(max_examples=40, deadline=None, database=None)
@given(
    start=WHEN,
    lengths=st.lists(st.tuples(st.integers(0, 20 * DAY), st.integers(0, 40 * DAY)), max_size=3),
    time=st.sampled_from(["3 working days", "30 days", "600 working minutes"]),
)
def test_a_pause_never_makes_a_time_shorter_and_all_work_is_counted_once(start, lengths, time):
    town, pauses, at = of(PRESET, "Europe/Stockholm"), [], start
    for before, length in lengths:
        pauses.append(Pause(at + before, at + before + length))
        at += before + length
    dues = [counting.due(town, start, time, pauses[:n]) for n in range(len(pauses) + 1)]
    assert dues == sorted(dues)
    still = sum(town.minutes_between(one.start, one.over_at()) for one in pauses)
    worked = counting.worked(town, pauses, start, at + DAY)
    assert abs(worked + still - town.minutes_between(start, at + DAY)) <= len(pauses) * 2
