"""Whom the page of a unit names as its lead: chosen beside what the configuration says of it."""

from typing import Any

from sqlalchemy import select

from models.actor import Role
from models.database import table_of
from models.errors import Invalid, NotFound
from models.organisation import Unit
from models.units import leading
from web.answers import Answer, Go
from web.visit import Visit

FIELD = "lead"
_units = table_of(Unit)


def told(visit: Visit, slug: str) -> dict[str, Any] | None:
    """Who can be chosen and who is, or what was chosen; None for a unit that is not there yet."""
    unit = visit.session.execute(
        select(_units.c.id, _units.c.lead_id).where(
            _units.c.slug == slug, _units.c.retired_at.is_(None)
        )
    ).first()
    if unit is None:
        return None
    able = [(str(row.id), row.name) for row in leading.able(visit.session, unit.id)]
    was = unit.lead_id or 0
    return {"able": able, "lead": visit.values.get(FIELD, str(was)), "was": was}


def name(visit: Visit) -> Answer:
    """Name her, or nobody, from now on."""
    if visit.params["room"] != "units":
        raise NotFound(visit.params["room"])
    chosen = visit.values.get(FIELD, "")
    leading.name(
        visit.session,
        visit.params["key"],
        _number(chosen) if chosen else None,
        was=_number(visit.values.get("was", "")),
        by=visit.acting(Role.ADMINISTRATOR),
    )
    return Go(f"/units/{visit.params['key']}")


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Invalid(FIELD, "unknown")
    return int(given)
