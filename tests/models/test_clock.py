"""What a first answer is, and whether it came in time (ST-8, ST-13, ST-14, ST-17)."""

import datetime as dt
from datetime import timedelta

import pytest

from models import (
    calendar,
    clock,
    handover,
    planning,
    progress,
    publishing,
    supplement,
    tally,
    vote,
)
from models.actor import SYSTEM
from models.answer import answer
from models.calendar import DAY, HOUR, end_of, moment
from models.carrying_out import carry_out
from models.clock import Clock, is_late
from models.database import transaction
from models.person import Person
from models.states import Kind, Outcome, Publication, Status
from models.submission import take
from tests import people

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
DUE = dt.date(2026, 6, 23)
"""Ten working days later: midsummer's eve is none."""


@pytest.fixture
def session(town):
    with calendar.at(MONDAY), transaction() as opened:
        people.municipality(opened)
        yield opened


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def case(session):
    made = people.published(session, Kind.FAULT_REPORT)
    assert made.answer_by == DUE
    return made


def answered(session, case, olga):
    return answer(session, case, by=olga.actor, source="Vi byter lampan.", html="<p>Vi byter.</p>")


# What is no answer


def _receipt(session, case, olga):
    """A receipt goes out for every case by itself."""


def _given_to_somebody(session, case, olga):
    progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))


def _handed_over(session, case, olga):
    other = case.unit_id % 2 + 1
    handover.hand_over(session, case, by=olga.actor, unit_id=other, reason="Det är parkens.")


def _moved(session, case, olga):
    progress.move(session, case, Status.IN_PROGRESS, by=olga.actor)


def _fixed(session, case, olga):
    progress.move(session, case, Status.IN_PROGRESS, by=olga.actor)
    progress.move(session, case, Status.FIXED, by=olga.actor)


def _planned(session, case, olga):
    progress.move(session, case, Status.IN_PROGRESS, by=olga.actor)
    planning.plan(session, case, by=olga.actor, on=calendar.today() + timedelta(days=30))


def _delayed(session, case, olga):
    day = calendar.today() + timedelta(days=30)
    planning.delay(session, case, by=olga.actor, reason="Vi väntar på en del.", day=day)


def _asked(session, case, olga):
    supplement.ask(session, case, by=olga.actor, question="Vilken stolpe är det?")


def _commented(session, case, olga):
    people.published_comment(session, case, by=olga, source="Vi tittar på det här.")


def _commented_by_a_resident(session, case, olga):
    people.published_comment(session, case, by=people.sam(session), source="Jag vet svaret!")


def _shown(session, case, olga):
    rules = people.municipality(session).proposals
    publishing.show(session, case, Publication.HIDDEN, by=olga.actor, rules=rules)


@pytest.mark.parametrize(
    "act",
    [
        _receipt,
        _given_to_somebody,
        _handed_over,
        _moved,
        _fixed,
        _planned,
        _delayed,
        _asked,
        _commented,
        _commented_by_a_resident,
        _shown,
    ],
)
def test_this_is_no_answer(session, case, olga, act):
    act(session, case, olga)
    found = take(session, case.reference)
    assert (found.answered_at, found.kept) == (None, None)
    assert clock.clock(found) in {Clock.RUNNING, Clock.CANCELLED}


def test_what_was_fixed_without_a_word_is_neither_kept_nor_late(session, case, olga):
    _fixed(session, case, olga)
    with calendar.at(MONDAY + 60 * DAY):
        assert clock.clock(case) is Clock.CANCELLED
    answered(session, case, olga)
    assert clock.clock(case) is Clock.MET


# What is one


def test_an_answer_is_in_time_to_the_last_moment_of_its_day(session, case, olga):
    with calendar.at(end_of(DUE)):
        assert not is_late(case)
        answered(session, case, olga)
    assert (case.kept, clock.clock(case)) == (True, Clock.MET)


def test_a_moment_after_its_day_it_is_late_and_stays_so(session, case, olga):
    with calendar.at(end_of(DUE) + 1):
        assert clock.clock(case) is Clock.MISSED
        assert is_late(case)
        answered(session, case, olga)
        assert not is_late(case)
    assert (case.kept, clock.clock(case)) == (False, Clock.MET_LATE)


def test_a_case_closed_with_a_reason_was_answered(session, case, olga):
    reason = "Stolpen har lagats i dag, av vår entreprenör."
    progress.close(session, case, by=olga.actor, outcome=Outcome.FIXED, reason=reason)
    assert (case.answered_at, case.kept) == (MONDAY, True)


def test_a_decision_answers_a_proposal(session):
    proposal = people.referred(session)
    assert clock.clock(proposal) is Clock.RUNNING
    with calendar.at(MONDAY + 40 * DAY):
        assert is_late(proposal)
        people.decided(session, proposal)
        assert clock.clock(proposal) is Clock.MET_LATE


def test_a_proposal_is_late_as_anything_else_while_it_collects_support(session):
    proposal = people.published(session)
    assert proposal.status is Status.VOTING
    with calendar.at(end_of(proposal.answer_by) + 1):
        assert is_late(proposal)


