"""Which unit gets a case: by subject, area and kind, the first line that fits.

What no line fits is its subject's unit's, and what has no subject is the service centre's: no case
is nobody's.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Integer, Row, bindparam, delete, insert, or_, select
from sqlmodel import Field, Session, SQLModel

from models.database import enum_column, id_column, reference_column, table_of
from models.errors import Invalid
from models.misfit import Misfit
from models.organisation import NOT_SURE, Category, Unit
from models.states import HANDED_IN, Kind
from models.units.area import area_table


class Route(SQLModel, table=True):
    """One line. What it leaves open (None) is for all of them."""

    id: int | None = Field(default=None, sa_column=id_column())
    position: int = Field(sa_column=Column(Integer, nullable=False))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True, index=False)
    )
    area_id: int | None = Field(
        default=None, sa_column=reference_column("area.id", nullable=True, index=False)
    )
    kind: Kind | None = Field(
        default=None, sa_column=enum_column(Kind, nullable=True, guarded=False)
    )
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))


routes = table_of(Route)
_units = table_of(Unit)
_categories = table_of(Category)
_r = routes.c
_SUBJECT = (
    select(_categories.c.id, _categories.c.unit_id, _units.c.retired_at)
    .join(_units, _units.c.id == _categories.c.unit_id)
    .where(_categories.c.slug == bindparam("subject"), _categories.c.retired_at.is_(None))
)
_FITTING = (
    select(_r.unit_id)
    .join(_units, _units.c.id == _r.unit_id)
    .where(
        _units.c.retired_at.is_(None),
        or_(_r.category_id.is_(None), _r.category_id == bindparam("category")),
        or_(_r.area_id.is_(None), _r.area_id == bindparam("area")),
        or_(_r.kind.is_(None), _r.kind == bindparam("kind")),
    )
    .order_by(_r.position, _r.id)
    .limit(1)
)
_LINES = ("routes",)
_CENTRE = select(_units.c.id).where(_units.c.service_centre)


class RouteRow(BaseModel):
    """One `[[routes]]` of a profile; subject, area and unit are slugs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: str | None = None
    area: str | None = None
    kind: Kind | None = None
    unit: str

    def covers(self, other: "RouteRow") -> bool:
        """Whether everything that the other line is for fits this one as well."""
        return all(
            getattr(self, name) in {None, getattr(other, name)}
            for name in ("subject", "area", "kind")
        )


def check(
    lines: Sequence[RouteRow],
    *,
    subjects: Collection[str],
    areas: Collection[str],
    units: Collection[str],
) -> None:
    """Misfit, with the number of the line, for one that names what is not there, that is for
    what nobody hands in, or that no case ever reaches because an earlier one takes all of its.
    """
    for number, line in enumerate(lines, 1):
        for name, known in (("subject", subjects), ("area", areas), ("unit", units)):
            said = getattr(line, name)
            if said is not None and said not in known:
                why = f"routes: line {number}: no such {name}: {said}"
                raise Misfit(f"no_{name}", why, *_LINES, number - 1, name, value=said)
        if line.kind is not None and line.kind not in HANDED_IN:
            why = f"routes: line {number}: nobody hands in a {line.kind.value}"
            raise Misfit("not_handed_in", why, *_LINES, number - 1, "kind")
        for earlier, other in enumerate(lines[: number - 1], 1):
            if other.covers(line):
                why = f"routes: line {number} is never reached: line {earlier} takes all of it"
                raise Misfit("route_unreached", why, *_LINES, number - 1, wider=earlier)


def put(
    session: Session,
    lines: Sequence[RouteRow],
    *,
    subjects: Mapping[str, int],
    areas: Mapping[str, int],
    units: Mapping[str, int],
) -> None:
    """Route by these lines from now on; the mappings give the ids of slugs. Cases stay where they
    are.
    """
    session.execute(delete(routes))
    rows = [
        {
            "position": position,
            "category_id": subjects[line.subject] if line.subject else None,
            "area_id": areas[line.area] if line.area else None,
            "kind": line.kind,
            "unit_id": units[line.unit],
        }
        for position, line in enumerate(lines, 1)
    ]
    if rows:
        session.execute(insert(routes), rows)


def lines(session: Session) -> Sequence[Row[Any]]:
    """Every line in its order, with the slugs of its subject, area and unit, each None for all."""
    return session.execute(
        select(
            *(_r.id, _r.kind, _r.category_id, _r.area_id, _r.unit_id),
            _categories.c.slug.label("subject"),
            area_table.c.slug.label("area"),
            _units.c.slug.label("unit"),
        )
        .select_from(routes)
        .join(_units, _units.c.id == _r.unit_id)
        .outerjoin(_categories, _categories.c.id == _r.category_id)
        .outerjoin(area_table, area_table.c.id == _r.area_id)
        .order_by(_r.position, _r.id)
    ).all()


def told(session: Session) -> tuple[RouteRow, ...]:
    """The lines as a profile says them."""
    return tuple(
        RouteRow(subject=row.subject, area=row.area, kind=row.kind, unit=row.unit)
        for row in lines(session)
    )


def centre(session: Session) -> int:
    """The id of the service centre."""
    found: int = session.execute(_CENTRE).scalar_one()
    return found


def routed(
    session: Session, subject: str, *, kind: Kind | None = None, area_id: int | None = None
) -> tuple[int | None, int]:
    """The ids of subject and unit for a subject's slug, where a case of this kind is in this area.

    Raises Invalid for a slug that is not in the list.
    """
    category_id, own = None, None
    if subject != NOT_SURE:
        row = session.execute(_SUBJECT, {"subject": subject}).first()
        if row is None:
            raise Invalid("subject", "unknown")
        category_id, own = row.id, row.unit_id if row.retired_at is None else None
    given = {"category": category_id, "area": area_id, "kind": kind}
    found = session.scalar(_FITTING, given)
    return category_id, found or own or centre(session)
