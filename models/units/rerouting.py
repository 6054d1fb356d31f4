"""Open cases follow a change of the configuration: by the clock, a batch at a time, each once.

Those that are to move are written down with the change, so it moves what was promised before it was
made and nothing that comes later. Whatever has been passed on by hand or ended meanwhile stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, func, insert, literal, select, update
from sqlmodel import Session

from models.actor import Actor
from models.calendar import now
from models.configuration.changes import ConfigurationChange
from models.database import lock_rows, table_of
from models.errors import NotAllowed
from models.event import Event
from models.organisation import Unit
from models.profile_file import Whole
from models.routing import centre
from models.submission import Submission, submissions
from models.units import following
from models.units.following import Move, Why
from models.units.moving import LEFT_OPEN, heir, move
from models.units.rerouted import Rerouting, rerouted_cases, reroutings
from models.units.turning import able

BATCH = 50
"""Cases of one transaction: nobody else who writes waits longer than for these."""

_units = table_of(Unit)
_changes = table_of(ConfigurationChange)
_events = table_of(Event)
_s = submissions.c
_r = reroutings.c
_c = rerouted_cases.c


def due(session: Session) -> list[int]:
    """Those in which cases wait to be moved, by id."""
    return list(session.scalars(select(_r.id).where(_r.done_at.is_(None)).order_by(_r.id)))


def check(session: Session) -> None:
    """NotAllowed while cases are on their way already: where each belongs cannot be told then."""
    if due(session):
        raise NotAllowed("cases_on_their_way")


def stop(session: Session, version: int) -> None:
    """What still waits because of a change stays where it is."""
    mine = select(_r.id).where(_r.version == version)
    session.execute(delete(rerouted_cases).where(_c.rerouting_id.in_(mine), ~_c.moved))
    ended = update(reroutings).where(_r.version == version, _r.done_at.is_(None))
    session.execute(ended.values(done_at=now()))


def undone(session: Session, before: Whole, after: Whole, version: int) -> list[Move]:
    """What moves when a change is taken back: what it moved and nobody has since; and of a unit
    that goes with it, what came there meanwhile.
    """
    returns = _returns(session, version)
    known = {(one.giver, one.taker): one.n for one in returns}
    others = [one for one in following.moves(session, before, after) if one.why is Why.GOES]
    others = [replace(one, n=one.n - known.get((one.giver, one.taker), 0)) for one in others]
    return [*returns, *(one for one in others if one.n > 0)]


def _returns(session: Session, version: int) -> list[Move]:
    giver, taker = _units.alias("giver"), _units.alias("taker")
    there = (
        (_c.rerouting_id == _r.id)
        & _c.moved
        & (_s.id == _c.submission_id)
        & (_s.unit_id == _r.to_id)
        & (_s.handovers == _c.handovers)
        & _s.status.in_(LEFT_OPEN)
    )
    rows = session.execute(
        select(_r.id, giver.c.slug.label("giver"), taker.c.slug.label("taker"), func.count("*"))
        .join(giver, giver.c.id == _r.to_id)
        .join(taker, taker.c.id == _r.from_id)
        .join(rerouted_cases, _c.rerouting_id == _r.id)
        .join(submissions, there)
        .where(_r.version == version)
        .group_by(_r.id, giver.c.slug, taker.c.slug)
        .order_by(_r.id)
    ).all()
    return [
        Move(
            Why.RETURNS,
            row.giver,
            row.taker,
            row[3],
            [_s.id.in_(select(_c.submission_id).where(_c.rerouting_id == row.id, there))],
        )
        for row in rows
    ]


def plan(session: Session, version: int, moves: Sequence[Move], ids: Mapping[str, int]) -> None:
    """Let these cases follow a change; `ids` are those of units by slug."""
    for one in moves:
        made = Rerouting(version=version, from_id=ids[one.giver], to_id=ids[one.taker])
        session.add(made)
        session.flush()
        for which in one.which:
            left_open = _s.status.in_(LEFT_OPEN)
            _await(session, made, _s.unit_id == made.from_id, left_open, which)


def _await(session: Session, made: Rerouting, *which: Any) -> None:
    waiting = select(literal(made.id), _s.id, _s.handovers, literal(False)).where(*which)
    session.execute(insert(rerouted_cases).from_select([*rerouted_cases.c.keys()], waiting))


def empty(session: Session, version: int, unit_id: int, *, by: Actor) -> None:
    """A unit goes: every open case leaves it now, with its subject where that has another unit and
    was to take its cases along, and to the service centre where not.
    """
    mine = select(_r.id).where(_r.version == version, _r.from_id == unit_id)
    waits = list(session.scalars(mine))
    gone = select(_c.submission_id).where(_c.rerouting_id.in_(waits))
    rest = (_s.unit_id == unit_id, _s.id.not_in(gone), _s.status.in_(LEFT_OPEN))
    if session.scalar(select(_s.id).where(*rest).limit(1)):
        made = Rerouting(version=version, from_id=unit_id, to_id=centre(session))
        session.add(made)
        session.flush()
        _await(session, made, *rest)
        waits.append(made.id or 0)
    for one in waits:
        while not step(session, one, by=by, most=10 * BATCH):
            pass


def step(
    session: Session, rerouting_id: int, *, by: Actor | None = None, most: int = BATCH
) -> bool:
    """Move some of its cases; True when none is left. Without `by` in the name of whoever made the
    change.
    """
    held: Rerouting = session.scalars(
        lock_rows(select(Rerouting).where(_r.id == rerouting_id))
    ).one()
    if held.done_at is not None:
        return True
    to_id = held.to_id = heir(session, held.to_id)
    waiting = (
        select(Submission, _c.handovers)
        .join(rerouted_cases, _c.submission_id == Submission.id)
        .where(_c.rerouting_id == rerouting_id, ~_c.moved)
        .order_by(_c.submission_id)
        .limit(most)
    )
    rows = session.execute(lock_rows(waiting)).all()
    actor, here = by or _maker(session, held.version), able(session, to_id)
    for case, handovers in rows:
        mine = (_c.rerouting_id == rerouting_id) & (_c.submission_id == case.id)
        untouched = (case.unit_id, case.handovers) == (held.from_id, handovers)
        if untouched and case.status in LEFT_OPEN and to_id != held.from_id:
            keeps = case.assignee_id if case.assignee_id in here else None
            move(session, case, to_id, by=actor, assignee_id=keeps)
            session.execute(update(rerouted_cases).where(mine).values(moved=True))
        else:
            session.execute(delete(rerouted_cases).where(mine))
    if len(rows) < most:
        held.done_at = now()
    session.add(held)
    session.flush()
    return held.done_at is not None


def _maker(session: Session, version: int) -> Actor:
    row = session.execute(
        select(_events.c.role, _events.c.actor_id)
        .join(_changes, _changes.c.event_id == _events.c.id)
        .where(_changes.c.version == version)
    ).one()
    return Actor(row.role, row.actor_id)


def told(session: Session, version: int) -> Sequence[Row[Any]]:
    """What a change moves, by giver and taker: `from_sv` and so on, how many it `moved`, and how
    many are `left` to move.
    """
    giver, taker = _units.alias("giver"), _units.alias("taker")
    moved = func.count().filter(_c.moved)
    return session.execute(
        select(
            *(giver.c[f"name_{tongue}"].label(f"from_{tongue}") for tongue in ("sv", "en")),
            *(taker.c[f"name_{tongue}"].label(f"to_{tongue}") for tongue in ("sv", "en")),
            moved.label("moved"),
            func.count().filter(~_c.moved).label("left"),
        )
        .select_from(reroutings)
        .join(giver, giver.c.id == _r.from_id)
        .join(taker, taker.c.id == _r.to_id)
        .join(rerouted_cases, _c.rerouting_id == _r.id)
        .where(_r.version == version)
        .group_by(_r.id, *(unit.c[f"name_{it}"] for unit in (giver, taker) for it in ("sv", "en")))
        .order_by(_r.id)
    ).all()
