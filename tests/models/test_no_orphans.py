"""No open case is nobody's: the database itself refuses it, on both."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from models.calendar import now
from models.database import table_of, transaction
from models.organisation import Unit
from models.states import Kind, Status
from models.submission import submissions
from tests import people

_units = table_of(Unit)
_s = submissions.c


@pytest.fixture
def case(town):
    """An open case, a unit that is gone, and a closed case of that."""
    with transaction() as session:
        made = people.published(session, Kind.FAULT_REPORT)
        gone = session.execute(
            update(_units)
            .where(_units.c.slug == "care")
            .values(retired_at=now())
            .returning(_units.c.id)
        ).scalar_one()
        return made.id, made.unit_id, gone


REFUSED = {
    "no unit": lambda case, own, gone: (
        update(submissions).where(_s.id == case).values(unit_id=None)
    ),
    "a unit that never was": lambda case, own, gone: (
        update(submissions).where(_s.id == case).values(unit_id=4711)
    ),
    "a unit that is gone": lambda case, own, gone: (
        update(submissions).where(_s.id == case).values(unit_id=gone)
    ),
    "its unit goes": lambda case, own, gone: (
        update(_units).where(_units.c.id == own).values(retired_at=1)
    ),
    "its unit is removed": lambda case, own, gone: delete(_units).where(_units.c.id == own),
    "two service centres": lambda case, own, gone: (
        update(_units).where(_units.c.id == own).values(service_centre=True)
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses_an_open_case_that_is_nobodys(case, what):
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(REFUSED[what](*case))


def test_a_closed_case_of_a_unit_that_is_gone_is_not_opened_there(case):
    number, _, gone = case
    with transaction() as session:
        of_case = update(submissions).where(_s.id == number)
        session.execute(of_case.values(status=Status.CLOSED))
        session.execute(of_case.values(unit_id=gone))
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(of_case.values(status=Status.IN_PROGRESS))
