"""What was asked for of a case, and what came of it: each request is judged anew (spec L11, L12).

Who asked, and what for, is not asked and stands nowhere (TF 2 kap. 18 §). What was covered in a
copy is kept as places in texts, never as the words: the texts themselves are untouched.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Integer, Row, String, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models import access_log
from models.access_log import What
from models.actor import Actor
from models.calendar import Moment, now, today
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.masking import Masked
from models.person import Person
from models.register.covering import Cover
from models.submission import Submission

LONGEST_WHAT, LONGEST_PROVISION, LONGEST_PART = 200, 80, 40
SHOWN = 50
MOST_COVERS = 1_000


class ReleaseOutcome(StrEnum):
    """What came of a request."""

    RELEASED = "released"
    PARTLY = "partly"
    """Given out with something covered."""
    REFUSED = "refused"
    NOTHING = "nothing"
    """There was no such document."""


class Release(SQLModel, table=True):
    """One request: when it came, what was asked for, what came of it, by which provision."""

    __tablename__ = "release"

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    asked_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    what: str = Field(sa_column=Column(Masked(LONGEST_WHAT), nullable=False))
    outcome: ReleaseOutcome = Field(sa_column=enum_column(ReleaseOutcome))
    provision: str = Field(default="", sa_column=Column(Masked(LONGEST_PROVISION), nullable=False))
    by_id: int = Field(sa_column=reference_column("person.id", index=False))
    at: Moment = Field(sa_column=moment_column())
    seq: int = Field(sa_column=Column(Integer, nullable=False))
    """The last event of the case that the copy has."""


class ReleaseCover(SQLModel, table=True):
    """What one copy does not show: a part of the case whole, or a stretch of it in signs."""

    __tablename__ = "release_cover"
    __table_args__ = (
        CheckConstraint("(first IS NULL) = (last IS NULL)", name="release_cover_stretch"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    release_id: int = Field(sa_column=reference_column("release.id"))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    part: str = Field(sa_column=Column(String(LONGEST_PART), nullable=False))
    first: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    last: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    provision: str = Field(sa_column=Column(Masked(LONGEST_PROVISION), nullable=False))


releases = table_of(Release)
covers = table_of(ReleaseCover)
_r, _c = releases.c, covers.c
_people = table_of(Person)

_OF_CASE = (
    select(_r.id, _r.asked_on, _r.what, _r.outcome, _r.provision, _r.at, _people.c.name.label("by"))
    .join(_people, _people.c.id == _r.by_id)
    .where(_r.submission_id == bindparam("case"))
    .order_by(_r.id.desc())
    .limit(SHOWN)
)
_ONE = select(releases).where(_r.id == bindparam("id"), _r.submission_id == bindparam("case"))
_COVERS = (
    select(_c.part, _c.first, _c.last, _c.provision)
    .where(_c.release_id == bindparam("id"))
    .order_by(_c.id)
)


def of_case(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """What was asked for of a case, the latest first: for officials alone."""
    return session.execute(_OF_CASE, {"case": submission_id}).all()


def one(session: Session, submission_id: int, release_id: int) -> Row[Any]:
    """One of them. Raises NotFound for one of another case, or that gave nothing out."""
    found = session.execute(_ONE, {"id": release_id, "case": submission_id}).first()
    if found is None or found.outcome not in {ReleaseOutcome.RELEASED, ReleaseOutcome.PARTLY}:
        raise NotFound(str(release_id))
    return found


def covers_of(session: Session, release_id: int) -> list[Cover]:
    """What a copy does not show, in the order of the case."""
    rows = session.execute(_COVERS, {"id": release_id})
    return [Cover(row.part, row.first, row.last, row.provision) for row in rows]


@dataclass(frozen=True)
class Asked:
    """A request: the day it came, and what was asked for. Never by whom."""

    on: dt.date
    what: str


def copy(
    session: Session,
    submission: Submission,
    asked: Asked,
    *,
    by: Actor,
    covered: Sequence[Cover],
    seq: int,
) -> int:
    """Note that a copy is given out, without what is `covered`, and return its number.

    `seq` is the last event that whoever chose has read. Raises Invalid for a day to come, nothing
    said, or a cover without its provision.
    """
    if any(not one.provision for one in covered):
        raise Invalid("provision", "missing")
    if len(covered) > MOST_COVERS:
        raise Invalid("everywhere", "too_many", most=MOST_COVERS)
    outcome = ReleaseOutcome.PARTLY if covered else ReleaseOutcome.RELEASED
    made = _noted(session, submission, asked, by=by, outcome=outcome, seq=seq)
    session.add_all(
        ReleaseCover(
            release_id=made,
            submission_id=submission.id or 0,
            part=cover.part,
            first=cover.first,
            last=cover.last,
            provision=cover.provision,
        )
        for cover in covered
    )
    session.flush()
    note_copied(session, submission.id or 0, by=by, release_id=made)
    return made


def note_copied(session: Session, submission_id: int, *, by: Actor, release_id: int) -> None:
    """Write down that somebody took a copy of a case out of the site."""
    access_log.note(session, by, What.DOSSIER, submission_id=submission_id, number=release_id)


def refuse(
    session: Session,
    submission: Submission,
    asked: Asked,
    *,
    by: Actor,
    outcome: ReleaseOutcome,
    provision: str,
) -> int:
    """Note that nothing was given out, and return the number of the note.

    Raises Invalid for a day to come, nothing said, a refusal without its provision, or an outcome
    that gives something out.
    """
    if outcome not in {ReleaseOutcome.REFUSED, ReleaseOutcome.NOTHING}:
        raise Invalid("outcome", "unknown")
    if outcome is ReleaseOutcome.REFUSED and not provision.strip():
        raise Invalid("provision", "missing")
    return _noted(session, submission, asked, by=by, outcome=outcome, provision=provision.strip())


def _noted(
    session: Session,
    submission: Submission,
    asked: Asked,
    *,
    by: Actor,
    outcome: ReleaseOutcome,
    provision: str = "",
    seq: int = 0,
) -> int:
    if not asked.what.strip():
        raise Invalid("what", "missing")
    if asked.on > today():
        raise Invalid("asked_on", "future")
    made = Release(
        submission_id=submission.id or 0,
        asked_on=asked.on,
        what=asked.what.strip(),
        outcome=outcome,
        provision=provision,
        by_id=by.person_id or 0,
        at=now(),
        seq=seq,
    )
    session.add(made)
    session.flush()
    facts: dict[str, str | int] = {"release": made.id or 0, "came_of_it": outcome.value}
    record(session, submission.stream, EventKind.RELEASED, by=by, facts=facts, public=False)
    return made.id or 0
