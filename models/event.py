"""The spine: streams of events, append-only and chained, and the outbox beside them."""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import chain
from models.actor import Actor, Role, Source
from models.calendar import Moment
from models.database import (
    Id,
    enum_column,
    id_column,
    is_postgres,
    lock_rows,
    moment_column,
    table_of,
)
from models.errors import NotFound
from models.event_kind import EventKind
from models.link import Link

__all__ = [
    "CHANGED",
    "TELLS",
    "Event",
    "EventKind",
    "Outbox",
    "OutboxState",
    "Stream",
    "announce",
    "head_of",
    "lock",
    "open_stream",
    "record",
    "seq_of",
    "touch",
    "version_of",
]

CHANGED, TELLS = "streams_changed", "outbox_filled"
"""Keys of `session.info`: versions by stream, and whether somebody may have to be told. Whoever
commits reads them, to look at its own writes at once and to wake the worker.
"""


class Stream(SQLModel, table=True):
    """One history. `key` is also its public id; `version` serves caches only."""

    key: str = Field(sa_column=Column(String(80), primary_key=True))
    seq: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    head_hash: str = Field(sa_column=Column(String(64), nullable=False))
    version: int = Field(default=0, sa_column=Column(Integer, nullable=False))


class Event(SQLModel, table=True):
    """One thing that happened. Triggers on both databases refuse UPDATE and DELETE."""

    __table_args__ = (UniqueConstraint("stream", "seq"), Index("event_at", "at"))

    id: int | None = Field(default=None, sa_column=id_column())
    stream: str = Field(sa_column=Column(String(80), nullable=False))
    seq: int = Field(sa_column=Column(Integer, nullable=False))
    at: Moment = Field(sa_column=moment_column())
    occurred_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    kind: EventKind = Field(sa_column=enum_column(EventKind, index=True, guarded=False))
    role: Role = Field(sa_column=enum_column(Role, guarded=False))
    actor_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    source: Source = Field(sa_column=enum_column(Source, guarded=False))
    public: bool = Field(sa_column=Column(Boolean, nullable=False))
    facts: str = Field(sa_column=Column(Text, nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(16), nullable=False))
    prev_hash: str = Field(sa_column=Column(String(64), nullable=False))
    hash: str = Field(sa_column=Column(String(64), nullable=False))


class OutboxState(StrEnum):
    PENDING = "pending"
    ADDRESSED = "addressed"


_PENDING = text("state = 'pending'")


class Outbox(SQLModel, table=True):
    """One row per event, written with it: somebody may have to be told."""

    __table_args__ = (
        Index("outbox_pending", "event_id", sqlite_where=_PENDING, postgresql_where=_PENDING),
    )

    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), primary_key=True))
    state: OutboxState = Field(default=OutboxState.PENDING, sa_column=enum_column(OutboxState))
    lease_owner: str | None = Field(default=None, sa_column=Column(String(40), nullable=True))
    lease_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    addressed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When everyone had her message: what changed until then may have changed who was told."""


_streams = table_of(Stream)
_events = table_of(Event)
_outbox = table_of(Outbox)

# Built once: every change of the town goes through these.
_OPEN = insert(_streams)
_ADVANCE = (
    update(_streams)
    .where(_streams.c.key == bindparam("stream"))
    .values(seq=_streams.c.seq + 1, version=_streams.c.version + 1)
    .returning(_streams.c.seq, _streams.c.head_hash, _streams.c.version)
)
_SET_HEAD = (
    update(_streams)
    .where(_streams.c.key == bindparam("stream"))
    .values(head_hash=bindparam("hash"))
)
_HEAD = select(_streams.c.version, _streams.c.seq).where(_streams.c.key == bindparam("stream"))
_APPEND = insert(_events).returning(_events.c.id)
_TELL = insert(_outbox)


def open_stream(session: Session, key: str) -> None:
    """Begin a history. Raises IntegrityError when it already exists."""
    session.execute(_OPEN, {"key": key, "seq": 0, "head_hash": chain.genesis(key), "version": 0})


def lock(session: Session, *keys: str) -> None:
    """Take the streams a verb will change, in key order: no two verbs wait for each other.

    Raises NotFound when one of them does not exist.
    """
    for key in sorted(keys):
        if session.execute(lock_rows(_HEAD), {"stream": key}).first() is None:
            raise NotFound(key)


def record(
    session: Session,
    stream: str,
    kind: EventKind,
    *,
    by: Actor,
    facts: chain.Facts,
    public: bool = True,
    source: Source = Source.WEB,
    occurred_at: Moment | None = None,
) -> int:
    """Append one event to `stream` in the running transaction and return its id.

    `facts` holds ids, codes and whole numbers only: never names, addresses or free text (ST-4).
    `public` means: may be shown while its subject is public. Raises NotFound for an unknown stream
    and ValueError for facts that are words: they could never be erased again.
    """
    head = session.execute(_ADVANCE, {"stream": stream}).first()
    if head is None:
        raise NotFound(stream)
    link = Link(
        stream,
        head.seq,
        head.head_hash,
        kind=kind,
        by=by,
        facts=facts,
        public=public,
        source=source,
        occurred_at=occurred_at,
    )
    session.execute(_SET_HEAD, {"stream": stream, "hash": link.hash})
    return _append(session, link, head.version)


def begin(
    session: Session,
    stream: str,
    kind: EventKind,
    *,
    by: Actor,
    facts: chain.Facts,
    source: Source = Source.WEB,
    occurred_at: Moment | None = None,
) -> int:
    """Open a stream with its first event, which is public; as `open_stream` and `record`, at once.

    Raises IntegrityError when the stream already exists.
    """
    link = Link.first(stream, kind=kind, by=by, facts=facts, source=source, occurred_at=occurred_at)
    session.execute(_OPEN, {"key": stream, "seq": 1, "head_hash": link.hash, "version": 1})
    return _append(session, link, 1)


def _append(session: Session, link: Link, version: int) -> int:
    event_id: int = session.execute(_APPEND, link.row).scalar_one()
    session.execute(_TELL, {"event_id": event_id, "state": OutboxState.PENDING})
    session.info[TELLS] = True
    announce(session, link.stream, version)
    return event_id


def touch(session: Session, stream: str) -> None:
    """Make cached pages of `stream` stale without an event: a tally was refreshed, a row hidden."""
    version = session.execute(
        update(_streams)
        .where(_streams.c.key == stream)
        .values(version=_streams.c.version + 1)
        .returning(_streams.c.version)
    ).scalar_one()
    announce(session, stream, version)


def announce(session: Session, stream: str, version: int) -> None:
    """Tell every web process of the new version. SQLite's readers look at the row itself."""
    session.info.setdefault(CHANGED, {})[stream] = version
    if is_postgres():
        session.execute(
            text("SELECT pg_notify('torget_stream', :payload)"),
            {"payload": f"{version} {stream}"},
        )


def seq_of(session: Session, stream: str) -> int:
    """The last sequence number: what a form carries to notice that something happened since."""
    return head_of(session, stream)[1]


def head_of(session: Session, stream: str) -> tuple[int, int]:
    """`version` and `seq` at one look. Zeros for a stream that does not exist."""
    found = session.execute(_HEAD, {"stream": stream}).first()
    return (found.version, found.seq) if found is not None else (0, 0)


def version_of(session: Session, stream: str) -> int:
    """The version a cached page of `stream` is good for. Zero for a stream that does not exist."""
    return head_of(session, stream)[0]
