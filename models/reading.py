"""A colleague is asked to read an answer before it is sent. Never public, not a word of it.

She reads the draft as it was when it was shown to her, says what she thinks and that she is done.
The stream knows both, so that nobody sends while new remarks lie unread (ST-21 d).
"""

from typing import Any

from sqlalchemy import ColumnElement, Index, Row, bindparam, select, text
from sqlmodel import Field, Session, SQLModel

from models import text as texts
from models.actor import Actor
from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.person import Person
from models.submission import Submission, submissions
from models.text import Text

SHOWN = 20
WAITING = "done_at IS NULL"


class Reading(SQLModel, table=True):
    """One draft shown to one colleague. `question_id` is what its author wants to know, if she says
    so; `remark_id` what the reader says, once she is done.
    """

    __table_args__ = (
        Index("reading_of", "submission_id"),
        Index(
            "reading_waiting",
            "reader_id",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    question_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    author_id: int = Field(sa_column=reference_column("person.id"))
    reader_id: int = Field(sa_column=reference_column("person.id", index=False))
    asked_at: Moment = Field(sa_column=moment_column())
    remark_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


readings = table_of(Reading)
_texts = table_of(Text)
_people = table_of(Person)
_words, _questions, _remarks = (_texts.alias(name) for name in ("words", "question", "remark"))
_authors, _readers = (_people.alias(name) for name in ("author", "reader"))
_r = readings.c


def ask(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    reader_id: int,
    source: str,
    question: str = "",
) -> int:
    """Show a draft to a colleague; returns the reading's id.

    Who is a colleague is for the caller to know. Raises NotAllowed for showing it to oneself.
    """
    if reader_id == by.person_id:
        raise NotAllowed("own_draft")
    written = texts.write(session, source=source)
    made = Reading(
        submission_id=submission.id or 0,
        text_id=written.id,
        question_id=texts.write(session, source=question).id if question else None,
        author_id=by.person_id or 0,
        reader_id=reader_id,
        asked_at=now(),
    )
    session.add(made)
    session.flush()
    # Not `text`: whoever comes second to a case is shown the words that facts name so.
    facts: dict[str, str | int] = {
        "reading": made.id or 0,
        "draft": written.id,
        "draft_digest": written.digest,
    }
    record(session, submission.stream, EventKind.NOTED, by=by, facts=facts, public=False)
    return made.id or 0


def finish(
    session: Session, submission: Submission, reading_id: int, *, by: Actor, remark: str = ""
) -> int:
    """She has read it; returns the event's id.

    Raises NotFound for whoever was not asked, NotAllowed when she said so before.
    """
    reading = session.get(Reading, reading_id)
    if (
        reading is None
        or reading.submission_id != submission.id
        or reading.reader_id != by.person_id
    ):
        raise NotFound(str(reading_id))
    if reading.done_at is not None:
        raise NotAllowed("read_already")
    facts: dict[str, str | int] = {"reading": reading_id}
    if remark:
        written = texts.write(session, source=remark)
        reading.remark_id = written.id
        facts |= {"remark": written.id, "remark_digest": written.digest}
    reading.done_at = now()
    session.add(reading)
    session.flush()
    return record(session, submission.stream, EventKind.NOTED, by=by, facts=facts, public=False)


_OF_A_CASE = (
    select(
        _r.id,
        _r.author_id,
        _r.reader_id,
        _r.asked_at,
        _r.done_at,
        _authors.c.name.label("author"),
        _readers.c.name.label("reader"),
        _words.c.html,
        _questions.c.html.label("question_html"),
        _remarks.c.html.label("remark_html"),
    )
    .join(_authors, _authors.c.id == _r.author_id)
    .join(_readers, _readers.c.id == _r.reader_id)
    .outerjoin(_words, _words.c.id == _r.text_id)
    .outerjoin(_questions, _questions.c.id == _r.question_id)
    .outerjoin(_remarks, _remarks.c.id == _r.remark_id)
    .where(
        _r.submission_id == bindparam("case"),
        (_r.author_id == bindparam("person")) | (_r.reader_id == bindparam("person")),
    )
    .order_by(_r.asked_at.desc(), _r.id.desc())
    .limit(SHOWN)
)


def of_case(session: Session, submission_id: int, person_id: int) -> list[Row[Any]]:
    """What this person showed or was shown in a case, newest first: nobody else's drafts."""
    return list(session.execute(_OF_A_CASE, {"case": submission_id, "person": person_id}))


def _waiting(reader_id: ColumnElement[int]) -> Any:
    return (
        select(
            _r.id,
            _r.asked_at,
            _r.submission_id,
            submissions.c.reference,
            _texts.c.title,
            _authors.c.name.label("author"),
        )
        .join(submissions, submissions.c.id == _r.submission_id)
        .join(_texts, _texts.c.id == submissions.c.text_id)
        .join(_authors, _authors.c.id == _r.author_id)
        .where(_r.reader_id == reader_id, text(f"reading.{WAITING}"))
        .order_by(_r.asked_at, _r.id)
        .limit(SHOWN)
    )


_WAITING_FOR = _waiting(bindparam("person"))


def waiting_for(session: Session, person_id: int) -> list[Row[Any]]:
    """What this person was asked to read and has not, the longest waiting first."""
    return list(session.execute(_WAITING_FOR, {"person": person_id}))
