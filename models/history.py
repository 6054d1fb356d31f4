"""Reading the spine: the timeline of a page, the fold that is the status, the proof of a chain."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models import chain
from models.calendar import Moment
from models.database import table_of
from models.event import Event, EventKind, Stream
from models.text import Text, digest_of_row

_events = table_of(Event)
_streams = table_of(Stream)
_texts = table_of(Text)

TIMELINE_LIMIT = 50
CHUNK = 500


@dataclass(frozen=True)
class Happening:
    """One event as a page or a feed may show it: never who acted, only in which role."""

    id: int
    seq: int
    at: Moment
    occurred_at: Moment | None
    kind: EventKind
    role: str
    facts: dict[str, Any]


def told(kind: EventKind, facts: Mapping[str, Any]) -> str:
    """A kind as a reader is told it: posted minutes changed no text, a mended slip no answer."""
    codes = "minutes_posted minutes_approved slip_mended taken_over reorganised correction let_go"
    told = "_".join([kind, *(facts[key] for key in ("came", "unread", "late") if key in facts)])
    if kind is EventKind.APPEAL_DECIDED and "comment" in facts:
        return f"comment_{told}"
    return next((code for code in codes.split() if code in facts), told)


_SHOWN = (
    select(
        _events.c.id,
        _events.c.seq,
        _events.c.at,
        _events.c.occurred_at,
        _events.c.kind,
        _events.c.role,
        _events.c.facts,
    )
    .where(_events.c.stream == bindparam("stream"))
    .order_by(_events.c.seq.desc())
    .limit(bindparam("most"))
)
_PUBLIC = _SHOWN.where(_events.c.public)
# A hundred comments must not push the answer out of what a page shows of a case.
_MILESTONES = _PUBLIC.where(
    _events.c.kind.not_in((EventKind.COMMENT_PUBLISHED, EventKind.COMMENT_HIDDEN))
)


def timeline(
    session: Session, stream: str, *, public_only: bool = True, limit: int = TIMELINE_LIMIT
) -> list[Happening]:
    """The newest events of a stream, newest first, at most `limit`."""
    return _happenings(session, _PUBLIC if public_only else _SHOWN, stream, limit)


def milestones(session: Session, stream: str, *, limit: int = TIMELINE_LIMIT) -> list[Happening]:
    """As `timeline`, of public events alone and without those of comments."""
    return _happenings(session, _MILESTONES, stream, limit)


def _happenings(session: Session, wanted: Any, stream: str, limit: int) -> list[Happening]:
    rows = session.execute(wanted, {"stream": stream, "most": limit})
    return [
        Happening(
            row.id, row.seq, row.at, row.occurred_at, row.kind, row.role, json.loads(row.facts)
        )
        for row in rows
    ]


@dataclass
class Folded:
    """What a stream says is true now: the case, and each comment by its number's id."""

    status: str | None = None
    outcome: str | None = None
    publication: str | None = None
    comments: dict[int, str] = field(default_factory=dict)


def fold(events: Iterable[Mapping[str, Any]]) -> Folded:
    """Replay facts: `to` is a status (of no action), `shown` a publication, of a comment or not."""
    state = Folded()
    for facts in events:
        if "to" in facts and "action" not in facts:
            state.status = facts["to"]
            state.outcome = facts.get("outcome")
        if "shown" in facts:
            if "comment" in facts:
                state.comments[facts["comment"]] = facts["shown"]
            else:
                state.publication = facts["shown"]
    return state


def replay(session: Session, stream: str) -> Folded:
    """The state that the events alone prove; it must equal the stored rows (ST-4)."""
    rows = session.execute(
        select(_events.c.facts).where(_events.c.stream == stream).order_by(_events.c.seq)
    )
    return fold(json.loads(row.facts) for row in rows)


@dataclass(frozen=True)
class Fault:
    """A broken place in a chain: `code` is changed, missing, reordered, head or text."""

    stream: str
    seq: int
    code: str


