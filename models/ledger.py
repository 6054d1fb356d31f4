"""The ledger: a stream as everyone may read it and prove it, event by event.

What is not public stands there as its place and its digests alone, so that the chain can be
followed without a gap (decisions.md, The spine).
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models import chain
from models.database import table_of
from models.event import Event, Stream
from models.history import Fault, verify
from models.states import PUBLIC
from models.submission import stream_of, submissions

PAGE = 50
EXPORTED = 1_000
MOST_CHECKED = 5_000
"""Events of a stream that are proved while somebody waits: some hundredths of a second."""

_events = table_of(Event)
_streams = table_of(Stream)

_AFTER_ALL = 2**31 - 1
"""No stream has as many events: the column holds 32 bits."""

_NEWEST = (
    select(
        _events.c.seq,
        _events.c.at,
        _events.c.occurred_at,
        _events.c.kind,
        _events.c.role,
        _events.c.public,
        _events.c.facts,
        _events.c.hash,
    )
    .where(_events.c.stream == bindparam("stream"), _events.c.seq < bindparam("before"))
    .order_by(_events.c.seq.desc())
    .limit(PAGE + 1)
)
_EXPORT = (
    select(_events)
    .where(_events.c.stream == bindparam("stream"), _events.c.seq > bindparam("after"))
    .order_by(_events.c.seq)
    .limit(EXPORTED + 1)
)


def page(session: Session, stream: str, *, before: int | None = None) -> Sequence[Row[Any]]:
    """Events of every kind, newest first, and one more than fits on a page."""
    first = _AFTER_ALL if before is None else min(before, _AFTER_ALL)
    return session.execute(_NEWEST, {"stream": stream, "before": first}).all()


def is_open(session: Session, stream: str) -> bool:
    """Whether everyone may read this stream now."""
    reference = stream.removeprefix(stream_of(""))
    found = session.execute(
        select(submissions.c.id).where(
            submissions.c.reference == reference, submissions.c.publication.in_(PUBLIC)
        )
    ).first()
    return found is not None and stream == stream_of(reference)


def head(session: Session, stream: str) -> Row[Any]:
    """How many events the stream has, and the hash of the last."""
    return session.execute(
        select(_streams.c.seq, _streams.c.head_hash).where(_streams.c.key == stream)
    ).one()


def export(session: Session, stream: str, *, after: int = 0) -> dict[str, Any]:
    """A part of a stream, in order, as anyone can compute it again from the hash before it."""
    rows = session.execute(_EXPORT, {"stream": stream, "after": min(after, _AFTER_ALL)}).all()
    shown = rows[:EXPORTED]
    return {
        "format": "torget/1",
        "stream": stream,
        "genesis": chain.genesis(stream),
        "previous": shown[0].prev_hash if shown else chain.genesis(stream),
        "events": [_exported(row) for row in shown],
        "next": f"/ledger/{stream}.json?after={shown[-1].seq}" if len(rows) > EXPORTED else None,
    }


def _exported(row: Row[Any]) -> dict[str, Any]:
    part = chain.public_part(
        seq=row.seq,
        at=row.at,
        occurred_at=row.occurred_at,
        kind=row.kind,
        role=row.role,
        source=row.source,
        public=row.public,
        facts=json.loads(row.facts),
    )
    seal = chain.sealed(row.salt, row.actor_id)
    proof = {"seq": row.seq, "body_digest": chain.body_digest(part, seal), "hash": row.hash}
    return {**proof, "event": part, "sealed": seal} if row.public else proof


def check(session: Session, stream: str) -> list[Fault]:
    """Every fault of a chain. Contents that cannot even be read are one, and no failure of ours."""
    try:
        return verify(session, stream)
    except (LookupError, TypeError, ValueError):
        return [Fault(stream, 0, "unreadable")]
