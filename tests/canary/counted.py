"""The statistics of the canaries' town, where nothing that anybody wrote may ever stand."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import profile
from models.calendar import now, today
from models.statistics import cells, following
from models.statistics.workdays import Workdays
from models.submission import submissions


def count(session: Session, world: Any) -> None:
    """Every case is in the figures, shown or not."""
    site = profile.site(session)
    ids = session.scalars(select(submissions.c.id)).all()
    following.write(session, following.folded(session, ids, Workdays(site.opening)))
    while (month := cells.due(session)) is not None:
        cells.keep(session, month, cells.of_month(session, month))
    following.note(session, now(), site)
    day = today()
    world.values["period"] = [str(day.year), f"{day.year}-{day.month:02}", "1999-01"]
    world.ones["/statistics/"] = {"period": str(day.year), "year": str(day.year)}