def test_a_proposal_that_too_few_supported_broke_no_promise(session):
    proposal = people.published(session)
    vote.support(session, proposal.reference, people.sam(session).id)
    with calendar.at(MONDAY + 31 * DAY):
        tally.end_voting(session, proposal.reference)
        found = take(session, proposal.reference)
        assert found.outcome is Outcome.BELOW_THRESHOLD
        assert clock.clock(found) is Clock.CANCELLED


def test_what_its_author_took_back_broke_no_promise(session, case):
    rules = people.municipality(session).proposals
    publishing.withdraw(session, case, by=people.rosa(session).actor, rules=rules)
    with calendar.at(MONDAY + 60 * DAY):
        assert clock.clock(case) is Clock.CANCELLED


def test_a_case_that_is_opened_again_keeps_what_its_first_answer_was(session, case, olga):
    answered(session, case, olga)
    progress.reopen(session, case, by=olga.actor)
    with calendar.at(MONDAY + 60 * DAY):
        answered(session, case, olga)
        assert (case.answered_at, case.kept) == (MONDAY, True)


def test_a_case_that_waits_for_its_sender_is_late_all_the_same(session, case, olga):
    _asked(session, case, olga)
    with calendar.at(end_of(DUE) + 1):
        assert is_late(case)


def test_a_case_that_only_its_sender_reads_is_promised_the_same(session, olga):
    private = people.a_submission(session, shown=False)
    with calendar.at(end_of(private.answer_by) + 1):
        assert is_late(private)
        answered(session, private, olga)
    assert private.kept is False


# From when


def _received(session, when, kind=Kind.QUESTION):
    at = moment(dt.datetime.fromisoformat(when).replace(tzinfo=calendar.zone()))
    with calendar.at(at):
        made = people.a_submission(session, kind)
        assert made.received_at == at
    return made


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2026-06-13T11:00", "2026-06-16"),  # a Saturday counts from that Saturday
        ("2026-06-14T23:59", "2026-06-16"),  # and a Sunday
        ("2026-06-15T00:00", "2026-06-17"),
        ("2026-06-15T23:59:59", "2026-06-17"),  # a second before midnight is still today
        ("2026-12-31T23:59", "2027-01-05"),  # over New Year
        ("2027-01-01T00:00", "2027-01-05"),
        ("2028-02-28T10:00", "2028-03-01"),  # over a leap day
        ("2028-02-29T10:00", "2028-03-02"),
        ("2026-03-29T01:59", "2026-03-31"),  # the hour before the clocks go forward
        ("2026-03-29T03:00", "2026-03-31"),  # and the one after
        ("2026-10-25T02:30", "2026-10-27"),  # the hour that comes twice
        ("2026-03-27T23:30", "2026-03-31"),
        ("2026-10-23T23:30", "2026-10-27"),
    ],
)
def test_the_promise_runs_from_the_day_it_arrived_on_our_clocks(session, when, due):
    assert _received(session, when).answer_by == dt.date.fromisoformat(due)


def test_both_hours_of_the_night_that_has_one_twice_are_the_same_day(session):
    first = moment(dt.datetime(2026, 10, 25, 2, 30, tzinfo=calendar.zone(), fold=0))
    second = moment(dt.datetime(2026, 10, 25, 2, 30, tzinfo=calendar.zone(), fold=1))
    assert second - first == HOUR
    days = set()
    for at in (first, second):
        with calendar.at(at):
            days.add(people.a_submission(session, Kind.QUESTION, title=str(at)).answer_by)
    assert days == {dt.date(2026, 10, 27)}


def test_neither_review_nor_another_unit_makes_the_time_begin_again(session, olga):
    case = people.a_submission(session)
    before = (case.received_at, case.answer_by)
    with calendar.at(MONDAY + 3 * DAY):
        rules = people.municipality(session).proposals
        publishing.show(session, case, Publication.PUBLISHED, by=SYSTEM, rules=rules)
        _handed_over(session, case, olga)
    assert (case.received_at, case.answer_by) == before


def test_the_time_of_an_unconfirmed_proposal_runs_from_the_day_it_came(session):
    receipt = people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=people.sam(session)))
    case = take(session, receipt.reference)
    assert case.publication is Publication.UNCONFIRMED
    assert (case.received_at, case.answer_by) == (MONDAY, DUE)


# When it was done


def test_a_case_is_done_when_it_comes_to_its_end_and_not_when_it_rests(session, case, olga):
    with calendar.at(MONDAY + HOUR):
        answered(session, case, olga)
    assert case.done_at == MONDAY + HOUR
    with calendar.at(MONDAY + 15 * DAY):
        reason = "Vi har inte hört mer, och avslutar ärendet."
        progress.close(session, case, by=olga.actor, outcome=Outcome.ANSWERED, reason=reason)
    assert case.done_at == MONDAY + HOUR
    progress.reopen(session, case, by=olga.actor)
    assert case.done_at is None


def test_what_is_carried_out_is_done_anew(session, olga):
    proposal = people.referred(session)
    people.decided(session, proposal)
    assert proposal.done_at == MONDAY
    with calendar.at(MONDAY + DAY):
        carry_out(session, proposal, Status.IMPLEMENTING, by=olga.actor)
    assert proposal.done_at == MONDAY
    with calendar.at(MONDAY + 2 * DAY):
        carry_out(session, proposal, Status.IMPLEMENTED, by=olga.actor)
    assert proposal.done_at == MONDAY + 2 * DAY
