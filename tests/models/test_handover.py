"""Passing a case on: counted, in public, while the clock goes on."""

import pytest
from sqlalchemy import update

from models.calendar import now
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.handover import hand_over
from models.history import timeline
from models.organisation import Unit, units
from models.permissions import Action
from models.permissions_of_cases import take_for
from models.person import Person
from models.progress import assign
from models.states import Kind
from tests import people


@pytest.fixture
def session(town):
    with transaction() as opened:
        yield opened


@pytest.fixture
def case(session):
    return people.a_submission(session, Kind.FAULT_REPORT)


def others(session, case) -> list[int]:
    return [unit.id for unit in units(session) if unit.id != case.unit_id]


def test_every_change_of_unit_is_counted_the_way_back_too(session, case):
    olga, home = people.olga(session).actor, case.unit_id
    there = others(session, case)[0]
    for number, unit_id in enumerate((there, home, there), 1):
        hand_over(session, case, by=olga, unit_id=unit_id, reason="Det är deras väg.")
        assert case.handovers == number
        assert timeline(session, case.stream)[0].facts["count"] == number


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
