"""What came from another system: where each thing was before, and its figures at that source."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import enum_column, id_column, reference_column, table_of
from models.errors import Invalid
from models.states import OUTCOMES, TRANSITIONS, Kind, Outcome, Publication, Status

NEEDS_A_ROW = frozenset({Status.ANSWERED, Status.DECIDED, Status.IMPLEMENTING, Status.IMPLEMENTED})
"""Statuses that stand for an answer or a decision, which an import does not bring."""


class Thing(StrEnum):
    SUBMISSION = "submission"
    COMMENT = "comment"


class Imported(SQLModel, table=True):
    """One row of a source. Its figures were counted there: they are never added to ours."""

    __table_args__ = (
        UniqueConstraint("source", "thing", "source_id"),
        CheckConstraint("(thing = 'comment') = (comment_id IS NOT NULL)", name="imported_thing"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    source: str = Field(sa_column=Column(String(40), nullable=False))
    thing: Thing = Field(sa_column=enum_column(Thing))
    source_id: str = Field(sa_column=Column(String(80), nullable=False))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True)
    )
    supports: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    opposed: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    comments: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))


@dataclass(frozen=True)
class Figures:
    """What the source says was counted there; None where it says nothing."""

    supports: int | None = None
    opposed: int | None = None
    comments: int | None = None


@dataclass(frozen=True)
class GivenSubmission:
    """One submission of a source, checked and cleaned. `at` is when it was handed in there."""

    source: str
    id: str
    kind: Kind
    title: str
    words: str
    html: str
    subject: str
    status: Status
    outcome: Outcome | None
    publication: Publication
    at: Moment
    language: str
    figures: Figures


@dataclass(frozen=True)
class GivenComment:
    """One comment of a source. `parent` and `submission` are ids of that source."""

    source: str
    id: str
    submission: str
    parent: str | None
    words: str
    html: str
    publication: Publication
    at: Moment
    figures: Figures


imported = table_of(Imported)


def known(session: Session, source: str, thing: Thing) -> set[str]:
    """The ids of a source that are here already."""
    wanted = select(imported.c.source_id)
    return set(
        session.scalars(wanted.where(imported.c.source == source, imported.c.thing == thing))
    )


_AT_SOURCE = select(imported.c.source, imported.c.supports, imported.c.comments).where(
    imported.c.submission_id == bindparam("case"), imported.c.thing == Thing.SUBMISSION
)


def at_source(session: Session, submission_id: int) -> Row[Any] | None:
    """Source, supports and comments of a submission as counted there, or None if it is our own."""
    return session.execute(_AT_SOURCE, {"case": submission_id}).first()


def check_status(kind: Kind, status: Status, outcome: Outcome | None) -> None:
    """Raises Invalid unless something of this kind may stand there without a row of its own."""
    if status not in TRANSITIONS[kind] or status in NEEDS_A_ROW:
        raise Invalid("status", "unknown")
    if (outcome is not None) != (status is Status.CLOSED):
        raise Invalid("outcome", "unknown")
    if outcome is not None and outcome not in OUTCOMES[kind]:
        raise Invalid("outcome", "unknown")
