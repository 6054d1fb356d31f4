"""Roles that a provider's claims give: held from one signing in to the next, never by hand."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import insert, or_, select, update
from sqlmodel import Session

from models.access_log import What, note
from models.actor import SYSTEM
from models.calendar import today
from models.database import table_of
from models.organisation import Unit
from models.person import Appointment
from models.settings.identity import GivenRole

_appointments = table_of(Appointment)
_units = table_of(Unit)

Given = tuple[str, int | None, bool, bool]
"""Role, unit, leads it, trusted with protected people."""


def appoint(
    session: Session, person_id: int, provider: str, roles: frozenset[GivenRole]
) -> frozenset[str]:
    """Let a person hold exactly these roles from this provider, from today; what it gave before
    and gives no more ended yesterday. What people of ours have given stays as it is.

    Returns the slugs of units that are not here: their roles are not given.
    """
    slugs = {one.unit for one in roles if one.unit}
    found = session.execute(
        select(_units.c.slug, _units.c.id).where(
            _units.c.slug.in_(slugs), _units.c.retired_at.is_(None)
        )
    )
    ids = {row.slug: row.id for row in found}
    wanted: set[Given] = {
        (one.role, ids.get(one.unit), one.lead, one.trusted)
        for one in roles
        if not one.unit or one.unit in ids
    }
    held = _held(session, person_id)
    gone = [
        (one, given) for one, source, given in held if source == provider and given not in wanted
    ]
    if gone:
        session.execute(
            update(_appointments)
            .where(_appointments.c.id.in_([one for one, _ in gone]))
            .values(until_date=today() - timedelta(days=1))
        )
    for _, (role, unit_id, _, _) in gone:
        note(session, SYSTEM, What.ROLE_ENDED, person_id=person_id, detail=role, number=unit_id)
    for role, unit_id, lead, trusted in wanted - {given for _, _, given in held}:
        note(session, SYSTEM, What.ROLE_GIVEN, person_id=person_id, detail=role, number=unit_id)
        session.execute(
            insert(_appointments).values(
                person_id=person_id,
                role=role,
                unit_id=unit_id,
                from_date=today(),
                lead=lead,
                trusted=trusted,
                source=provider,
            )
        )
    return frozenset(slugs - ids.keys())


def end_of_others(session: Session, names: Collection[str]) -> int:
    """End what was given by providers that are configured no more, and return how many roles."""
    day = today()
    lost = session.execute(
        update(_appointments)
        .where(
            _appointments.c.source != "",
            _appointments.c.source.not_in(names),
            or_(_appointments.c.until_date.is_(None), _appointments.c.until_date >= day),
        )
        .values(until_date=day - timedelta(days=1))
        .returning(_appointments.c.person_id, _appointments.c.role, _appointments.c.unit_id)
    ).all()
    for row in lost:
        note(
            session,
            SYSTEM,
            What.ROLE_ENDED,
            person_id=row.person_id,
            detail=row.role,
            number=row.unit_id,
        )
    return len(lost)


def _held(session: Session, person_id: int) -> list[tuple[int, str, Given]]:
    day = today()
    rows = session.execute(
        select(_appointments).where(
            _appointments.c.person_id == person_id,
            _appointments.c.from_date <= day,
            or_(_appointments.c.until_date.is_(None), _appointments.c.until_date >= day),
        )
    )
    return [(row.id, row.source, (row.role, row.unit_id, row.lead, row.trusted)) for row in rows]
