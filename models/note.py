"""What officials write down for themselves: internal notes, and what was said in a call.

What somebody tells by telephone and what a case may rest on must be noted (förvaltningslagen 27 §).
Never public; a note is no answer and stops no clock (ST-13, ST-22). The stream knows that there is
one, so that whoever answers at the same time is told of it (ST-21 d).
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, Row, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models import text
from models.actor import Actor
from models.calendar import Moment, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.errors import Invalid
from models.event import EventKind, record
from models.masking import Masked
from models.person import Person
from models.submission import Submission
from models.text import Text

SHOWN = 50
"""Notes of one case that a page shows, the newest of them."""
LONGEST = 5_000
LONGEST_NAME = 120


class NoteKind(StrEnum):
    NOTE = "note"
    CALL = "call"


class Note(SQLModel, table=True):
    """One note. Of a call, `called_at` is when it was, and `caller` with whom, if that is said."""

    __table_args__ = (Index("note_of", "submission_id", "at"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    kind: NoteKind = Field(sa_column=enum_column(NoteKind))
    text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())
    called_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    caller: str = Field(
        default="", sa_column=Column(Masked(LONGEST_NAME), nullable=False, server_default="")
    )


notes = table_of(Note)
_texts = table_of(Text)
_people = table_of(Person)


def note(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    source: str,
    html: str | None = None,
    called_at: Moment | None = None,
    caller: str = "",
) -> int:
    """Write something down for ourselves, and return the event's id; with `called_at`, of a call.

    Raises Invalid for a call that is yet to come.
    """
    if called_at is not None and called_at > now():
        raise Invalid("day", "future")
    written = text.write(session, source=source, html=html)
    made = Note(
        submission_id=submission.id or 0,
        kind=NoteKind.NOTE if called_at is None else NoteKind.CALL,
        text_id=written.id,
        by_id=by.person_id or 0,
        at=now(),
        called_at=called_at,
        caller=caller,
    )
    session.add(made)
    session.flush()
    facts: dict[str, str | int] = {
        "note": made.id or 0,
        "text": written.id,
        "digest": written.digest,
    }
    return record(session, submission.stream, EventKind.NOTED, by=by, facts=facts, public=False)


_OF_A_CASE = (
    select(
        notes.c.id,
        notes.c.kind,
        notes.c.at,
        notes.c.called_at,
        notes.c.caller,
        _texts.c.html,
        _people.c.name.label("by"),
    )
    .join(_people, _people.c.id == notes.c.by_id)
    .outerjoin(_texts, _texts.c.id == notes.c.text_id)
    .where(notes.c.submission_id == bindparam("case"))
    .order_by(notes.c.at.desc(), notes.c.id.desc())
    .limit(SHOWN)
)


def of_case(session: Session, submission_id: int) -> list[Row[Any]]:
    """What was noted, newest first, for officials alone; `html` is None once it was disposed of."""
    return list(session.execute(_OF_A_CASE, {"case": submission_id}))
