"""An official's public answer: what the resident waited for."""

from collections.abc import Collection

from sqlalchemy import Index, select
from sqlmodel import Field, Session, SQLModel

from models import clock, consulting, draft, text
from models.actor import Actor
from models.arguments import weighing
from models.attachment import row as attachment
from models.attachment.workshop import Stored
from models.calendar import Moment, now
from models.chain import Fact
from models.database import id_column, moment_column, reference_column, table_of
from models.draft import Used
from models.event import EventKind, record
from models.states import TRANSITIONS, Kind, Status
from models.submission import Submission


class Answer(SQLModel, table=True):
    """One answer, published under its unit. Only this table makes the official mark.

    `corrected_at` is when a change was made that readers are told of (models/correcting).
    """

    __table_args__ = (Index("answer_of", "submission_id", "at"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())
    corrected_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


answers = table_of(Answer)


def answer(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    source: str,
    html: str,
    document: Stored | None = None,
    alt: str = "",
    used: Used | None = None,
    batch: str = "",
    met: Collection[int] | None = None,
) -> int:
    """Answer, and return the event's id. A case becomes answered; a proposal stays where it is.

    A `document` (or picture) goes with it, `alt` saying what it is. `used` is the template it was
    begun from, `batch` a code that all answers have which are given together. `met` are the numbers
    of the comments whose arguments it meets (models.arguments), None where she was shown none. Her
    draft is gone.

    The first answer is what the promise is measured by (ST-13). Raises NotAllowed for whoever was
    only asked about the case (models/consulting).
    """
    consulting.check(session, submission, by)
    written = text.write(session, source=source, html=html)
    made = Answer(
        submission_id=submission.id or 0,
        text_id=written.id,
        unit_id=submission.unit_id,
        by_id=by.person_id or 0,
        at=now(),
    )
    session.add(made)
    session.flush()
    facts: dict[str, Fact] = {
        "answer": made.id or 0,
        "text": written.id,
        "digest": written.digest,
        "unit": submission.unit_id,
    }
    if used is not None:
        facts |= used.facts
    if batch:
        facts["batch"] = batch
    if met is not None:
        facts |= weighing.mark(session, made.submission_id, made.id or 0, met)
    if document is not None:
        facts |= attachment.add(session, document, alt=alt, answer_id=made.id or 0)
    if submission.kind is not Kind.PROPOSAL and Status.ANSWERED in TRANSITIONS[submission.kind].get(
        submission.status, frozenset()
    ):
        facts |= submission.move_to(Status.ANSWERED)
    clock.stop(submission, made.at)
    submission.version += 1
    session.add(submission)
    session.flush()
    if by.person_id is not None:
        draft.discard(session, made.submission_id, by.person_id)
    return record(session, submission.stream, EventKind.ANSWERED, by=by, facts=facts)


def newest(session: Session, submission_id: int) -> Answer | None:
    """The last answer given, or None."""
    return session.scalars(
        select(Answer)
        .where(answers.c.submission_id == submission_id)
        .order_by(answers.c.at.desc())
        .limit(1)
    ).first()
