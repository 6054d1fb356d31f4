"""Planning a reorganisation: what may become of a unit, and what would follow from it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import DAY, now, today
from models.database import lock_rows, table_of
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind, record
from models.organisation import Unit, UnitSort
from models.person import Person
from models.profile import CONFIGURATION
from models.slugs import slug_of
from models.submission import submissions
from models.units import along, tree
from models.units.moving import LEFT_OPEN
from models.units.reorganisation import Change, Reorganisation, State, moved_cases, reorganisations

TAKEN_BACK_WITHIN = 30 * DAY
AHEAD = dt.timedelta(days=2 * 365)
"""So far ahead somebody may plan."""
SHOWN = 50
WORKING = (State.PLANNED, State.MOVING, State.MOVING_BACK)
"""States in which something is still to come."""

_units = table_of(Unit)
_people = table_of(Person)
_s = submissions.c
_r = reorganisations.c


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to become of a unit: `to_id` is the unit that gets its work, or what it
    is put under (None for nothing); the names are those of a unit that is renamed.
    """

    what: Change
    unit_id: int
    day: dt.date
    to_id: int | None = None
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Consequences:
    """What would happen if it were today: open cases that move, closed ones that keep the name, and
    how much of what else goes along, by the codes of models.units.along.
    """

    open: int
    closed: int
    parts: dict[str, int]


def check(session: Session, wanted: Wanted) -> Unit:
    """The unit, when this can become of it. Raises Invalid."""
    unit = session.get(Unit, wanted.unit_id)
    if unit is None or unit.retired_at is not None:
        raise Invalid("unit", "unknown")
    if not today() <= wanted.day <= today() + AHEAD:
        raise Invalid("day", "out_of_reach")
    of_unit = or_(_r.unit_id == unit.id, _r.to_id == unit.id)
    if session.execute(select(_r.id).where(_r.state.in_(WORKING), of_unit)).first() is not None:
        raise Invalid("unit", "planned")
    if wanted.what is Change.RENAMED:
        _check_names(unit, wanted)
    elif wanted.to_id is not None:
        _check_other(session, unit, wanted.what, wanted.to_id)
    elif wanted.what is Change.MERGED:
        raise Invalid("to", "missing")
    elif unit.parent_id is None:
        raise Invalid("to", "same")
    return unit


def _check_names(unit: Unit, wanted: Wanted) -> None:
    for name in ("name_sv", "name_en"):
        if not getattr(wanted, name).strip():
            raise Invalid(name, "missing")
    if (wanted.name_sv.strip(), wanted.name_en.strip()) == (unit.name_sv, unit.name_en):
        raise Invalid("name_sv", "same")


def _check_other(session: Session, unit: Unit, what: Change, to_id: int) -> None:
    rows = session.execute(select(_units)).all()
    other = next((row for row in rows if row.id == to_id), None)
    if other is None or other.retired_at is not None:
        raise Invalid("to", "unknown")
    if to_id == unit.id or (what is Change.PUT_UNDER and to_id == unit.parent_id):
        raise Invalid("to", "same")
    if what is Change.PUT_UNDER and unit.id in tree.above(rows, to_id):
        raise Invalid("to", "circle")
    if what is Change.PUT_UNDER and other.sort in _LEAVES:
        raise Invalid("to", "alone")
    if _is_going(session, to_id):
        raise Invalid("to", "going")


_LEAVES = {UnitSort.SERVICE_CENTRE, UnitSort.EXTERNAL}


def _is_going(session: Session, unit_id: int) -> bool:
    """Whether a unit is about to be no more: nothing is planned to go there, least of all round in
    a circle.
    """
    going = select(_r.id).where(
        _r.unit_id == unit_id, _r.what != Change.PUT_UNDER, _r.state.in_(WORKING)
    )
    return session.execute(going).first() is not None


def consequences(session: Session, wanted: Wanted) -> Consequences:
    """What would follow. A unit that is put under another keeps all it has."""
    if wanted.what is Change.PUT_UNDER:
        return Consequences(0, 0, {})
    of_unit = select(func.count()).where(_s.unit_id == wanted.unit_id)
    left_open: int = session.execute(of_unit.where(_s.status.in_(LEFT_OPEN))).scalar_one()
    every: int = session.execute(of_unit).scalar_one()
    return Consequences(left_open, every - left_open, along.counted(session, wanted.unit_id))


def plan(session: Session, wanted: Wanted, *, by: Actor) -> Reorganisation:
    """Let it become so on its day: the clock does it, today as on any other. Raises Invalid."""
    unit = check(session, wanted)
    slug = ""
    if wanted.what is Change.RENAMED:
        slug = slug_of(session, _units.c.slug, wanted.name_sv, or_else="unit")
    made = Reorganisation(
        what=wanted.what,
        unit_id=unit.id or 0,
        to_id=wanted.to_id,
        from_id=unit.parent_id if wanted.what is Change.PUT_UNDER else None,
        slug=slug,
        name_sv=wanted.name_sv.strip(),
        name_en=wanted.name_en.strip(),
        day=wanted.day,
        by_id=by.person_id or 0,
        made_at=now(),
    )
    session.add(made)
    session.flush()
    note(session, made, by)
    return made


def note(session: Session, held: Reorganisation, by: Actor) -> None:
    """Write its new state in the history of the configuration."""
    facts = {"reorganisation": held.id or 0, "what": held.what.value, "state": held.state.value}
    record(session, CONFIGURATION, EventKind.RECONFIGURED, by=by, facts=facts, public=False)


def taken(session: Session, reorganisation_id: int, version: int | None = None) -> Reorganisation:
    """One of them, locked. Raises NotFound, and Stale where it is not as `version` has it."""
    wanted = lock_rows(select(Reorganisation).where(_r.id == reorganisation_id))
    found: Reorganisation | None = session.scalars(wanted).first()
    if found is None:
        raise NotFound(str(reorganisation_id))
    if version is not None and version != found.version:
        raise Stale
    return found


def may_be_taken_back(held: Any) -> bool:
    """Whether its time for that is not over."""
    recent = held.done_at is not None and now() < held.done_at + TAKEN_BACK_WITHIN
    return held.state in {State.PLANNED, State.MOVING} or (held.state is State.DONE and recent)


def listed(session: Session) -> Sequence[Row[Any]]:
    """Those that were planned, the newest first, with `unit_...`, `to_...` and `by` by their names,
    and how many cases they `moved`.
    """
    to, parent = _units.alias("to_unit"), _units.alias("unit")
    moved = (
        select(func.count())
        .where(moved_cases.c.reorganisation_id == _r.id)
        .scalar_subquery()
        .label("moved")
    )
    return session.execute(
        select(
            reorganisations,
            parent.c.name_sv.label("unit_sv"),
            parent.c.name_en.label("unit_en"),
            parent.c.slug.label("unit_slug"),
            to.c.name_sv.label("to_sv"),
            to.c.name_en.label("to_en"),
            _people.c.name.label("by"),
            moved,
        )
        .join(parent, parent.c.id == _r.unit_id)
        .outerjoin(to, to.c.id == _r.to_id)
        .outerjoin(_people, _people.c.id == _r.by_id)
        .order_by(_r.id.desc())
        .limit(SHOWN)
    ).all()
