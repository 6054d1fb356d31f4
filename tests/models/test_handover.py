"""Passing a case on: counted, in public, while the clock goes on."""

import pytest
from sqlalchemy import update

from models.calendar import advance, now
from models.errors import Invalid, NotAllowed
from models.handover import hand_over
from models.history import timeline
from models.organisation import Unit, units
from models.passing_on import between, of_case, steps
from models.permissions import Action
from models.permissions_of_cases import take_for
from models.person import Person
from models.progress import assign
from models.states import Kind
from models.units import moving
from tests import people

WHY = "Det är deras väg, enligt kartan."


@pytest.fixture
def case(session):
    return people.a_submission(session, Kind.FAULT_REPORT)


def others(session, case) -> list[int]:
    return [unit.id for unit in units(session) if unit.id != case.unit_id]


def pass_on(session, case, unit_id, *, by=None, reason=WHY, minutes=61) -> dict:
    """Passed on by Olga (or `by`), some time later; the facts of it."""
    advance(minutes * 60)
    hand_over(session, case, by=by or people.olga(session).actor, unit_id=unit_id, reason=reason)
    return timeline(session, case.stream)[0].facts


def test_every_change_of_unit_is_counted_the_way_back_too(session, case):
    home = case.unit_id
    there = others(session, case)[0]
    for number, unit_id in enumerate((there, home, there), 1):
        assert pass_on(session, case, unit_id)["count"] == case.handovers == number


def test_who_chose_the_wrong_unit_puts_it_right_within_the_hour(session, case):
    home, (wrong, right, *_) = case.unit_id, others(session, case)
    pass_on(session, case, wrong)
    assert pass_on(session, case, right, minutes=59)["correction"] == 1
    assert case.handovers == 1
    assert "correction" not in pass_on(session, case, wrong, minutes=59)
    assert case.handovers == 2
    assert pass_on(session, case, right, minutes=1, reason="Fel enhet.")["count"] == 1
    assert case.handovers == 1
    [step] = steps(of_case(session, case.stream))
    assert (step.giver, step.receiver) == (home, right)


def test_a_correction_is_by_the_same_person_and_within_the_hour(session, case):
    home, there = case.unit_id, others(session, case)[0]
    pass_on(session, case, there)
    assert "correction" not in pass_on(session, case, home, minutes=60)
    per = people.official_of(session, "Per", home).actor
    assert "correction" not in pass_on(session, case, there, by=per, minutes=1)
    assert case.handovers == 3


def test_a_case_that_comes_back_needs_a_reason_worth_reading(session, case):
    home, there = case.unit_id, others(session, case)[0]
    assert "circle" not in pass_on(session, case, there, reason="Deras.")
    with pytest.raises(Invalid) as refused:
        pass_on(session, case, home, reason="Inte vår.")
    assert (refused.value.field, refused.value.code) == ("reason", "circle")
    assert pass_on(session, case, home)["circle"] == 1


def test_who_gave_and_who_received_is_counted_by_unit_from_the_events(session, case):
    home, (there, *_) = case.unit_id, others(session, case)
    other = people.a_submission(session, Kind.FAULT_REPORT)
    began = advance(1)
    pass_on(session, case, there)
    pass_on(session, case, home)
    pass_on(session, other, there)
    pass_on(session, other, home, minutes=1)
    # The unit's work went elsewhere: nobody passed that on.
    moving.move(session, other, there)
    passed = between(session, began, now() + 1)
    assert (passed.given, passed.received) == ({home: 1, there: 1}, {there: 1, home: 1})
    assert between(session, began, began + 1).given.total() == 0


def test_the_clock_goes_on_and_nobody_has_it_there_yet(session, case):
    olga = people.olga(session)
    assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    promised = (case.received_at, case.answer_by, case.due_at, case.promise_id)
    hand_over(session, case, by=olga.actor, unit_id=others(session, case)[0], reason="Deras.")
    assert (case.received_at, case.answer_by, case.due_at, case.promise_id) == promised
    assert case.assignee_id is None


def test_a_unit_that_is_no_more_gets_no_case(session, case):
    there = others(session, case)[0]
    session.execute(update(Unit).where(Unit.id == there).values(retired_at=now()))
    for unit_id in (there, 999):
        with pytest.raises(Invalid) as refused:
            hand_over(session, case, by=people.olga(session).actor, unit_id=unit_id, reason="Nej.")
        assert (refused.value.field, refused.value.code) == ("unit", "unknown")
    assert case.handovers == 0


def test_whoever_was_only_asked_passes_nothing_on(session, case):
    here, there = case.unit_id, others(session, case)[0]
    parks = people.official_of(session, "Per", there)
    people.asked(session, case, unit_id=there)
    with pytest.raises(NotAllowed):
        take_for(session, case.reference, parks.viewer, Action.WORK)
    assert take_for(session, case.reference, parks.viewer, Action.NOTE).unit_id == here
