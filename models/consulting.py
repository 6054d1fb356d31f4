"""Asking another unit: it answers the unit that has the case, and never the resident itself.

That a unit was asked, and by when it shall answer, everyone may read. The question and the answer
are between officials: their words stand in no public page, letter, feed or search.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Row,
    bindparam,
    false,
    select,
)
from sqlalchemy import text as sql
from sqlmodel import Field, Session, SQLModel

from models import absence, belonging, text
from models.actor import Actor, Role
from models.calendar import Moment, is_working_day, next_working_day, now, today
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.event import EventKind, record
from models.organisation import Unit
from models.particulars import Particulars
from models.states import StatusType, type_of
from models.submission import Submission

AHEAD = 2
"""Working days between another unit's answer and the day of our own."""

UNANSWERED = "answered_at IS NULL"


class Consultation(SQLModel, table=True):
    """One question to one unit about one case and, once it has come, the answer."""

    __table_args__ = (
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name="consultation_answered"
        ),
        Index(
            "consultation_open",
            "unit_id",
            "due_on",
            sqlite_where=sql(UNANSWERED),
            postgresql_where=sql(UNANSWERED),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    question_id: int = Field(sa_column=reference_column("text.id", index=False))
    asked_by: int = Field(sa_column=reference_column("person.id", index=False))
    asked_at: Moment = Field(sa_column=moment_column())
    due_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    answer_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    answered_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    quotable: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """The unit lets its words stand in our answer; to copy them there is still our own act."""


consultations = table_of(Consultation)
_c = consultations.c
_units = table_of(Unit)


def own_day(submission: Any, delay_day: dt.date | None = None) -> dt.date | None:
    """The day a case is to be answered, as it was last told; None when that is no day any more."""
    day: dt.date = delay_day or submission.answer_by
    return None if submission.answered_at is not None or day < today() else day


def usual_day(own: dt.date | None, works: Callable[[dt.date], bool] = is_working_day) -> dt.date:
    """When a unit is to answer if nobody says otherwise: two working days before the case's own
    day, and no sooner than today; without one, in two working days.
    """
    day = today()
    if own is None:
        for _ in range(AHEAD):
            day = next_working_day(day, works)
        return day
    found = own
    for _ in range(AHEAD):
        found -= dt.timedelta(days=1)
        while not works(found):
            found -= dt.timedelta(days=1)
    return max(day, found)


def ask(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    unit_id: int,
    question: str,
    due_on: dt.date,
) -> int:
    """Ask another unit, to be answered by a day no later than the case's own; the event's id.

    Raises Invalid for a unit that has the case, is no more or was asked and has not answered, a
    question without words or a day that cannot be; NotAllowed once the case came to its end.
    """
    check(session, submission, by)
    if type_of(submission.status) is StatusType.CLOSED:
        raise NotAllowed("illegal_step", now=submission.status)
    if unit_id == submission.unit_id:
        raise Invalid("unit", "has_it")
    there = select(_units.c.id).where(_units.c.id == unit_id, _units.c.retired_at.is_(None))
    if session.execute(there).first() is None:
        raise Invalid("unit", "unknown")
    if unit_id in {row.unit_id for row in _asked(session, submission.id or 0) if row.open}:
        raise Invalid("unit", "asked")
    if not question.strip():
        raise Invalid("question", "missing")
    if due_on < today():
        raise Invalid("due_on", "past")
    told = session.get(Particulars, submission.id)
    own = own_day(submission, told.delay_day if told else None)
    if own is not None and due_on > own:
        raise Invalid("due_on", "after_own")
    written = text.write(session, source=question)
    made = Consultation(
        submission_id=submission.id or 0,
        unit_id=unit_id,
        question_id=written.id,
        asked_by=by.person_id or 0,
        asked_at=now(),
        due_on=due_on,
    )
    submission.version += 1
    session.add_all((submission, made))
    session.flush()
    facts: dict[str, str | int] = {
        "consultation": made.id or 0,
        "unit": unit_id,
        "day": due_on.isoformat(),
        "asked": written.id,
        "asked_digest": written.digest,
    }
    return record(session, submission.stream, EventKind.CONSULTED, by=by, facts=facts)


def reply(
    session: Session,
    submission: Submission,
    consultation_id: int,
    *,
    by: Actor,
    answer: str,
    quotable: bool = False,
) -> int:
    """Answer the unit that asked; returns the event's id.

    Raises NotFound for a question about another case or to a unit that is not hers, NotAllowed
    when it was answered, Invalid for an answer without words.
    """
    made = session.get(Consultation, consultation_id)
    if made is None or made.submission_id != submission.id:
        raise NotFound(str(consultation_id))
    if not replies_for(belonging.units_of(session, by.person_id), made.unit_id, by):
        raise NotFound(str(consultation_id))
    if made.answered_at is not None:
        raise NotAllowed("already_answered")
    if not answer.strip():
        raise Invalid("reply", "missing")
    written = text.write(session, source=answer)
    made.answer_id, made.answered_at = written.id, now()
    made.answered_by, made.quotable = by.person_id, quotable
    submission.version += 1
    session.add_all((submission, made))
    session.flush()
    facts: dict[str, str | int] = {
        "consultation": made.id or 0,
        "unit": made.unit_id,
        "added": written.id,
        "added_digest": written.digest,
    }
    return record(session, submission.stream, EventKind.CONSULTATION_ANSWERED, by=by, facts=facts)


def replies_for(units: frozenset[int] | None, unit_id: int, by: Actor) -> bool:
    """Whether somebody of these units may answer what this one was asked."""
    return by.role is Role.ADMINISTRATOR or units is None or unit_id in units


def only_asked(session: Session, submission: Any, by: Actor) -> bool:
    """Whether somebody has to do with a case only because her unit was asked about it.

    An official of no unit or of the service centre, and an administrator, may act everywhere, as in
    a small town; and so may whoever has the case, or stands in for her.
    """
    if by.role is not Role.OFFICIAL:
        return False
    asked = {row.unit_id for row in _asked(session, submission.id)}
    if not asked:
        return False
    units = belonging.units_of(session, by.person_id)
    if units is None or submission.unit_id in units or not units & asked:
        return False
    if submission.assignee_id in absence.mine(session, by.person_id or 0):
        return False
    centre = select(_units.c.id).where(_units.c.id.in_(units), _units.c.service_centre)
    return session.execute(centre).first() is None


def check(session: Session, submission: Any, by: Actor) -> None:
    """Raises NotAllowed for one who was only asked: who has a case answers, decides and closes."""
    if only_asked(session, submission, by):
        raise NotAllowed("only_asked")


_ASKED = select(_c.unit_id, _c.answered_at.is_(None).label("open")).where(
    _c.submission_id == bindparam("case")
)


def _asked(session: Session, submission_id: int) -> list[Row[Any]]:
    return list(session.execute(_ASKED, {"case": submission_id}))
