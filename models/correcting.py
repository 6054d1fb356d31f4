"""Correcting an answer: the former wording is kept, and readers see that and how it was changed.

Within five minutes of its publication a slip may be put right without a word (ST-24); that is kept,
too. Whoever got the answer hears of a correction only where the official says that it matters.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Row, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models import consulting, text
from models.actor import Actor
from models.answer import Answer
from models.calendar import MINUTE, Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.submission import Submission
from models.text import Text

UNSAID = 5 * MINUTE
SHOWN = 20
"""Former wordings of one answer that a page shows, the newest of them."""


class AnswerVersion(SQLModel, table=True):
    """A former wording of an answer, in place `until` then. A `slip` was put right at once; `shown`
    is False for that, and for what had to go.
    """

    __tablename__ = "answer_version"

    id: int | None = Field(default=None, sa_column=id_column())
    answer_id: int = Field(sa_column=reference_column("answer.id"))
    text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    by_id: int = Field(sa_column=reference_column("person.id"))
    until: Moment = Field(sa_column=moment_column())
    slip: bool = Field(sa_column=Column(Boolean, nullable=False))
    shown: bool = Field(sa_column=Column(Boolean, nullable=False))


versions = table_of(AnswerVersion)
_texts = table_of(Text)


def of_case(session: Session, submission_id: int | None, answer_id: int) -> Answer:
    """One answer to this very case. Raises NotFound for any other."""
    found = session.get(Answer, answer_id)
    if found is None or found.submission_id != submission_id:
        raise NotFound(str(answer_id))
    return found


def correct(
    session: Session,
    submission: Submission,
    answer_id: int,
    *,
    by: Actor,
    source: str,
    html: str | None = None,
    significant: bool = False,
    hide_former: bool = False,
) -> int:
    """Give an answer another wording, and return the event's id.

    `significant` tells everyone who is told of answers; `hide_former` keeps the wording until now
    from all readers, because something stands in it that must not be shown.
    Raises NotFound for an answer to another case, Invalid for the same words again, NotAllowed for
    whoever was only asked about the case.
    """
    consulting.check(session, submission, by)
    answer = of_case(session, submission.id, answer_id)
    before = session.get_one(Text, answer.text_id)
    if source in {before.source, text.original_of(before).source}:
        raise Invalid("text", "unchanged")
    unsaid = not significant and now() < (answer.corrected_at or answer.at) + UNSAID
    session.add(
        AnswerVersion(
            answer_id=answer_id,
            text_id=answer.text_id,
            by_id=by.person_id or 0,
            until=now(),
            slip=unsaid,
            shown=not (unsaid or hide_former),
        )
    )
    written = text.write(session, source=source, html=html)
    facts: dict[str, str | int] = {
        "answer": answer_id,
        "text": written.id,
        "digest": written.digest,
        "from_text": answer.text_id,
        "from_digest": text.digest_of_row(before),
        "unit": answer.unit_id,
    }
    if significant:
        facts["significant"] = 1
    if unsaid:
        facts["slip_mended"] = 1
    else:
        answer.corrected_at = now()
    answer.text_id = written.id
    submission.version += 1
    session.add_all((answer, submission))
    session.flush()
    return record(session, submission.stream, EventKind.ANSWER_CORRECTED, by=by, facts=facts)


_FORMER = (
    select(versions.c.until, versions.c.slip, versions.c.shown, _texts.c.source)
    .outerjoin(_texts, _texts.c.id == versions.c.text_id)
    .where(versions.c.answer_id == bindparam("answer"))
    .order_by(versions.c.id.desc())
    .limit(SHOWN)
)


def former(session: Session, answer_id: int) -> list[Row[Any]]:
    """Former wordings, the newest first. `source` is None where one was disposed of; what is not
    `shown` is for nobody to read.
    """
    return list(session.execute(_FORMER, {"answer": answer_id}))
