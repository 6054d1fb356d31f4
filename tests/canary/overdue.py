"""Every case long past its promised day, shown or not: the list of what is late names only those
that everyone may read.
"""

from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from models.calendar import local, now
from models.clock import Clock
from models.keeping_promises import keeping
from models.keeping_promises.row import EXPOSES, RUNS, Cause, clocks, escalations
from models.profile import site
from models.submission import submissions


def break_promises(session: Session, world: Any) -> None:
    """Keep the clocks of all cases, and say of each that is not done that it is half as long again
    over: the promised day itself would take months.
    """
    references = list(session.scalars(select(submissions.c.reference)))
    keeping.keep(session, references, site(session).opening)
    unit = select(submissions.c.unit_id).where(submissions.c.id == clocks.c.submission_id)
    session.execute(
        update(clocks)
        .where(clocks.c.state.in_(RUNS))
        .values(
            state=Clock.MISSED,
            missed_at=now(),
            cause=Cause.OTHER,
            unit_id=unit.scalar_subquery(),
            next_at=None,
        )
    )
    over = session.execute(
        select(clocks.c.submission_id, clocks.c.which, clocks.c.cycle).where(
            clocks.c.state == Clock.MISSED
        )
    ).all()
    session.execute(
        insert(escalations),
        [{**row._mapping, "level": EXPOSES, "at": now(), "open": True} for row in over],
    )
    month = f"{local(now()).date():%Y-%m}"
    world.values["month"] = [month, "2026-13"]
    world.ones["/casework/deviations/"] = {"month": month}
