"""One event's contents, hashed onto the event before it: a link of the chain, not yet a row."""

import json
import secrets
from typing import Any

from models import chain
from models.actor import Actor, Source
from models.calendar import Moment, now
from models.event_kind import EventKind


class Link:
    """One event, hashed onto the one before it."""

    def __init__(
        self,
        stream: str,
        seq: int,
        prev_hash: str,
        *,
        kind: EventKind,
        by: Actor,
        facts: chain.Facts,
        public: bool,
        source: Source,
        occurred_at: Moment | None = None,
    ) -> None:
        kept = {key: value for key, value in facts.items() if value is not None}
        chain.check_coded(kept)
        contents: dict[str, Any] = {
            "seq": seq,
            "at": now(),
            "occurred_at": occurred_at,
            "kind": kind,
            "role": by.role,
            "actor_id": by.person_id,
            "source": source,
            "public": public,
            "salt": secrets.token_bytes(16),
        }
        self.stream = stream
        self.hash = chain.link(prev_hash, chain.digest_of(**contents, facts=kept))
        self.row = {
            **contents,
            "stream": stream,
            "facts": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
            "prev_hash": prev_hash,
            "hash": self.hash,
        }

    @classmethod
    def first(cls, stream: str, **said: Any) -> "Link":
        """The event that opens a stream: it is public."""
        return cls(stream, 1, chain.genesis(stream), public=True, **said)
