"""Who else has a case open at this moment: two who answer at once are told before (ST-21 a).

A browser says every 15 seconds that it is there; who has said nothing for 45 is gone. It is known
for that long and no longer, and only to those who handle cases.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, Row, bindparam, delete, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import SECOND, Moment, now
from models.database import moment_column, reference_column, table_of, upsert
from models.errors import NotFound
from models.person import Person
from models.submission import submissions

GONE = 45 * SECOND
SHOWN = 5


class Presence(SQLModel, table=True):
    """One official at one case: reading it, or `writing` an answer."""

    __table_args__ = (
        PrimaryKeyConstraint("submission_id", "person_id"),
        Index("presence_seen", "seen_at"),
    )

    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    person_id: int = Field(sa_column=reference_column("person.id"))
    writing: bool = Field(sa_column=Column(Boolean, nullable=False))
    seen_at: Moment = Field(sa_column=moment_column())


_presence = table_of(Presence)
_people = table_of(Person)

_OTHERS = (
    select(_people.c.name, _presence.c.writing)
    .join(_people, _people.c.id == _presence.c.person_id)
    .where(
        _presence.c.submission_id == bindparam("case"),
        _presence.c.person_id != bindparam("me"),
        _presence.c.seen_at > bindparam("since"),
        _people.c.suspended.is_(False),
    )
    # Whoever writes first: that is what somebody who is about to write needs to know.
    .order_by(_presence.c.writing.desc(), _people.c.name, _people.c.id)
    .limit(SHOWN)
)
_CASE = select(submissions.c.id).where(submissions.c.reference == bindparam("case"))


def here(session: Session, reference: str, person_id: int, *, writing: bool) -> list[Row[Any]]:
    """Note that somebody has a case open, and say who else has. Raises NotFound for no case."""
    submission_id = session.execute(_CASE, {"case": reference}).scalar()
    if submission_id is None:
        raise NotFound(reference)
    said = {"writing": writing, "seen_at": now()}
    session.execute(
        upsert(_presence)
        .values(submission_id=submission_id, person_id=person_id, **said)
        .on_conflict_do_update(index_elements=["submission_id", "person_id"], set_=said)
    )
    return others(session, submission_id, person_id)


def others(session: Session, submission_id: int, person_id: int | None) -> list[Row[Any]]:
    """Who else is at a case: `name`, `writing`."""
    at = {"case": submission_id, "me": person_id or 0, "since": now() - GONE}
    return list(session.execute(_OTHERS, at))


def forget(session: Session) -> None:
    """Delete what says nothing any more: nobody's reading is kept."""
    session.execute(delete(_presence).where(_presence.c.seen_at <= now() - GONE))
