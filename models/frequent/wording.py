"""The wordings of a frequent question: what stood there before, and who wrote it."""

from typing import Any

from sqlalchemy import Column, Integer, Row, UniqueConstraint, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models.actor import Actor
from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked
from models.person import Person
from models.question import WORDS, Question

SHOWN = 20
"""Wordings of one question that its page shows, the newest of them."""


class QuestionWording(SQLModel, table=True):
    """One wording, kept when it was saved. `by_id` is whoever works here and wrote it."""

    __tablename__ = "question_wording"
    __table_args__ = (UniqueConstraint("question_id", "version", name="question_wording_number"),)

    id: int | None = Field(default=None, sa_column=id_column())
    question_id: int = Field(sa_column=reference_column("question.id", index=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    question_sv: str = Field(sa_column=Column(Masked(200), nullable=False))
    question_en: str = Field(sa_column=Column(Masked(200), nullable=False))
    answer_sv: str = Field(sa_column=Column(LongMasked, nullable=False))
    answer_en: str = Field(sa_column=Column(LongMasked, nullable=False))
    by_id: int | None = Field(default=None, sa_column=reference_column("person.id", nullable=True))
    at: Moment = Field(sa_column=moment_column())


_wordings = table_of(QuestionWording)
_people = table_of(Person)
_OF_ONE = (
    select(_wordings, _people.c.name.label("by"))
    .outerjoin(_people, _people.c.id == _wordings.c.by_id)
    .where(_wordings.c.question_id == bindparam("question"))
    .order_by(_wordings.c.version.desc())
    .limit(SHOWN)
)


def keep(session: Session, question: Question, *, by: Actor) -> None:
    """Keep the words as they are now, under the number that they have."""
    words = {name: getattr(question, name) for name in WORDS}
    session.add(
        QuestionWording(
            question_id=question.id or 0,
            version=question.version,
            by_id=by.person_id,
            at=now(),
            **words,
        )
    )
    session.flush()


def of_one(session: Session, question_id: int) -> list[Row[Any]]:
    """The wordings of a question that were written here, newest first."""
    return list(session.execute(_OF_ONE, {"question": question_id}))
