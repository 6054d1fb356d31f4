"""Promising open cases anew by the promises of today: only where somebody says so (spec ST-10).

A case keeps what it was promised when the promises are changed. An administrator may have open
cases that nobody has answered counted anew; what follows is told before it is done, and each case
says in its history what it was promised until then. What is late stays late, and nobody is
promised a day that is over already.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Row, func, select
from sqlmodel import Field, Session, SQLModel

from models.actor import Actor
from models.calendar import Moment, now
from models.database import Id, id_column, lock_rows, moment_column, reference_column, table_of
from models.errors import NotAllowed, Stale
from models.event import Event, EventKind, lock, record
from models.keeping_promises.anew import OPEN, Rules, differs, rules_of, stays
from models.opening import Opening
from models.person import Person
from models.profile import CONFIGURATION
from models.promise import promises
from models.submission import Submission, submissions

BATCH = 50
"""Cases of one transaction: nobody else who writes waits longer than for these."""


class PromiseRecount(SQLModel, table=True):
    """One time that open cases are promised anew; `last_id` is the last case that was looked at."""

    __tablename__ = "promise_recount"

    id: int | None = Field(default=None, sa_column=id_column())
    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), nullable=False))
    promise_id: int = Field(sa_column=reference_column("promise.id", index=False))
    """The newest promise there was: once there is another, nobody has said that it shall hold."""
    last_id: int = Field(default=0, sa_column=Column(Id, nullable=False))
    changed: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


_recounts = table_of(PromiseRecount)
_events, _people = table_of(Event), table_of(Person)
_s, _p, _r = submissions.c, promises.c, _recounts.c


def newest(session: Session) -> int:
    """The id of the newest promise: the form of whoever has seen what follows says it."""
    return session.scalar(select(func.max(_p.id))) or 0


def begin(session: Session, *, by: Actor, known: int) -> None:
    """Let the clock promise open cases anew. Raises Stale when the promises have been changed since
    what follows was told, and NotAllowed while it is being done already.
    """
    lock(session, CONFIGURATION)
    if known != newest(session):
        raise Stale
    if due(session):
        raise NotAllowed("promised_already")
    facts = {"promised": known}
    event_id = record(
        session, CONFIGURATION, EventKind.RECONFIGURED, by=by, facts=facts, public=False
    )
    session.add(PromiseRecount(event_id=event_id, promise_id=known))
    session.flush()


def due(session: Session) -> list[int]:
    """Those in which cases wait to be looked at, by id."""
    return list(session.scalars(select(_r.id).where(_r.done_at.is_(None)).order_by(_r.id)))


def step(session: Session, recount_id: int, opening: Opening, *, most: int = BATCH) -> None:
    """Promise some of the cases anew; after the last it is done."""
    held: PromiseRecount = session.scalars(
        lock_rows(select(PromiseRecount).where(_r.id == recount_id))
    ).one()
    if held.done_at is not None:
        return
    ids: Sequence[int] = ()
    if held.promise_id == newest(session):
        some = OPEN.with_only_columns(_s.id).where(_s.id > held.last_id).limit(most)
        ids = session.scalars(some).all()
    actor, rules = _beginner(session, held), rules_of(session, opening)
    for case in session.scalars(
        lock_rows(select(Submission).where(_s.id.in_(ids)).order_by(_s.id))
    ).all():
        held.changed += _promise_anew(session, case, rules, by=actor)
    if len(ids) < most:
        held.done_at = now()
    else:
        held.last_id = ids[-1]
    session.add(held)
    session.flush()


def _promise_anew(session: Session, submission: Submission, rules: Rules, *, by: Actor) -> bool:
    """Promise one case anew; False where it keeps what it has."""
    case = session.execute(OPEN.where(_s.id == submission.id)).first()
    if case is None:
        return False
    row, new = rules.given(case)
    if not differs(row, new, case) or stays(new, case):
        return False
    facts: dict[str, str | int] = {
        "promise": new.promise_id,
        "was": case.promise_id,
        "day": new.answer_by.isoformat(),
        "was_day": case.answer_by.isoformat(),
    }
    if rules.ends(row, case) != rules.ends(case, case):
        facts["ends"] = 1
    submission.promise_id, submission.answer_by = new.promise_id, new.answer_by
    submission.due_at = new.due_at
    submission.version += 1
    session.add(submission)
    session.flush()
    record(session, submission.stream, EventKind.PROMISED, by=by, facts=facts)
    return True


def _beginner(session: Session, held: PromiseRecount) -> Actor:
    wanted = select(_events.c.role, _events.c.actor_id).where(_events.c.id == held.event_id)
    row = session.execute(wanted).one()
    return Actor(row.role, row.actor_id)


def last(session: Session) -> Row[Any] | None:
    """The last time: who, when it was begun `at`, how many it `changed`, `done_at`."""
    return session.execute(
        select(_people.c.name.label("who"), _events.c.at, _r.changed, _r.done_at)
        .select_from(_recounts)
        .join(_events, _events.c.id == _r.event_id)
        .outerjoin(_people, _people.c.id == _events.c.actor_id)
        .order_by(_r.id.desc())
        .limit(1)
    ).first()
