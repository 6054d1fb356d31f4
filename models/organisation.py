"""Who does what: units of the municipality, and subjects in residents' words."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Row,
    String,
    Text,
    false,
    select,
    text,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import enum_column, id_column, moment_column, reference_column, table_of

NOT_SURE = "not-sure"
"""The last choice of the subject list: the service centre chooses."""


class UnitSort(StrEnum):
    """What a unit is among the others."""

    BOARD = "board"
    """A board (nämnd): it decides, and departments work under it."""
    DEPARTMENT = "department"
    UNIT = "unit"
    SERVICE_CENTRE = "service_centre"
    EXTERNAL = "external"
    """Somebody else runs it for the municipality, such as a company that looks after streets."""


class Pillar(StrEnum):
    """What a subject is about, for whoever asks who does what."""

    SERVICE = "service"
    INFORMATION = "information"
    SAFETY = "safety"
    QUALITY = "quality"


def _words(length: int) -> Column[str]:
    return Column(String(length), nullable=False, server_default="")


class Unit(SQLModel, table=True):
    """A unit that has cases. Exactly one is the service centre, which gets what has no owner.

    Triggers on both databases see to it that no open case has a unit that is retired (0053).
    """

    __table_args__ = (
        Index(
            "unit_centre",
            "service_centre",
            unique=True,
            sqlite_where=text("service_centre"),
            postgresql_where=text("service_centre"),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    phone: str = Field(default="", sa_column=Column(String(30), nullable=False))
    service_centre: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when no profile names it. Its old cases still say who had them."""
    sort: UnitSort = Field(
        default=UnitSort.UNIT,
        sa_column=enum_column(UnitSort, guarded=False, server_default="unit"),
    )
    """For its place among others; `service_centre` says which one is that."""
    parent_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    """The board or department that it is a part of."""
    lead_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Whom its page names as its lead; who is told of its cases is an appointment's to say."""
    successor_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    """Who has what was its, since it is no more; the service centre where nobody was named."""
    email: str = Field(default="", sa_column=_words(254))
    address: str = Field(default="", sa_column=_words(200))
    """Where it is visited."""
    run_by: str = Field(default="", sa_column=_words(120))
    """Who runs it, where that is not the municipality."""
    about_sv: str = Field(default="", sa_column=_words(500))
    about_en: str = Field(default="", sa_column=_words(500))
    """What it does, in residents' words."""
    hours: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """models.hours.Rules as JSON, where it is open at other times than the municipality."""
    valid_from: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    valid_until: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The first day on which it is no more."""


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
    pillar: Pillar = Field(
        default=Pillar.SERVICE,
        sa_column=enum_column(Pillar, guarded=False, server_default="service"),
    )
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