def verify(session: Session, stream: str) -> list[Fault]:
    """Every fault of one chain, named by seq; an empty list when it is whole.

    A text that was disposed of by a rule is no fault: only a text that is there and differs is.
    """
    faults: list[Fault] = []
    previous, expected = chain.genesis(stream), 1
    for row, words in _rows(session, stream):
        while expected < row.seq:
            faults.append(Fault(stream, expected, "missing"))
            expected += 1
        expected = row.seq + 1
        if _link_of(row, row.seq) != row.hash:
            faults.append(Fault(stream, row.seq, _how_broken(row)))
        elif row.prev_hash != previous and not _follows_a_fault(faults, row.seq):
            faults.append(Fault(stream, row.seq, "reordered"))
        faults.extend(_changed_texts(row, words))
        previous = row.hash
    head = session.execute(select(_streams).where(_streams.c.key == stream)).first()
    if head is None:
        return [*faults, Fault(stream, 0, "missing")]
    if head.seq >= expected:
        faults.extend(Fault(stream, seq, "missing") for seq in range(expected, head.seq + 1))
    elif head.seq != expected - 1 or head.head_hash != previous:
        faults.append(Fault(stream, head.seq, "head"))
    return faults


def texts_named(session: Session, stream: str) -> set[int]:
    """The ids of all texts that a stream tells of, there still or not."""
    facts = session.scalars(select(_events.c.facts).where(_events.c.stream == stream))
    return {text_id for one in facts for text_id, _ in _digests(json.loads(one))}


def streams(session: Session) -> Iterator[str]:
    """Every stream key, in order, read in chunks."""
    after = ""
    while True:
        keys = list(
            session.scalars(
                select(_streams.c.key)
                .where(_streams.c.key > after)
                .order_by(_streams.c.key)
                .limit(CHUNK)
            )
        )
        if not keys:
            return
        yield from keys
        after = keys[-1]


Words = dict[int, Row[Any]]


def _rows(session: Session, stream: str) -> Iterator[tuple[Row[Any], Words]]:
    """Every event in order, each with the texts that its part of the stream names."""
    after = 0
    while True:
        rows = session.execute(
            select(_events)
            .where(_events.c.stream == stream, _events.c.seq > after)
            .order_by(_events.c.seq)
            .limit(CHUNK)
        ).all()
        if not rows:
            return
        named = {text_id for row in rows for text_id, _ in _digests(json.loads(row.facts))}
        found = session.execute(select(_texts).where(_texts.c.id.in_(named))) if named else ()
        words = {row.id: row for row in found}
        for row in rows:
            yield row, words
        after = rows[-1].seq


def _digests(facts: dict[str, Any]) -> list[tuple[int, str]]:
    """The texts that facts name, with the digest that each must have."""
    own = ("pending", "asked", "added", "corrected", "draft", "remark")
    names = ("text", "reasons", "from_text", *own)
    proofs = ("digest", *(f"{name.removesuffix('_text')}_digest" for name in names[1:]))
    pairs = zip(names, proofs, strict=True)
    return [
        (facts[name], facts[proof]) for name, proof in pairs if name in facts and proof in facts
    ]


def _link_of(row: Row[Any], seq: int) -> str:
    contents = chain.digest_of(
        seq=seq,
        at=row.at,
        occurred_at=row.occurred_at,
        kind=row.kind,
        role=row.role,
        actor_id=row.actor_id,
        source=row.source,
        public=row.public,
        facts=json.loads(row.facts),
        salt=row.salt,
    )
    return chain.link(row.prev_hash, contents)


def _how_broken(row: Row[Any]) -> str:
    """`reordered` when the contents are right for another place of the same stream."""
    around = range(max(1, row.seq - CHUNK), row.seq + CHUNK)
    return "reordered" if any(_link_of(row, seq) == row.hash for seq in around) else "changed"


def _follows_a_fault(faults: list[Fault], seq: int) -> bool:
    """One wrong event breaks the link of the next as well, which is not to blame."""
    return any(fault.seq == seq - 1 and fault.code != "text" for fault in faults)


def _changed_texts(row: Row[Any], words: Words) -> Iterator[Fault]:
    for text_id, proof in _digests(json.loads(row.facts)):
        text = words.get(text_id)
        if text is not None and not hmac.compare_digest(digest_of_row(text), proof):
            yield Fault(row.stream, row.seq, "text")
