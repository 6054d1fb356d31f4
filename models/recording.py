"""Many events at once, in many histories: what one verb does to all that somebody has written.

The same as models.event.record, event by event, in a few statements for all of them: a person with
ten thousand traces is erased in one transaction, and each round to the database counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, text, update
from sqlmodel import Session

from models.actor import Actor, Source
from models.chain import Facts
from models.database import is_postgres, lock_rows, table_of
from models.errors import NotFound
from models.event import CHANGED, TELLS, Event, EventKind, Outbox, OutboxState, Stream
from models.link import Link

CHUNK = 500

_streams = table_of(Stream)
_events = table_of(Event)
_outbox = table_of(Outbox)

_HEADS = select(_streams.c.key, _streams.c.seq, _streams.c.head_hash, _streams.c.version).order_by(
    _streams.c.key
)
_ADVANCE = (
    update(_streams)
    .where(_streams.c.key == bindparam("stream"))
    .values(
        seq=bindparam("seq_now"), version=bindparam("version_now"), head_hash=bindparam("hash_now")
    )
)
_NOTIFY = text(
    "SELECT pg_notify('torget_stream', payload) FROM unnest(CAST(:payloads AS text[])) AS payload"
)


@dataclass(frozen=True)
class Entry:
    """One event to come."""

    stream: str
    kind: EventKind
    facts: Facts
    public: bool


def record_each(session: Session, entries: Sequence[Entry], *, by: Actor) -> None:
    """Append events, each to its stream, in their order there. Raises NotFound for an unknown one,
    ValueError for facts that are words.
    """
    streams = sorted({entry.stream for entry in entries})
    for first in range(0, len(streams), CHUNK):
        some = set(streams[first : first + CHUNK])
        _record(session, [entry for entry in entries if entry.stream in some], some, by)


def _record(session: Session, entries: Sequence[Entry], streams: set[str], by: Actor) -> None:
    rows = session.execute(lock_rows(_HEADS.where(_streams.c.key.in_(streams)))).all()
    heads = {row.key: (row.seq, row.head_hash, row.version) for row in rows}
    if missing := streams - heads.keys():
        raise NotFound(min(missing))
    links = []
    for entry in sorted(entries, key=lambda one: one.stream):
        seq, head, version = heads[entry.stream]
        link = Link(
            entry.stream,
            seq + 1,
            head,
            kind=entry.kind,
            by=by,
            facts=entry.facts,
            public=entry.public,
            source=Source.WEB,
        )
        links.append(link)
        heads[entry.stream] = (seq + 1, link.hash, version + 1)
    made = session.scalars(
        insert(_events).returning(_events.c.id, sort_by_parameter_order=True),
        [link.row for link in links],
    ).all()
    session.execute(
        insert(_outbox), [{"event_id": one, "state": OutboxState.PENDING} for one in made]
    )
    session.execute(
        _ADVANCE,
        [
            {"stream": key, "seq_now": seq, "hash_now": head, "version_now": version}
            for key, (seq, head, version) in sorted(heads.items())
        ],
    )
    session.info[TELLS] = True
    changed = {key: version for key, (_, _, version) in heads.items()}
    session.info.setdefault(CHANGED, {}).update(changed)
    if is_postgres():
        payloads = [f"{version} {key}" for key, version in changed.items()]
        session.execute(_NOTIFY, {"payloads": payloads})
