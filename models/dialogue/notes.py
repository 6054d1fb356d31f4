"""Field notes: what staff heard at a meeting, in a call, at a checkpoint, in their own words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select, tuple_
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now, today
from models.database import lock_rows
from models.dialogue.heard import FieldNote, NoteChannel, field_notes
from models.dialogue.keeping import Held
from models.dialogue.noting import note
from models.dialogue.row import phases
from models.errors import Invalid, NotFound

PAGE = 50
LONGEST = 5_000
_n = field_notes.c
_NEWEST = (
    select(field_notes)
    .where(_n.submission_id == bindparam("dialogue"))
    .order_by(_n.at.desc(), _n.id.desc())
    .limit(PAGE + 1)
)
_SHOWN = _NEWEST.where(_n.shown)
_LAST = _NEWEST.where(_n.by_id == bindparam("by")).limit(1)
_MET = (
    select(_n.channel, func.count().label("notes"), func.sum(_n.people).label("people"))
    .where(_n.submission_id == bindparam("dialogue"))
    .group_by(_n.channel)
)


@dataclass(frozen=True)
class Noted:
    """What the form says, cleaned."""

    channel: NoteChannel
    day: dt.date
    words: str
    place: str = ""
    people: int | None = None
    phase_id: int | None = None
    shown: bool = False


def write(session: Session, held: Held, noted: Noted, *, by: Actor) -> FieldNote:
    """Write down what was heard. Raises Invalid: `day` future, `said` missing, `phase` unknown."""
    _check(session, held, noted)
    if by.person_id is None:
        raise NotFound
    made = FieldNote(submission_id=held.case.id or 0, by_id=by.person_id, at=now(), **vars(noted))
    session.add(made)
    session.flush()
    note(session, held, {"note": made.id or 0, "channel": noted.channel.value}, by=by)
    return made


def take(session: Session, held: Held, note_id: int) -> FieldNote:
    """A note of this dialogue, locked. Raises NotFound."""
    found: FieldNote | None = session.scalars(
        lock_rows(select(FieldNote).where(_n.id == note_id, _n.submission_id == held.case.id))
    ).first()
    if found is None:
        raise NotFound(str(note_id))
    return found


def change(session: Session, held: Held, found: FieldNote, noted: Noted, *, by: Actor) -> None:
    """Other words or particulars, or whether everyone may read it. Raises as `write`."""
    _check(session, held, noted)
    for name, value in vars(noted).items():
        setattr(found, name, value)
    session.add(found)
    session.flush()
    note(session, held, {"note": found.id or 0, "channel": noted.channel.value}, by=by)


def remove(session: Session, held: Held, found: FieldNote, *, by: Actor) -> None:
    """Take a note away that should not be there; its place under themes goes with it."""
    number = found.id or 0
    session.delete(found)
    session.flush()
    note(session, held, {"note": number, "removed": 1}, by=by)


def newest(
    session: Session,
    submission_id: int,
    *,
    shown: bool = False,
    after: tuple[Moment, int] | None = None,
) -> Sequence[Row[Any]]:
    """A page of notes, those written last first, and one more where there are more. `shown`: only
    those that everyone may read.
    """
    rows = _SHOWN if shown else _NEWEST
    if after is not None:
        rows = rows.where(tuple_(_n.at, _n.id) < after)
    return session.execute(rows, {"dialogue": submission_id}).all()


def last_of(session: Session, submission_id: int, person_id: int) -> Row[Any] | None:
    """What somebody wrote down last: the next one is often from the same place."""
    return session.execute(_LAST, {"dialogue": submission_id, "by": person_id}).first()


def met(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """By channel: how many notes, and how many people were met where that was counted."""
    return session.execute(_MET, {"dialogue": submission_id}).all()


def _check(session: Session, held: Held, noted: Noted) -> None:
    if not noted.words:
        raise Invalid("said", "missing")
    if noted.day > today():
        raise Invalid("day", "future")
    if noted.phase_id is not None:
        known = select(phases.c.id).where(
            phases.c.id == noted.phase_id, phases.c.submission_id == held.case.id
        )
        if session.execute(known).first() is None:
            raise Invalid("phase", "unknown")
