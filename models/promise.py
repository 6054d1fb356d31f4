"""What the municipality promises whoever writes: rows, the first that fits a case is its own.

A case keeps the row it was given (`submission.promise_id`) and the day it was told. A row is never
changed: what is promised anew is a new row, and the old one ends. So no later edit rewrites what
somebody was promised (spec ST-10).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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

from models.actor import Source
from models.calendar import Moment, today
from models.database import enum_column, id_column, reference_column, table_of
from models.opening import Opening
from models.promise_line import Line, Unit, amount
from models.states import Kind


def _time(*, nullable: bool = True) -> Column[str]:
    """As the profile says it, "2 working days": see `amount`."""
    return Column(String(24), nullable=nullable)


class Promise(SQLModel, table=True):
    """One line of the promise. The fallback, without kind, subject and channel, fits everything."""

    id: int | None = Field(default=None, sa_column=id_column())
    position: int = Field(sa_column=Column(Integer, nullable=False))
    kind: Kind | None = Field(default=None, sa_column=enum_column(Kind, nullable=True))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True, index=False)
    )
    channel: Source | None = Field(
        default=None, sa_column=enum_column(Source, nullable=True, guarded=False)
    )
    """How the case came to us: who rings is answered sooner than who writes a letter."""
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
    .where(or_(_p.channel.is_(None), _p.channel == bindparam("channel")))
    .limit(1)
)


@dataclass(frozen=True)
class Given:
    """The row, the day that pages tell, and the moment where the promise is in minutes."""

    promise_id: int
    answer_by: dt.date
    due_at: Moment | None


def given(
    session: Session,
    opening: Opening,
    kind: Kind,
    category_id: int | None,
    at: Moment,
    *,
    channel: Source = Source.WEB,
) -> Given:
    """The promise to a case that was received at a moment. The clock starts then (decisions.md)."""
    asked = {"day": opening.day_of(at), "kind": kind, "category": category_id, "channel": channel}
    return reckoned(session.execute(_FITTING, asked).one(), opening, at)


def reckoned(row: Row[Any], opening: Opening, at: Moment) -> Given:
    """What a promise comes to for a case that was received at a moment."""
    count, unit = amount(row.first_response)
    if unit is Unit.MINUTES:
        due = opening.add_minutes(at, count)
        return Given(row.id, opening.day_of(due), due)
    add = opening.add_working_days if unit is Unit.WORKING_DAYS else opening.add_days
    return Given(row.id, add(opening.day_of(at), count), None)


def in_force(session: Session, day: dt.date) -> Sequence[Row[Any]]:
    """Every promise that is given on a day, in the order in which they are tried."""
    return session.execute(_IN_FORCE, {"day": day}).all()
