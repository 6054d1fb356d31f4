"""Who does what: units of the municipality, and subjects in residents' words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Row, String, bindparam, false, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid

NOT_SURE = "not-sure"
"""The last choice of the subject list: the service centre chooses."""


def _words(length: int) -> Column[str]:
    return Column(String(length), nullable=False, server_default="")


class Unit(SQLModel, table=True):
    """A unit that has cases. Exactly one is the service centre, which gets what has no owner."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    phone: str = Field(default="", sa_column=Column(String(30), nullable=False))
    service_centre: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when no profile names it. Its old cases still say who had them."""


class Category(SQLModel, table=True):
    """A subject and the unit that has it. `place` says whether the form asks where."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    unit_id: int = Field(sa_column=reference_column("unit.id"))
    place: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    hint_sv: str = Field(default="", sa_column=_words(300))
    hint_en: str = Field(default="", sa_column=_words(300))
    """Examples under the choice, in residents' words."""
    place_hint_sv: str = Field(default="", sa_column=_words(300))
    place_hint_en: str = Field(default="", sa_column=_words(300))
    """Where one reads the place, such as the number on a lamp post."""
    kinds: str = Field(default="", sa_column=_words(120))
    """Codes of the kinds it suits, parted by spaces; all of them when there is none."""
    urgent: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Choosing it shows the numbers for danger and for the duty line."""
    is_case: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Whoever writes of it is a party, with a right to a decision after six months
    (förvaltningslagen 12 §; models.keeping_promises.six_months).
    """
    owner_sv: str = Field(default="", sa_column=_words(120))
    owner_en: str = Field(default="", sa_column=_words(120))
    """Whose it is, when it is not ours: told before anybody writes on."""
    owner_about_sv: str = Field(default="", sa_column=_words(300))
    owner_about_en: str = Field(default="", sa_column=_words(300))
    owner_phone: str = Field(default="", sa_column=_words(30))
    owner_url: str = Field(default="", sa_column=_words(200))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


_units = table_of(Unit)
_categories = table_of(Category)


_ALL_UNITS = select(_units).order_by(_units.c.position, _units.c.id)
_ALL_CATEGORIES = (
    select(_categories)
    .where(_categories.c.retired_at.is_(None))
    .order_by(_categories.c.position, _categories.c.id)
)
_EVERY_CATEGORY = select(_categories).order_by(_categories.c.position, _categories.c.id)
_ROUTE = select(_categories.c.id, _categories.c.unit_id).where(
    _categories.c.slug == bindparam("subject"), _categories.c.retired_at.is_(None)
)


def categories(session: Session) -> Sequence[Row[Any]]:
    """Every subject to choose, as a row of its columns, in the order the profile gives them."""
    return session.execute(_ALL_CATEGORIES).all()


def every_category(session: Session) -> Sequence[Row[Any]]:
    """Every subject, retired ones too: what was about one of them says so for ever."""
    return session.execute(_EVERY_CATEGORY).all()


def units(session: Session) -> Sequence[Row[Any]]:
    """Every unit, retired ones too, as a row of its columns, in the order of the profile."""
    return session.execute(_ALL_UNITS).all()


def suiting(rows: Sequence[Row[Any]], kind: str) -> list[Row[Any]]:
    """Of all subjects those that suit a kind; every one while the kind is not known."""
    return [row for row in rows if not (kind and row.kinds) or kind in row.kinds.split()]


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
