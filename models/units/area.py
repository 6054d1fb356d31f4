"""Parts of the municipality, where the profile names any: a case may be in one of them."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Bounded
from sqlalchemy import Column, Integer, Row, String, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import id_column, moment_column, table_of
from models.errors import Invalid
from models.misfit import Misfit

MILLIONTHS = 1_000_000


def _degree() -> Column[int]:
    return Column(Integer, nullable=True)


class Area(SQLModel, table=True):
    """A district, village or part of town. Its bounds are millionths of a degree (WGS 84)."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    south: int | None = Field(default=None, sa_column=_degree())
    west: int | None = Field(default=None, sa_column=_degree())
    north: int | None = Field(default=None, sa_column=_degree())
    east: int | None = Field(default=None, sa_column=_degree())
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when no profile names it."""


area_table = table_of(Area)
_a = area_table.c
_IN_USE = select(area_table).where(_a.retired_at.is_(None)).order_by(_a.position, _a.id)

Latitude = Annotated[float, Bounded(ge=-90, le=90)]
Longitude = Annotated[float, Bounded(ge=-180, le=180)]


class AreaRow(BaseModel):
    """An area, as a profile names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Bounded(pattern=r"^[a-z0-9-]{1,60}$")
    name_sv: str = Bounded(max_length=120)
    name_en: str = Bounded(max_length=120)
    bounds: tuple[Latitude, Longitude, Latitude, Longitude] | None = None
    """South, west, north and east end, in degrees. Where two areas overlap, the first has it."""

    @model_validator(mode="after")
    def _lies_somewhere(self) -> Self:
        if self.bounds is not None:
            south, west, north, east = self.bounds
            if south >= north or west >= east:
                said = "bounds: south, west, north and east, in this order"
                raise Misfit("bounds", said, "bounds")
        return self

    def columns(self) -> dict[str, Any]:
        """The row of the table that says this."""
        ends = (None,) * 4 if self.bounds is None else map(_millionths, self.bounds)
        return self.model_dump(exclude={"bounds"}) | dict(
            zip(("south", "west", "north", "east"), ends, strict=True)
        )


def _millionths(degrees: float) -> int:
    return round(degrees * MILLIONTHS)


def told(row: Any) -> AreaRow:
    """A row of the table as a profile says it."""
    ends = [row.south, row.west, row.north, row.east]
    return AreaRow(
        slug=row.slug,
        name_sv=row.name_sv,
        name_en=row.name_en,
        bounds=None if None in ends else tuple(end / MILLIONTHS for end in ends),
    )


def areas(session: Session) -> Sequence[Row[Any]]:
    """Every area that can be chosen, as a row of its columns, in the order of the profile."""
    return session.execute(_IN_USE).all()


def chosen(
    session: Session, slug: str, *, latitude: int | None = None, longitude: int | None = None
) -> int | None:
    """The id of the area that somebody chose, or else the one her position lies in; None where
    neither says any. Latitude and longitude are millionths of a degree. Raises Invalid.
    """
    known = areas(session)
    if slug:
        found = next((row.id for row in known if row.slug == slug), None)
        if found is None:
            raise Invalid("area", "unknown")
        return int(found)
    if latitude is None or longitude is None:
        return None
    return next(
        (
            row.id
            for row in known
            if row.south is not None
            and row.south <= latitude < row.north
            and row.west <= longitude < row.east
        ),
        None,
    )
