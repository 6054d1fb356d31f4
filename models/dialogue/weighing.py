"""Making the result of the answers: by the clock, a little at a time, never by a reader."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select, update
from sqlmodel import Session

from models import sanctions
from models.calendar import DAY, SECOND, Moment, now
from models.database import is_postgres, table_of, upsert
from models.dialogue import assertions
from models.dialogue.kinds import PhaseKind
from models.dialogue.ratings import opinion_results, raters, ratings
from models.dialogue.row import phases
from models.event import touch
from models.opinion.answers import Answers
from models.opinion.findings import Findings
from models.person import Person
from models.submission import stream_of, submissions

LATE = 10 * SECOND
"""Answers whose transactions were long are looked for that much longer (PostgreSQL)."""
LOOKED_AFTER = 30 * DAY
"""So long after its end a phase is made anew when a statement of it is hidden or shown. Later the
pages alone leave out what is hidden.
"""
PEOPLE = 200
"""Whose answers are read at a time."""

_p, _r = raters.c, opinion_results.c
_people = table_of(Person)


def _suspended(at: Any) -> ColumnElement[bool]:
    """That the person behind a rater may not take part now."""
    person = select(_people.c.suspended).where(_people.c.id == _p.person_id).scalar_subquery()
    return or_(person, sanctions.suspends(_p.person_id, at))


_AT: BindParameter[int] = bindparam("at")
_OUT = or_(_p.left_out, _p.person_id.is_not(None) & _suspended(_AT))
_LOOKED_AT = (
    select(phases.c.id, phases.c.closes_at, _r.as_of, _r.basis, _r.final)
    .outerjoin(opinion_results, _r.phase_id == phases.c.id)
    .where(
        phases.c.kind == PhaseKind.STATEMENTS,
        phases.c.opens_at <= _AT,
        or_(phases.c.closes_at > _AT - LOOKED_AFTER, _r.phase_id.is_(None), ~_r.final),
    )
    .order_by(phases.c.id)
)
_BASIS = select(
    func.max(_p.changed_at),
    func.count(),
    select(func.count()).where(_p.phase_id == bindparam("phase"), _OUT).scalar_subquery(),
).where(_p.phase_id == bindparam("phase"))
_SOME = (
    select(_p.id)
    .where(_p.phase_id == bindparam("phase"), _p.id > bindparam("after"), ~_OUT)
    .order_by(_p.id)
    .limit(PEOPLE)
)
_THEIRS = select(ratings).where(ratings.c.rater_id.in_(bindparam("people", expanding=True)))
_LET_OUT = update(raters).where(_p.phase_id == bindparam("phase"), _OUT).values(left_out=True)
_LET_GO = (
    update(raters)
    .where(_p.phase_id == bindparam("phase"), _p.person_id.is_not(None))
    .values(person_id=None, changed_at=bindparam("closed"))
)
_KNOWN = select(_r.figures).where(_r.phase_id == bindparam("phase"))
_WHERE = (
    select(submissions.c.reference)
    .join(phases, phases.c.submission_id == submissions.c.id)
    .where(phases.c.id == bindparam("phase"))
)


@dataclass(frozen=True)
class Due:
    """A phase whose result is to be made, of what stands in the database from `as_of` on."""

    phase_id: int
    as_of: Moment
    basis: str
    final: bool
    closes_at: Moment


def due(session: Session) -> list[Due]:
    """Phases whose answers, statements or suspended people are other than those of the result."""
    at = now()
    found = []
    for row in session.execute(_LOOKED_AT, {"at": at}).all():
        keys = assertions.keys_of(session, row.id)
        asked = {"phase": row.id, "at": at}
        latest, people, out = session.execute(_BASIS, asked).one()
        closed = row.closes_at + LATE <= at
        # Once it has closed no answer is new, and none has its own time any more.
        basis = _basis(keys, row.closes_at if closed else latest, people, out)
        late = row.as_of is not None and not closed and (latest or 0) > row.as_of - LATE
        if row.basis != basis or late or (closed and not row.final):
            found.append(Due(row.id, at, basis, closed, row.closes_at))
    return found


def _basis(keys: list[int], latest: Moment | None, people: int, out: int) -> str:
    written = json.dumps([keys, latest, people, out])
    return hashlib.sha256(written.encode()).hexdigest()


def read(session: Session, phase_id: int, keys: set[int], answers: Answers, after: int) -> int:
    """Add the answers of some more people; the last of them, or 0 when there are no more."""
    asked = {"phase": phase_id, "after": after, "at": now()}
    people = list(session.scalars(_SOME, asked))
    if not people:
        return 0
    for rater, comment, value in session.execute(_THEIRS, {"people": people}):
        if comment in keys:
            answers.add(rater, comment, value)
    last: int = people[-1]
    return last


def keep(session: Session, one: Due, answers: Answers, found: Findings) -> None:
    """Write the result down. Of a phase that has closed, let go of who stood behind the answers."""
    if one.final:
        session.execute(_LET_OUT, {"phase": one.phase_id, "at": now()})
        session.execute(_LET_GO, {"phase": one.phase_id, "closed": one.closes_at})
    values = {
        "phase_id": one.phase_id,
        "as_of": one.as_of,
        "basis": one.basis,
        "final": one.final,
        "figures": json.dumps(asdict(found)),
        "answered": json.dumps(Counter(answers.assertions)),
    }
    phase = {"phase": one.phase_id}
    known = session.execute(_KNOWN, phase).scalar()
    session.execute(_keeping(is_postgres()), values)
    if known != values["figures"]:
        touch(session, stream_of(session.execute(_WHERE, phase).scalar_one()))


@cache
def _keeping(_postgres: bool) -> Any:
    statement = upsert(opinion_results)
    names = ("as_of", "basis", "final", "figures", "answered")
    return statement.on_conflict_do_update(
        index_elements=["phase_id"], set_={name: statement.excluded[name] for name in names}
    )
