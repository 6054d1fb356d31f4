"""A question of ours that nobody answers: two reminders, then the case ends with notice (ST-12)."""

import datetime as dt

import pytest

from models import reminding, supplement
from models.calendar import DAY, freeze, moment, now, today, zone
from models.database import transaction
from models.desk import silent
from models.history import replay, timeline
from models.states import Kind, Outcome, Status
from models.supplement import of_case
from tests import people

ASKED = moment(dt.datetime(2026, 10, 20, 9, tzinfo=zone()))
"""A Tuesday; the clocks change on the Sunday after."""


@pytest.fixture
def session(town):
    freeze(ASKED)
    with transaction() as opened:
        yield opened


@pytest.fixture
def case(session):
    made = people.a_submission(session, Kind.FAULT_REPORT)
    supplement.ask(session, made, by=people.olga(session).actor, question="Vilken stolpe?")
    return made


def day(number: int, hour: int = 9) -> None:
    """So many days after it was asked, at an hour of the town's own clocks."""
    there = dt.date(2026, 10, 20) + dt.timedelta(days=number)
    freeze(moment(dt.datetime(there.year, there.month, there.day, hour, tzinfo=zone())))


def minute(session) -> int:
    """What the clock of the town does once a minute; how many cases it did something to."""
    return sum(reminding.go_on(session, one) for one in reminding.due(session))


def kinds(session, case) -> list[str]:
    return [one.kind.value for one in timeline(session, case.stream, public_only=False)]


def test_after_ten_and_twenty_days_and_then_it_ends(session, case):
    done = {}
    for number in range(33):
        for hour in (6, 7, 20):
            day(number, hour)
            if minute(session):
                done[number] = (hour, kinds(session, case)[0])
    assert done == {10: (7, "reminded"), 20: (7, "reminded"), 31: (7, "closed")}
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.NO_REPLY)
    assert case.answered_at is None, "no answer of ours"
    folded = replay(session, case.stream)
    assert (folded.status, folded.outcome) == ("closed", "no_reply")
    told = timeline(session, case.stream, public_only=False)[1].facts
    assert (told["count"], told["day"]) == (2, "2026-11-19")


def test_a_clock_that_was_away_for_long_skips_no_reminder(session, case):
    day(45)
    assert (minute(session), minute(session)) == (1, 0)
    [question] = of_case(session, case.id)
    said = reminding.ends_on(question.asked_at, question.reminded, question.reminded_at)
    assert said == today() + dt.timedelta(days=20)
    day(55)
    assert minute(session) == 1
    day(65)
    assert minute(session) == 0, "the last day is hers"
    day(66)
    assert minute(session) == 1
    assert case.status is Status.CLOSED


def test_an_answer_ends_the_waiting_and_a_new_question_begins_it_anew(session, case):
    day(19)
    minute(session)
    rosa, olga = people.rosa(session).actor, people.olga(session).actor
    supplement.add(session, case, by=rosa, source="Den vid bron.")
    supplement.ask(session, case, by=olga, question="Vilken bro?")
    day(28)
    assert minute(session) == 0
    day(29)
    assert minute(session) == 1
    assert kinds(session, case).count("reminded") == 2


def test_whoever_cannot_be_reminded_loses_no_case(session):
    made = people.handed_in(session, people.a_draft(Kind.QUESTION, shown=False))
    case = people.take(session, made.reference)
    supplement.ask(session, case, by=people.olga(session).actor, question="Vilken skola?")
    freeze(now() + 30 * DAY)
    assert not silent.silent(session, [])
    freeze(now() + 60 * DAY)
    assert not reminding.is_reached(session, case)
    assert [row.reference for row in silent.silent(session, [])] == [case.reference]
    assert minute(session) == 0
    assert case.status is Status.WAITING_RESIDENT
