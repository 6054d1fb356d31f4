"""Who does what: units of the municipality, and subjects in residents' words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Row, String, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models.database import id_column, reference_column, table_of
from models.errors import Invalid

NOT_SURE = "not-sure"
"""The last choice of the subject list: the service centre chooses."""


class Unit(SQLModel, table=True):
    """A unit that has cases. Exactly one is the service centre, which gets what has no owner."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    phone: str = Field(default="", sa_column=Column(String(30), nullable=False))
    service_centre: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


class Category(SQLModel, table=True):
    """A subject and the unit that has it. `place` says whether the form asks where."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    unit_id: int = Field(sa_column=reference_column("unit.id"))
    place: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))


_units = table_of(Unit)
_categories = table_of(Category)


_ALL_UNITS = select(_units).order_by(_units.c.id)
_ALL_CATEGORIES = select(_categories).order_by(_categories.c.id)
_ROUTE = select(_categories.c.id, _categories.c.unit_id).where(
    _categories.c.slug == bindparam("subject")
)


def categories(session: Session) -> Sequence[Row[Any]]:
    """Every subject, as a row of its columns, in the order the profile gives them."""
    return session.execute(_ALL_CATEGORIES).all()


def units(session: Session) -> Sequence[Row[Any]]:
    """Every unit, as a row of its columns, in the order the profile gives them."""
    return session.execute(_ALL_UNITS).all()


def routed(session: Session, subject: str) -> tuple[int | None, int]:
    """The ids of subject and unit for a subject's slug; what nobody owns is the service centre's.

    Raises Invalid for a slug that is not in the list.
    """
    if subject != NOT_SURE:
        row = session.execute(_ROUTE, {"subject": subject}).first()
        if row is None:
            raise Invalid("subject", "unknown")
        return row.id, row.unit_id
    unit_id: int = session.execute(select(_units.c.id).where(_units.c.service_centre)).scalar_one()
    return None, unit_id
