"""What we ask of the sender of a case, and what she adds: between her and us, never public.

The steps themselves are public, as every status is; the words are known only by their digests.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Index, Integer, Row, bindparam, select
from sqlalchemy import text as sql
from sqlmodel import Field, Session, SQLModel

from models import text
from models.actor import Actor, Source
from models.calendar import Moment, now
from models.chain import Fact
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.states import Status
from models.submission import Submission
from models.text import Text, Written

_OPEN = sql("answered_at IS NULL")
SHOWN = 20
"""Questions of one case that a page shows, the newest of them."""


class Supplement(SQLModel, table=True):
    """One question of ours and, once it has come, the answer."""

    __table_args__ = (
        Index(
            "supplement_open",
            "asked_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    question_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    asked_at: Moment = Field(sa_column=moment_column())
    answer_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    reminded: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    """How many times she was reminded of it (models.reminding)."""
    reminded_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


supplements = table_of(Supplement)
_texts = table_of(Text)
_questions = _texts.alias("question")
_answers = _texts.alias("answer")


def ask(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    question: str,
    part_of: Mapping[str, Fact] | None = None,
) -> int:
    """Ask the sender for more and wait for her; returns the event's id. `part_of` are facts that
    name the template it was done by.

    Raises Invalid for `question` without words, NotAllowed where nothing may wait for her.
    """
    if not question.strip():
        raise Invalid("question", "missing")
    facts: dict[str, Fact] = {**submission.move_to(Status.WAITING_RESIDENT), **(part_of or {})}
    written = text.write(session, source=question)
    facts |= {"asked": written.id, "asked_digest": written.digest}
    session.add(submission)
    asked = Supplement(submission_id=submission.id or 0, question_id=written.id, asked_at=now())
    session.add(asked)
    session.flush()
    return record(session, submission.stream, EventKind.MOVED, by=by, facts=facts)


def add(
    session: Session, submission: Submission, *, by: Actor, source: str, html: str | None = None
) -> int:
    """The sender adds what we asked for and the case goes on; returns the event's id.

    Raises NotAllowed when the case waits for nothing of hers.
    """
    if submission.status is not Status.WAITING_RESIDENT:
        raise NotAllowed("nothing_asked")
    written = text.write(session, source=source, html=html)
    return reply(session, submission, by=by, written=written, source=Source.WEB)


def reply(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    written: Written,
    source: Source = Source.SMS,
) -> int:
    """The sender wrote, asked or not: a case that waits for her goes on, any other stays as it is.

    Returns the event's id.
    """
    facts: dict[str, str | int] = {"added": written.id, "added_digest": written.digest}
    asked = submission.status is Status.WAITING_RESIDENT
    row = Supplement(submission_id=submission.id or 0, asked_at=now())
    if asked:
        facts |= submission.move_to(Status.IN_PROGRESS)
        session.add(submission)
        row = _unanswered(session, submission)
    row.answer_id, row.answered_at = written.id, now()
    session.add(row)
    session.flush()
    kind = EventKind.MOVED if asked else EventKind.REPLIED
    return record(session, submission.stream, kind, by=by, facts=facts, public=asked, source=source)


def _unanswered(session: Session, submission: Submission) -> Supplement:
    """The question she answers; a row without one for a case that waits since before there were
    any.
    """
    found: Supplement | None = session.scalars(
        select(Supplement)
        .where(supplements.c.submission_id == submission.id, supplements.c.answer_id.is_(None))
        .order_by(supplements.c.id.desc())
        .limit(1)
    ).first()
    return found or Supplement(submission_id=submission.id or 0, asked_at=now())


_OF_A_CASE = (
    select(
        supplements.c.id,
        supplements.c.asked_at,
        supplements.c.answered_at,
        supplements.c.reminded,
        supplements.c.reminded_at,
        _questions.c.html.label("question_html"),
        _answers.c.html.label("answer_html"),
        _answers.c.source.label("answer"),
    )
    .outerjoin(_questions, _questions.c.id == supplements.c.question_id)
    .outerjoin(_answers, _answers.c.id == supplements.c.answer_id)
    .where(supplements.c.submission_id == bindparam("case"))
    .order_by(supplements.c.id.desc())
    .limit(SHOWN)
)


def of_case(session: Session, submission_id: int) -> list[Row[Any]]:
    """What was asked and added, newest first; for the sender and for staff alone.

    `question_html` is None where none was written, `answer_html` until she has answered.
    """
    return list(session.execute(_OF_A_CASE, {"case": submission_id}))
