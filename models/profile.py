"""The municipality's profile: its name, numbers and rules. A file seeds it; then rows are true."""

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Integer, Text, insert, select
from sqlmodel import Field, Session, SQLModel

from models.actor import SYSTEM
from models.calendar import Moment, now
from models.database import moment_column, table_of
from models.event import EventKind, open_stream, record
from models.organisation import Category, Unit
from models.states import Kind

CONFIGURATION = "configuration"
"""The stream of everything an administrator changed."""


class Promises(BaseModel):
    """Working days until an answer, per kind; and the days of a letter for what has no own line."""

    model_config = ConfigDict(extra="forbid")

    proposal: int = 10
    complaint: int = 10
    fault_report: int = 10
    question: int = 2
    praise: int = 10

    def days(self, kind: Kind) -> int:
        return int(getattr(self, kind.value))


class Proposals(BaseModel):
    """What a proposal needs: votes, days to collect them, and whether it stays open afterwards."""

    model_config = ConfigDict(extra="forbid")

    threshold: int = 50
    days: int = 30
    keep_open: bool = False


class Modules(BaseModel):
    """What a town offers. Off leaves no link, heading, route, choice or empty list behind."""

    model_config = ConfigDict(extra="forbid")

    proposals: bool = True
    """Proposals, support for them, and the decisions they lead to."""
    praise: bool = True
    comments: bool = True
    attachments: bool = True
    """One photo or document with a case."""
    sms: bool = True
    feeds: bool = True


class Site(BaseModel):
    """Everything a page says of the municipality itself."""

    model_config = ConfigDict(extra="forbid")

    name: str
    short_name: str
    site_name: str
    home_url: str
    phone: str
    duty_phone: str = ""
    hours_sv: str
    hours_en: str
    email: str
    address: str
    colour: str = "#0B5A5E"
    zone: str = "Europe/Stockholm"
    promises: Promises = Promises()
    proposals: Proposals = Proposals()
    bounds: tuple[float, float, float, float] | None = None
    """South, west, north and east end of the municipality, in degrees (WGS 84)."""
    notice_sv: str = ""
    notice_en: str = ""
    """In a crisis: what everyone must know first. Above everything on the start page."""
    modules: Modules = Modules()


class Profile(SQLModel, table=True):
    """One version of the profile; the highest is in force."""

    version: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    data: str = Field(sa_column=Column(Text, nullable=False))
    made_at: Moment = Field(sa_column=moment_column())


_profiles = table_of(Profile)
_units = table_of(Unit)
_categories = table_of(Category)


def site(session: Session) -> Site:
    """The profile in force."""
    data: str = session.execute(
        select(_profiles.c.data).order_by(_profiles.c.version.desc()).limit(1)
    ).scalar_one()
    return Site.model_validate_json(data)


def seed(session: Session, file: Path) -> None:
    """Write the first version from a profile file, with its units and subjects; later do nothing.

    Raises pydantic.ValidationError when the file lacks something or has something unknown.
    """
    if session.execute(select(_profiles.c.version).limit(1)).first() is not None:
        return
    read: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    units, categories = read.pop("units"), read.pop("categories")
    made = Site.model_validate(read)
    session.execute(
        insert(_profiles).values(version=1, data=json.dumps(made.model_dump()), made_at=now())
    )
    ids: dict[str, int] = {}
    for unit in units:
        ids[unit["slug"]] = session.execute(
            insert(_units)
            .values(
                service_centre=unit.pop("service_centre", False),
                phone=unit.pop("phone", ""),
                **unit,
            )
            .returning(_units.c.id)
        ).scalar_one()
    for category in categories:
        session.execute(
            insert(_categories).values(
                unit_id=ids[category.pop("unit")], place=category.pop("place", True), **category
            )
        )
    open_stream(session, CONFIGURATION)
    record(
        session,
        CONFIGURATION,
        EventKind.RECONFIGURED,
        by=SYSTEM,
        facts={"profile": 1},
        public=False,
    )
