"""Units whose last day the profile says: when it has come, the service centre has what was theirs.

Where another unit is to have it, somebody plans that (models.units.planning); a day alone names
nobody, and what has no owner is the service centre's.
"""

from sqlalchemy import select, update
from sqlmodel import Session

from models.actor import SYSTEM
from models.calendar import now, today
from models.database import lock_rows, table_of
from models.event import EventKind, record
from models.organisation import Category, Unit
from models.profile import CONFIGURATION
from models.routing import centre, routes
from models.units.moving import move, some_of
from models.units.planning import WORKING
from models.units.reorganisation import reorganisations
from models.units.running import BATCH

_units = table_of(Unit)
_categories = table_of(Category)
_u = _units.c
_r = reorganisations.c


def due(session: Session) -> list[int]:
    """Units that are over by now and not retired. One that is being reorganised waits for that."""
    at_work = select(_r.id).where(_r.unit_id == _u.id, _r.state.in_(WORKING))
    return list(
        session.scalars(
            select(_u.id).where(
                _u.valid_until <= today(),
                _u.retired_at.is_(None),
                _u.service_centre.is_(False),
                ~at_work.exists(),
            )
        )
    )


def step(session: Session, unit_id: int, *, most: int = BATCH) -> None:
    """Some of its open cases go to the service centre; after the last of them it is no more."""
    unit: Unit = session.scalars(lock_rows(select(Unit).where(_u.id == unit_id))).one()
    if unit.retired_at is not None:
        return
    to_id = centre(session)
    for table in (_categories, routes):
        of_unit = update(table).where(table.c.unit_id == unit_id)
        session.execute(of_unit.values(unit_id=to_id))
    cases = some_of(session, unit_id, most=most)
    for case in cases:
        move(session, case, to_id)
    if len(cases) < most:
        unit.retired_at = now()
        session.add(unit)
        session.flush()
        facts = {"unit": unit_id, "ended": 1}
        record(session, CONFIGURATION, EventKind.RECONFIGURED, by=SYSTEM, facts=facts, public=False)
