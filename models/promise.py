"""What the municipality promises whoever writes: rows, the first that fits a case is its own.

A case keeps the row it was given (`submission.promise_id`) and the day it was told. A row is never
changed: what is promised anew is a new row, and the old one ends. So no later edit rewrites what
somebody was promised (spec ST-10).
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    Row,
    String,
    bindparam,
    insert,
    or_,
    select,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, today
from models.database import enum_column, id_column, reference_column, table_of
from models.opening import Opening
from models.states import Kind


class Unit(StrEnum):
    """What a promise is counted in (spec ST-11)."""

    MINUTES = "minutes"
    """of working time"""
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


def _time(*, nullable: bool = True) -> Column[str]:
    """As the profile says it, "2 working days": see `amount`."""
    return Column(String(24), nullable=nullable)


class Promise(SQLModel, table=True):
    """One line of the promise. The fallback, without kind and subject, fits everything."""

    id: int | None = Field(default=None, sa_column=id_column())
    position: int = Field(sa_column=Column(Integer, nullable=False))
    kind: Kind | None = Field(default=None, sa_column=enum_column(Kind, nullable=True))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True, index=False)
    )
    first_response: str = Field(sa_column=_time(nullable=False))
    confirm_receipt: str | None = Field(default=None, sa_column=_time())
    update_every: str | None = Field(default=None, sa_column=_time())
    decide: str | None = Field(default=None, sa_column=_time())
    public: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    """Whether the page of promises tells it; it holds all the same."""
    valid_from: dt.date = Field(sa_column=Column(Date, nullable=False))
    valid_until: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The first day on which it is no longer given."""


promises = table_of(Promise)
THE_FIRST = dt.date(2000, 1, 1)
"""The first promises of a town hold for whatever it takes over from before."""

_UNITS = {
    "working minute": Unit.MINUTES,
    "working day": Unit.WORKING_DAYS,
    "day": Unit.CALENDAR_DAYS,
}
_SAID = re.compile(r"([1-9]\d{0,4}) (working minute|working day|day)s?")


def amount(time: str) -> tuple[int, Unit]:
    """A time such as "2 working days", "90 working minutes" or "30 days"; else ValueError."""
    said = _SAID.fullmatch(time)
    if said is None:
        raise ValueError(f"{time!r} is no time such as '2 working days'")
    return int(said[1]), _UNITS[said[2]]


def _is_time(given: str) -> str:
    amount(given)
    return given


Time = Annotated[str, AfterValidator(_is_time)]


class Line(BaseModel):
    """One `[[promises]]` of a profile, in the order in which the first that fits is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind | None = None
    subject: str | None = None
    first_response: Time
    confirm_receipt: Time | None = None
    update_every: Time | None = None
    decide: Time | None = None
    public: bool = True


def check(lines: Sequence[Line], subjects: Collection[str]) -> None:
    """ValueError when a line can never be reached, names a subject that is not there, or when the
    last line is not the fallback, so that somebody would be promised nothing.
    """
    fits = [(line.kind, line.subject) for line in lines]
    if (None, None) not in fits:
        raise ValueError("promises: the last line must be for everything, without kind and subject")
    if fits.index((None, None)) != len(fits) - 1:
        raise ValueError("promises: no line after the one for everything is ever reached")
    if len(set(fits)) != len(fits):
        raise ValueError("promises: two lines are for the same kind and subject")
    unknown = {line.subject for line in lines if line.subject} - set(subjects)
    if unknown:
        raise ValueError(f"promises: no such subject: {', '.join(sorted(unknown))}")


def put(session: Session, lines: Sequence[Line], subjects: Mapping[str, int]) -> None:
    """Give these promises from today on, or from the beginning if they are the first. `subjects`
    are the ids of subjects by slug. What is promised already, in this order, stays as it is.
    """
    day = today()
    before = in_force(session, day)
    if told(before, {number: slug for slug, number in subjects.items()}) == tuple(lines):
        return
    session.execute(update(promises).where(_p.valid_until.is_(None)).values(valid_until=day))
    rows = [
        {
            "position": position,
            "category_id": subjects[line.subject] if line.subject else None,
            "valid_from": day if before else THE_FIRST,
            **line.model_dump(exclude={"subject"}),
        }
        for position, line in enumerate(lines, 1)
    ]
    if rows:
        session.execute(insert(promises), rows)


def told(rows: Sequence[Row[Any]], slugs: Mapping[int, str]) -> tuple[Line, ...]:
    """Rows as lines of a profile; `slugs` are those of the subjects by id."""
    return tuple(
        Line(
            subject=slugs.get(row.category_id),
            **{name: getattr(row, name) for name in Line.model_fields if name != "subject"},
        )
        for row in rows
    )


_p = promises.c
_IN_FORCE = (
    select(promises)
    .where(_p.valid_from <= bindparam("day"))
    .where(or_(_p.valid_until.is_(None), _p.valid_until > bindparam("day")))
    .order_by(_p.position, _p.id)
)
_FITTING = (
    _IN_FORCE.where(or_(_p.kind.is_(None), _p.kind == bindparam("kind")))
    .where(or_(_p.category_id.is_(None), _p.category_id == bindparam("category")))
    .limit(1)
)


@dataclass(frozen=True)
class Given:
    """The row, the day that pages tell, and the moment where the promise is in minutes."""

    promise_id: int
    answer_by: dt.date
    due_at: Moment | None


def given(
    session: Session, opening: Opening, kind: Kind, category_id: int | None, at: Moment
) -> Given:
    """The promise to a case that was received at a moment. The clock starts then (decisions.md)."""
    day = opening.day_of(at)
    row = session.execute(_FITTING, {"day": day, "kind": kind, "category": category_id}).one()
    count, unit = amount(row.first_response)
    if unit is Unit.MINUTES:
        due = opening.add_minutes(at, count)
        return Given(row.id, opening.day_of(due), due)
    add = opening.add_working_days if unit is Unit.WORKING_DAYS else opening.add_days
    return Given(row.id, add(day, count), None)


def in_force(session: Session, day: dt.date) -> Sequence[Row[Any]]:
    """Every promise that is given on a day, in the order in which they are tried."""
    return session.execute(_IN_FORCE, {"day": day}).all()
