"""What happened to a case since somebody opened it, for whoever came second (ST-21 c)."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.actor import Role
from models.calendar import Moment
from models.database import table_of
from models.event import Event, EventKind
from models.history import told
from models.person import Person
from models.submission import stream_of
from models.text import Text

MOST = 10
WORDS = ("text", "asked", "added")
"""Facts that name a text which belongs to the event."""

_events = table_of(Event)
_people = table_of(Person)
_texts = table_of(Text)


@dataclass(frozen=True)
class Since:
    """One event. `who` is "" for the sender and for the clock; `html` the words given with it, or
    "". For staff alone: some of it nobody else may read.
    """

    kind: str
    role: str
    who: str
    at: Moment
    to: str
    html: str


_SINCE = (
    select(_events.c.kind, _events.c.role, _events.c.at, _events.c.facts, _people.c.name)
    .outerjoin(_people, _people.c.id == _events.c.actor_id)
    .where(_events.c.stream == bindparam("stream"), _events.c.seq > bindparam("seen"))
    .order_by(_events.c.seq.desc())
    .limit(MOST)
)


def meanwhile(session: Session, reference: str, seen: int) -> list[Since]:
    """The events after the last one `seen`, the newest first, at most ten."""
    rows = session.execute(_SINCE, {"stream": stream_of(reference), "seen": seen}).all()
    facts: list[dict[str, Any]] = [json.loads(row.facts) for row in rows]
    ids = [given[name] for given in facts for name in WORDS if name in given]
    texts = select(_texts.c.id, _texts.c.html).where(_texts.c.id.in_(ids))
    words = {row.id: row.html for row in session.execute(texts)} if ids else {}
    return [
        Since(
            told(EventKind(row.kind), given),
            row.role.value,
            (row.name or "") if row.role is not Role.RESIDENT else "",
            row.at,
            given.get("to", ""),
            next((words[given[name]] for name in WORDS if given.get(name) in words), ""),
        )
        for row, given in zip(rows, facts, strict=True)
    ]
