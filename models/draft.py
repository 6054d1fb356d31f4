"""What an official has begun to write, kept until it is sent: no closed window loses it.

Colleagues see that somebody has begun, and who, never a word of it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    Row,
    UniqueConstraint,
    bindparam,
    delete,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.chain import Fact
from models.database import (
    id_column,
    moment_column,
    reference_column,
    table_of,
    upsert,
)
from models.event import Event
from models.masking import LongMasked
from models.person import Person

OTHERS_SHOWN = 5


class Draft(SQLModel, table=True):
    """One person's answer to one case, unsent. `seq` is how much had happened when she began;
    `template_id` and `template_version` are of the last template she put in.
    """

    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    person_id: int = Field(sa_column=reference_column("person.id"))
    words: str = Field(sa_column=Column(LongMasked, nullable=False))
    seq: int = Field(sa_column=Column(Integer, nullable=False))
    template_id: int | None = Field(
        default=None, sa_column=reference_column("answer_template.id", nullable=True, index=False)
    )
    template_version: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    updated_at: Moment = Field(sa_column=moment_column(index=True))


drafts = table_of(Draft)
_people = table_of(Person)
_events = table_of(Event)


@dataclass(frozen=True)
class Used:
    """A template, as it was when its words were put in."""

    template_id: int
    version: int

    @property
    def facts(self) -> dict[str, Fact]:
        """As events name it."""
        return {"template": self.template_id, "template_version": self.version}


def keep(
    session: Session,
    submission_id: int,
    person_id: int,
    words: str,
    *,
    seq: int,
    used: Used | None = None,
) -> None:
    """Keep these words in place of her last ones; without any, nothing is kept.

    `seq` counts only for a new draft, and `used` leaves what an earlier one said as it is.
    """
    if not words.strip():
        discard(session, submission_id, person_id)
        return
    values: dict[str, Any] = {"words": words, "updated_at": now()}
    if used is not None:
        values |= {"template_id": used.template_id, "template_version": used.version}
    session.execute(
        upsert(drafts)
        .values(submission_id=submission_id, person_id=person_id, seq=seq, **values)
        .on_conflict_do_update(index_elements=["submission_id", "person_id"], set_=values)
    )


_MINE = select(
    drafts.c.words,
    drafts.c.seq,
    drafts.c.template_id,
    drafts.c.template_version,
    drafts.c.updated_at,
).where(drafts.c.submission_id == bindparam("case"), drafts.c.person_id == bindparam("person"))


def of(session: Session, submission_id: int, person_id: int) -> Row[Any] | None:
    """What this person has begun, or None."""
    return session.execute(_MINE, {"case": submission_id, "person": person_id}).first()


_OTHERS = (
    select(_people.c.name, drafts.c.updated_at)
    .join(_people, _people.c.id == drafts.c.person_id)
    .where(drafts.c.submission_id == bindparam("case"), drafts.c.person_id != bindparam("person"))
    .order_by(drafts.c.updated_at.desc())
    .limit(OTHERS_SHOWN)
)


def of_others(session: Session, submission_id: int, person_id: int) -> list[Row[Any]]:
    """Who else has begun an answer, and when she last wrote."""
    return list(session.execute(_OTHERS, {"case": submission_id, "person": person_id}))


_OVERTAKING = (
    select(_events.c.id)
    .where(
        _events.c.stream == bindparam("stream"),
        _events.c.seq > bindparam("since"),
        _events.c.actor_id.is_distinct_from(bindparam("person")),
    )
    .limit(1)
)


def is_overtaken(session: Session, stream: str, person_id: int, *, since: int) -> bool:
    """Whether anybody else did anything in this history since event number `since`."""
    known = {"stream": stream, "since": since, "person": person_id}
    return session.execute(_OVERTAKING, known).first() is not None


def discard(session: Session, submission_id: int, person_id: int) -> None:
    """It was sent, or thrown away."""
    session.execute(
        delete(drafts).where(
            drafts.c.submission_id == submission_id, drafts.c.person_id == person_id
        )
    )
