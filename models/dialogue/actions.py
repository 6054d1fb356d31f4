"""What the municipality does because of a dialogue: by whom, by when, and whether it was done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlmodel import Session

from models import text
from models.actor import Actor
from models.calendar import now, today
from models.database import lock_rows, table_of
from models.dialogue.heard import themes
from models.dialogue.keeping import Facts, Held
from models.dialogue.noting import note
from models.dialogue.outcome import (
    OPEN_ACTIONS,
    ActionStatus,
    DialogueAction,
    YearNote,
    actions,
    year_notes,
)
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind
from models.organisation import Unit
from models.permissions import Action
from models.permissions_of_cases import reached
from models.states import PUBLIC
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer

MOST = 200
"""Actions of one dialogue."""
LONGEST = 2_000
_a, _y, _texts = actions.c, year_notes.c, table_of(Text)
_units = table_of(Unit)
_OF = (
    select(
        actions,
        _units.c.name_sv.label("unit_sv"),
        _units.c.name_en.label("unit_en"),
        themes.c.name.label("theme"),
    )
    .join(_units, _units.c.id == _a.owner_unit_id)
    .outerjoin(themes, themes.c.id == _a.theme_id)
    .where(_a.submission_id == bindparam("dialogue"))
    .order_by(_a.status.in_(sorted(OPEN_ACTIONS)).desc(), _a.due_on, _a.id)
)
_YEARS = (
    select(_y.year, _y.at, _texts.c.source, _texts.c.html)
    .join(_texts, _texts.c.id == _y.text_id)
    .where(_y.submission_id == bindparam("dialogue"))
    .order_by(_y.year.desc())
)


@dataclass(frozen=True)
class Planned:
    """What the form says of an action, cleaned."""

    words: str
    owner_unit_id: int
    due_on: dt.date
    owner_name: str = ""
    theme_id: int | None = None
    status: ActionStatus = ActionStatus.PLANNED
    done_on: dt.date | None = None
    why: str = ""


def is_late(row: Any) -> bool:
    """Whether its day has passed and it is not done."""
    return row.status in OPEN_ACTIONS and row.due_on < today()


def of_dialogue(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Its actions, those that are not done first, by their day."""
    return session.execute(_OF, {"dialogue": submission_id}).all()


