"""Writing the clocks of cases down as their events make them, and what time alone has done: each
missed promise is one event, each level that is over one row (spec ST-16, ST-17).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, exists, insert, select, update
from sqlmodel import Session

from models.actor import SYSTEM
from models.calendar import DAY, Moment, now
from models.clock import due
from models.consulting import consultations
from models.database import lock_rows, table_of, upsert
from models.event import Event, EventKind, Stream, record
from models.keeping_promises import before
from models.keeping_promises.deriving import Kept, Promised
from models.keeping_promises.row import BREAKS, Cause, Which, clocks, escalations
from models.keeping_promises.way import Happened
from models.opening import Opening
from models.promise import promises
from models.states import Kind, Status
from models.submission import stream_of, submissions

NEWS = 2 * DAY
"""What ended longer ago is history when it is first counted: nobody hears of it any more."""

QUIET = (
    EventKind.COMMENT_PUBLISHED,
    EventKind.COMMENT_HIDDEN,
    EventKind.NOTED,
    EventKind.EDITED,
    EventKind.REPORTED,
    EventKind.FOLLOWED_UP,
)
"""Events that move no clock: most of those of a case that is much talked about."""

_events = table_of(Event)
_streams = table_of(Stream)
_e, _s, _k = _events.c, submissions.c, clocks.c

_CASES = (
    select(
        _s.id,
        _s.reference,
        _s.kind,
        _s.status,
        _s.unit_id,
        _s.assignee_id,
        _s.handovers,
        _s.put_off_to,
        _s.answer_by,
        _s.due_at,
        _s.promise_id,
        promises.c.confirm_receipt,
        promises.c.update_every,
        promises.c.decide,
        exists()
        .where(consultations.c.submission_id == _s.id, consultations.c.answered_at.is_(None))
        .label("consulted"),
    )
    .outerjoin(promises, promises.c.id == _s.promise_id)
    .where(_s.reference.in_(bindparam("cases", expanding=True)), _s.kind != Kind.DIALOGUE)
    .order_by(_s.reference)
)
_HEADS = (
    select(_streams.c.key, _streams.c.seq)
    .where(_streams.c.key.in_(bindparam("streams", expanding=True)))
    .order_by(_streams.c.key)
)
_HISTORY = (
    select(_e.stream, _e.at, _e.occurred_at, _e.kind, _e.role, _e.facts, _e.public)
    .where(_e.stream.in_(bindparam("streams", expanding=True)), _e.kind.not_in(QUIET))
    .order_by(_e.stream, _e.seq)
)
_KNOWN = select(clocks).where(_k.submission_id.in_(bindparam("ids", expanding=True)))
_COLUMNS = (
    *("promise_id", "state", "started_at", "due_at", "met_at", "paused_at", "paused"),
    *("elapsed", "slack", "missed_at", "cause", "unit_id", "next_at", "seq"),
)
_CHANGE = (
    update(clocks)
    .where(_k.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS})
)


@dataclass(frozen=True)
class Missed:
    """That a promise was not kept in time, as its event says it."""

    at: Moment
    cause: Cause
    unit_id: int


Place = tuple[Which, int]
_Values = dict[str, Any]


def keep(session: Session, references: Sequence[str], opening: Opening) -> int:
    """Bring the clocks of these cases up to this moment; how many promises were found missed.

    Twice changes nothing. The streams are locked, so that nothing happens to a case meanwhile.
    """
    at = now()
    streams = [stream_of(reference) for reference in references]
    heads = {row.key: row.seq for row in session.execute(lock_rows(_HEADS), {"streams": streams})}
    cases = session.execute(_CASES, {"cases": list(references)}).all()
    histories = {
        stream: list(rows)
        for stream, rows in groupby(
            session.execute(_HISTORY, {"streams": streams}), key=lambda row: row.stream
        )
    }
    known: dict[int, dict[Place, Row[Any]]] = {}
    for clock in session.execute(_KNOWN, {"ids": [case.id for case in cases]}):
        known.setdefault(clock.submission_id, {})[clock.which, clock.cycle] = clock
    earlier = before.promises_of(session, histories)
    made: list[_Values] = []
    changes: list[_Values] = []
    levels: list[_Values] = []
    found = 0
    for case in cases:
        stream = stream_of(case.reference)
        history = [_happened(row) for row in histories.get(stream, ())]
        now_promised = before.Given(at, case.promise_id, _promised(case))
        given = before.derive(history, [*earlier.get(stream, ()), now_promised], opening, at)
        kept = [one for one, _promise in given]
        missed, new = _missed(session, case, kept, history, at)
        found += new
        there = known.get(case.id, {})
        for one, promise_id in given:
            values = _values(
                one, promise_id, missed.get((one.which, one.cycle)), heads[stream] + new, at
            )
            row = there.get((one.which, one.cycle))
            if row is None:
                place = {"submission_id": case.id, "which": one.which, "cycle": one.cycle}
                made.append(place | values)
            elif any(getattr(row, name) != values[name] for name in _COLUMNS):
                changes.append({"row": row.id} | {f"new_{name}": values[name] for name in _COLUMNS})
            levels += _levels(one, case, at)
    for statement, rows in ((insert(clocks), made), (_CHANGE, changes)):
        if rows:
            session.connection().execute(statement, rows)
    if levels:
        session.execute(upsert(escalations).on_conflict_do_nothing(), levels)
    return found


def _happened(row: Row[Any]) -> Happened:
    return Happened(row.at, row.kind, row.role, json.loads(row.facts), row.public, row.occurred_at)


def _promised(case: Row[Any]) -> Promised:
    return Promised(due(case), case.confirm_receipt, case.update_every, case.decide)


def _missed(
    session: Session, case: Row[Any], kept: Sequence[Kept], history: Sequence[Happened], at: Moment
) -> tuple[Mapping[Place, Missed], int]:
    """What is noted as missed, and how many of these were noted just now."""
    found = {
        (Which(event.facts["late"]), event.facts["cycle"]): Missed(
            event.at, Cause(event.facts["cause"]), event.facts["unit"]
        )
        for event in history
        if event.kind is EventKind.PROMISE_MISSED and "late" in event.facts
    }
    new = 0
    for one in kept:
        place = (one.which, one.cycle)
        if place in found or BREAKS not in one.reached(at) or _is_old(one, at):
            continue
        noted = Missed(at, _cause(case), case.unit_id)
        facts: dict[str, str | int] = {
            "late": one.which.value,
            "cycle": one.cycle,
            "cause": noted.cause.value,
            "unit": noted.unit_id,
        }
        record(session, stream_of(case.reference), EventKind.PROMISE_MISSED, by=SYSTEM, facts=facts)
        found[place] = noted
        new += 1
    return found, new


def _is_old(one: Kept, at: Moment) -> bool:
    return one.ended_at is not None and one.ended_at < at - NEWS


def _cause(case: Row[Any]) -> Cause:
    """The first that is true, the nearest to what the resident waits for before the others."""
    true = {
        Cause.SUPPORT: case.status is Status.VOTING,
        Cause.BOARD: case.status in {Status.REFERRED, Status.PREPARING},
        Cause.EXPLAINED: case.put_off_to is not None,
        Cause.CONSULTED: case.consulted,
        Cause.PASSED_ON: case.handovers >= 2,
        Cause.NOBODY: case.assignee_id is None,
    }
    return next((cause for cause, is_so in true.items() if is_so), Cause.OTHER)


def _values(
    one: Kept, promise_id: int | None, missed: Missed | None, seq: int, at: Moment
) -> _Values:
    return {
        "promise_id": promise_id,
        "state": one.state,
        "started_at": one.started_at,
        "due_at": one.due_at,
        "met_at": one.met_at,
        "paused_at": one.paused_at,
        "paused": one.paused,
        "elapsed": one.elapsed,
        "slack": one.slack,
        "missed_at": missed.at if missed else None,
        "cause": missed.cause if missed else None,
        "unit_id": missed.unit_id if missed else None,
        "next_at": one.next_at(at),
        "seq": seq,
    }


def _levels(one: Kept, case: Row[Any], at: Moment) -> list[_Values]:
    if _is_old(one, at):
        return []
    return [
        {
            "submission_id": case.id,
            "which": one.which,
            "cycle": one.cycle,
            "level": level,
            "at": at,
            "open": one.ended_at is None,
        }
        for level in one.reached(at)
    ]
