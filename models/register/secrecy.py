"""Marks of secrecy on cases: a warning to whoever is asked for them, and no decision (OSL 5:5 §).

What is asked for is judged anew each time; the mark says only that somebody saw a reason to be
careful, and which provision she thought of. It is for officials alone, and hides nothing itself.
"""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Row, bindparam, select, text, update
from sqlmodel import Field, Session, SQLModel

from models.actor import Actor
from models.calendar import Moment, now
from models.database import changed, id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.masking import Masked
from models.person import Person
from models.submission import Submission

LONGEST = 80
"""Characters of a provision, such as `OSL 26 kap. 1 §`."""
HOLDS = "lifted_at IS NULL"


class SecrecyMark(SQLModel, table=True):
    """One mark: which provision, who put it there and when; and who took it off."""

    __tablename__ = "secrecy_mark"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="secrecy_mark_lifted"),
        Index(
            "secrecy_mark_holds",
            "submission_id",
            unique=True,
            sqlite_where=text(HOLDS),
            postgresql_where=text(HOLDS),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    provision: str = Field(sa_column=Column(Masked(LONGEST), nullable=False))
    by_id: int = Field(sa_column=reference_column("person.id", index=False))
    at: Moment = Field(sa_column=moment_column())
    lifted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    lifted_by_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )


marks = table_of(SecrecyMark)
_m = marks.c
_people = table_of(Person)
_HOLDING = (
    select(_m.id, _m.provision, _m.at, _people.c.name.label("by"))
    .join(_people, _people.c.id == _m.by_id)
    .where(_m.submission_id == bindparam("case"), _m.lifted_at.is_(None))
)


def holding(session: Session, submission_id: int) -> Row[Any] | None:
    """The mark on a case: id, provision, at, by (a name); None where there is none."""
    return session.execute(_HOLDING, {"case": submission_id}).first()


def mark(session: Session, submission: Submission, *, by: Actor, provision: str) -> int:
    """Warn whoever is asked for this case. Raises Invalid without a provision, NotAllowed where
    there is a mark already.
    """
    if not provision.strip():
        raise Invalid("provision", "missing")
    if holding(session, submission.id or 0) is not None:
        raise NotAllowed("marked_already")
    made = SecrecyMark(
        submission_id=submission.id or 0,
        provision=provision.strip(),
        by_id=by.person_id or 0,
        at=now(),
    )
    session.add(made)
    session.flush()
    facts = {"mark": made.id or 0}
    return record(
        session, submission.stream, EventKind.SECRECY_MARKED, by=by, facts=facts, public=False
    )


def lift(session: Session, submission: Submission, *, by: Actor) -> int:
    """Take the mark off. Raises NotAllowed where there is none."""
    lifted = (
        update(marks)
        .where(_m.submission_id == submission.id, _m.lifted_at.is_(None))
        .values(lifted_at=now(), lifted_by_id=by.person_id)
    )
    if not changed(session, lifted):
        raise NotAllowed("not_marked")
    return record(
        session, submission.stream, EventKind.SECRECY_LIFTED, by=by, facts={}, public=False
    )