def years(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The yearly notes, newest first: year, at, source, html."""
    return session.execute(_YEARS, {"dialogue": submission_id}).all()


def late(session: Session, viewer: Viewer) -> int:
    """How many actions are late of the dialogues that the viewer may lead."""
    wanted = (
        select(func.count())
        .select_from(actions)
        .join(submissions, submissions.c.id == _a.submission_id)
        .where(
            _a.status.in_(sorted(OPEN_ACTIONS)),
            _a.due_on < today(),
            submissions.c.publication.in_(sorted(PUBLIC)),
            reached(session, viewer, Action.WORK),
        )
    )
    return int(session.execute(wanted).scalar_one())


def add(session: Session, held: Held, planned: Planned, *, by: Actor) -> DialogueAction:
    """One more. Raises Invalid: `said`, `done_on`, `why` missing, `unit`, `theme` unknown."""
    _check(session, held, planned)
    count = select(func.count()).where(_a.submission_id == held.case.id)
    if session.execute(count).scalar_one() >= MOST:
        raise Invalid("said", "too_many", most=MOST)
    made = DialogueAction(submission_id=held.case.id or 0, **vars(planned))
    session.add(made)
    session.flush()
    _tell(session, held, {"action": made.id or 0, "to": made.status.value, "added": 1}, by=by)
    return made


def take(
    session: Session, held: Held, action_id: int, *, version: int | None = None
) -> DialogueAction:
    """An action of this dialogue, locked. Raises NotFound, or Stale when it was changed since."""
    found: DialogueAction | None = session.scalars(
        lock_rows(
            select(DialogueAction).where(_a.id == action_id, _a.submission_id == held.case.id)
        )
    ).first()
    if found is None:
        raise NotFound(str(action_id))
    if version is not None and version != found.version:
        raise Stale
    return found


def change(
    session: Session, held: Held, found: DialogueAction, planned: Planned, *, by: Actor
) -> None:
    """How it goes, or other words. Raises as `add`; a later day needs `why` as well."""
    _check(session, held, planned)
    if planned.status in OPEN_ACTIONS and planned.due_on > found.due_on and not planned.why:
        raise Invalid("why", "later")
    was = found.status
    for name, value in vars(planned).items():
        setattr(found, name, value)
    found.version += 1
    session.add(found)
    session.flush()
    facts: Facts = {"action": found.id or 0, "from": was.value, "to": found.status.value}
    _tell(session, held, facts, by=by)


def carry(session: Session, held: Held, year: int, why: str, *, by: Actor) -> int:
    """Put off to the last day of the next year whatever of a year, or before it, is not done, with
    a note that everyone may read; how many. Each keeps the day it was first to be done. Raises
    Invalid: `carry_why` missing, `carry_year` unknown: another than this one or the last.
    """
    if not why:
        raise Invalid("carry_why", "missing")
    if not today().year - 1 <= year <= today().year:
        raise Invalid("carry_year", "unknown")
    mine = _a.submission_id == held.case.id
    left = select(DialogueAction).where(
        mine, _a.status.in_(sorted(OPEN_ACTIONS)), _a.due_on <= dt.date(year, 12, 31)
    )
    found = session.scalars(lock_rows(left.order_by(_a.due_on, _a.id))).all()
    if not found:
        return 0
    for one in found:
        one.carried_from = one.carried_from or one.due_on
        one.due_on, one.why = dt.date(year + 1, 12, 31), why
        one.version += 1
        session.add(one)
    session.flush()
    first = found[0]
    _tell(
        session,
        held,
        {
            "action": first.id or 0,
            "to": first.status.value,
            "carried": len(found),
            "year": year + 1,
        },
        by=by,
    )
    return len(found)


def write_year(
    session: Session, held: Held, year: int, words: str, html: str, *, by: Actor
) -> None:
    """What is new this year, "Aktuellt 2027", for everyone to read; written again it is replaced.
    Raises Invalid: `now_words` missing, `now_year` unknown.
    """
    if not words:
        raise Invalid("now_words", "missing")
    if not today().year - 1 <= year <= today().year + 1:
        raise Invalid("now_year", "unknown")
    written = text.write(session, source=words, html=html)
    mine = (_y.submission_id == held.case.id) & (_y.year == year)
    found = session.scalars(lock_rows(select(YearNote).where(mine))).first()
    found = found or YearNote(submission_id=held.case.id or 0, year=year, text_id=written.id, at=0)
    found.text_id, found.at = written.id, now()
    session.add(found)
    session.flush()
    facts: Facts = {"year": year, "text": written.id, "digest": written.digest}
    note(session, held, facts, by=by)


def _tell(session: Session, held: Held, facts: Facts, *, by: Actor) -> None:
    note(session, held, facts, by=by, kind=EventKind.ACTION_CHANGED, public=True)


def _check(session: Session, held: Held, planned: Planned) -> None:
    if not planned.words:
        raise Invalid("said", "missing")
    if planned.status is ActionStatus.DONE:
        if planned.done_on is None:
            raise Invalid("done_on", "missing")
        if planned.done_on > today():
            raise Invalid("done_on", "future")
    elif planned.done_on is not None:
        raise Invalid("done_on", "not_done")
    if planned.status is ActionStatus.DROPPED and not planned.why:
        raise Invalid("why", "dropped")
    known = select(_units.c.id).where(_units.c.id == planned.owner_unit_id)
    if session.execute(known).first() is None:
        raise Invalid("unit", "unknown")
    if planned.theme_id is not None:
        mine = select(themes.c.id).where(
            themes.c.id == planned.theme_id, themes.c.submission_id == held.case.id
        )
        if session.execute(mine).first() is None:
            raise Invalid("theme", "unknown")
