"""Occasions of a dialogue: what one can come to, planned by whoever leads it.

Everyone may read of them, as of the dialogue; who comes is told to nobody but whoever leads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Row, bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from models.actor import Actor
from models.calendar import Moment, now
from models.database import (
    Id,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.dialogue.keeping import Held, changed
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.masking import LongMasked, Masked

MOST = 60
"""Occasions of one dialogue."""
MOST_SEATS = 10_000
LONGEST_TITLE = 200
LONGEST_PLACE = 200


class Occasion(SQLModel, table=True):
    """A meeting, a walk, an open house: it is on from `starts_at` until just before `ends_at`."""

    __table_args__ = (Index("occasion_of", "submission_id", "starts_at", "id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    """The dialogue."""
    title: str = Field(sa_column=Column(Masked(LONGEST_TITLE), nullable=False))
    place: str = Field(sa_column=Column(Masked(LONGEST_PLACE), nullable=False))
    starts_at: Moment = Field(sa_column=moment_column())
    ends_at: Moment = Field(sa_column=moment_column())
    roles: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """Who does what at it: who leads the talk, who keeps the notes."""
    seats: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """How many can come; None for as many as want to."""
    notes: str | None = Field(default=None, sa_column=Column(LongMasked, nullable=True))
    """What was said, told afterwards."""
    notes_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    cancelled_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class SignUp(SQLModel, table=True):
    """That somebody comes, or does not come after all (`withdrawn_at`)."""

    __tablename__ = "sign_up"

    occasion_id: int = Field(
        sa_column=Column(
            Id,
            ForeignKey("occasion.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        )
    )
    person_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True
        )
    )
    at: Moment = Field(sa_column=moment_column())
    withdrawn_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


occasions = table_of(Occasion)
sign_ups = table_of(SignUp)
_o, _u = occasions.c, sign_ups.c
_COMING = (
    select(func.count())
    .where(_u.occasion_id == _o.id, _u.withdrawn_at.is_(None))
    .correlate(occasions)
    .scalar_subquery()
)
_ALL = (
    select(occasions, _COMING.label("coming"))
    .where(_o.submission_id == bindparam("dialogue"))
    .order_by(_o.starts_at, _o.id)
    .limit(MOST)
)
_ONE = _ALL.where(_o.id == bindparam("occasion"))


@dataclass(frozen=True)
class Planned:
    """What the form says of an occasion, cleaned."""

    title: str
    place: str
    starts_at: Moment
    ends_at: Moment
    roles: str = ""
    seats: int | None = None


def plan(session: Session, held: Held, planned: Planned, *, by: Actor) -> Occasion:
    """One more occasion. Raises Invalid for `day` (passed) and `closes_clock` (before it begins),
    NotAllowed with `occasions_full`.
    """
    check(planned)
    count = select(func.count()).where(_o.submission_id == held.case.id)
    if session.execute(count).scalar_one() >= MOST:
        raise NotAllowed("occasions_full")
    made = Occasion(submission_id=held.case.id or 0, **vars(planned))
    keep(session, held, made, by=by)
    return made


def take(
    session: Session, dialogue_id: int, occasion_id: int, *, version: int | None = None
) -> Occasion:
    """An occasion of this dialogue, locked: whoever signs up waits meanwhile. Raises NotFound, or
    Stale when it was changed since `version`.
    """
    wanted = select(Occasion).where(_o.id == occasion_id, _o.submission_id == dialogue_id)
    found: Occasion | None = session.scalars(lock_rows(wanted)).first()
    if found is None:
        raise NotFound(str(occasion_id))
    if version is not None and version != found.version:
        raise Stale
    return found


def note(session: Session, held: Held, found: Occasion, words: str, *, by: Actor) -> None:
    """Tell everyone what was said there. Raises Invalid for `notes` (missing), NotAllowed with
    `occasion_ahead` before it has begun, or `occasion_cancelled`.
    """
    if found.cancelled_at is not None:
        raise NotAllowed("occasion_cancelled")
    if found.starts_at > now():
        raise NotAllowed("occasion_ahead")
    if not words.strip():
        raise Invalid("notes", "missing")
    found.notes, found.notes_at = words.strip(), now()
    keep(session, held, found, by=by, noted=1)


def check_ahead(found: Any) -> None:
    """Of an occasion or a row of it. Raises NotAllowed with `occasion_cancelled`, or
    `occasion_over` once it has begun.
    """
    if found.cancelled_at is not None:
        raise NotAllowed("occasion_cancelled")
    if found.starts_at <= now():
        raise NotAllowed("occasion_over")


def left(one: Row[Any]) -> int | None:
    """How many seats of a row of `of_dialogue` are free; None for as many as want to come."""
    return None if one.seats is None else max(0, one.seats - one.coming)


def coming(session: Session, occasion_id: int) -> int:
    """How many have signed up and still come."""
    wanted = select(func.count()).where(_u.occasion_id == occasion_id, _u.withdrawn_at.is_(None))
    found: int = session.execute(wanted).scalar_one()
    return found


def of_dialogue(session: Session, dialogue_id: int) -> Sequence[Row[Any]]:
    """Every occasion of a dialogue in the order of time, with how many are `coming`."""
    return session.execute(_ALL, {"dialogue": dialogue_id}).all()


def one(session: Session, dialogue_id: int, occasion_id: int) -> Row[Any]:
    """One of them. Raises NotFound."""
    found = session.execute(_ONE, {"dialogue": dialogue_id, "occasion": occasion_id}).first()
    if found is None:
        raise NotFound(str(occasion_id))
    return found


def check(planned: Planned) -> None:
    """Raises Invalid for `day` (passed) and `closes_clock` (before it begins)."""
    if planned.ends_at <= planned.starts_at:
        raise Invalid("closes_clock", "before")
    if planned.starts_at <= now():
        raise Invalid("day", "passed")


def keep(session: Session, held: Held, one: Occasion, *, by: Actor, **facts: int) -> None:
    """Store it as it is now, and write down that it was changed."""
    one.version = one.version + 1 if one.id is not None else 1
    session.add(one)
    session.flush()
    changed(session, held, {"occasion": one.id or 0, **facts}, by=by)
