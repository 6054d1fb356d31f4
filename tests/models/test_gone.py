"""Nobody who cannot work here holds a case: it is its unit's again, and its lead is told once."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from models import appointing, progress, suspending
from models.calendar import today
from models.database import table_of, transaction
from models.delivery import deliveries
from models.event import EventKind
from models.history import timeline, verify
from models.organisation import units
from models.person import Appointment, Person
from models.states import Kind
from models.submission import take
from models.suspending import Why
from notifications import staff_gone
from tests import people

_appointments = table_of(Appointment)


@pytest.fixture
def held(town):
    """Ylva has two cases of the streets unit, which Siv leads; Rosa's assignee stays."""
    with transaction() as session:
        people.municipality(session)
        unit_id = next(row.id for row in units(session) if row.slug == "streets")
        ylva = people.official_of(session, "Ylva", unit_id)
        people.official_of(session, "Siv", unit_id, lead=True)
        cases = []
        for who in (ylva, ylva, people.olga(session)):
            case = people.published(session, Kind.FAULT_REPORT)
            progress.assign(session, case, by=who.actor, to=session.get_one(Person, who.id))
            cases.append(case.reference)
        return ylva, cases


def suspend(session, ylva) -> None:
    suspending.suspend(session, ylva.id, Why.LEFT, by=people.ada(session).actor)


def end(session, ylva) -> None:
    (row,) = session.scalars(
        select(_appointments.c.id).where(_appointments.c.person_id == ylva.id)
    ).all()
    appointing.end(session, ylva.id, row, by=people.ada(session).actor)


def run_out(session, ylva) -> None:
    yesterday = today() - dt.timedelta(days=1)
    of_hers = update(_appointments).where(_appointments.c.person_id == ylva.id)
    session.execute(of_hers.values(until_date=yesterday))


@pytest.mark.parametrize("goes", [suspend, end, run_out])
def test_what_she_had_is_her_units_and_its_lead_is_told_once(held, goes):
    ylva, cases = held
    assert staff_gone.each_minute() is False
    with transaction() as session:
        goes(session, ylva)
    assert staff_gone.each_minute() is True
    assert staff_gone.each_minute() is False
    with transaction() as session:
        found = [take(session, one) for one in cases]
        assert [one.assignee_id is None for one in found] == [True, True, False]
        newest = timeline(session, found[0].stream, public_only=False)[0]
        assert newest.kind is EventKind.ASSIGNED
        assert newest.facts == {"assignee": 0, "let_go": ylva.id}
        assert verify(session, found[0].stream) == []
        told = session.execute(
            select(deliveries.c.address, deliveries.c.message_key).where(
                deliveries.c.message_key.startswith("staff:gone:")
            )
        ).all()
    assert [row.address for row in told] == ["siv@example.org"]


def test_a_case_that_somebody_took_over_meanwhile_stays_hers(held):
    ylva, cases = held
    with transaction() as session:
        suspend(session, ylva)
        olga = people.olga(session)
        case = take(session, cases[0])
        progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    staff_gone.each_minute()
    with transaction() as session:
        assert take(session, cases[0]).assignee_id == olga.id
        assert take(session, cases[1]).assignee_id is None
