"""The hash chain of a stream: pure functions over the contents of events (decisions.md, The spine).

body_digest = sha256(canonical public part || sha256(salt || canonical private part))
hash        = sha256(prev_hash || body_digest)
genesis     = sha256("torget/1/" || the stream's public id)
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from models.calendar import Moment

Fact = str | int | bool | Sequence[str] | Sequence[int]
Facts = Mapping[str, "Fact | Facts | None"]

_CODE = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")


def canonical(part: Facts) -> bytes:
    """UTF-8 JSON with sorted keys, separators `,` and `:`, NFC, no null keys.

    Raises TypeError for a float: a number that prints in two ways cannot be hashed.
    """
    return json.dumps(
        _checked(part), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _checked(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {key: _checked(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    raise TypeError(f"not a fact: {type(value).__name__}")


def check_coded(value: object) -> None:
    """Raises ValueError for a string that is no code, digest, reference or date."""
    if isinstance(value, str):
        if not _CODE.fullmatch(value):
            raise ValueError("facts hold ids, codes and whole numbers only")
    elif isinstance(value, Mapping):
        for item in value.values():
            check_coded(item)
    elif isinstance(value, list | tuple):
        for item in value:
            check_coded(item)


def genesis(public_id: str) -> str:
    return hashlib.sha256(b"torget/1/" + public_id.encode()).hexdigest()


def sealed(salt: bytes, actor_id: int | None) -> str:
    """The digest of the private part. Who acted stands there: no published chain links aliases."""
    return hashlib.sha256(salt + canonical({"actor_id": actor_id})).hexdigest()


def body_digest(public: Facts, seal: str) -> str:
    """The body digest of an event from its public part and the digest of its private one."""
    return hashlib.sha256(canonical(public) + bytes.fromhex(seal)).hexdigest()


def link(prev_hash: str, digest: str) -> str:
    return hashlib.sha256(bytes.fromhex(prev_hash) + bytes.fromhex(digest)).hexdigest()


def public_part(
    *,
    seq: int,
    at: Moment,
    occurred_at: Moment | None,
    kind: str,
    role: str,
    source: str,
    public: bool,
    facts: Facts,
) -> Facts:
    """What of an event may be read by everyone while its subject is public."""
    part: dict[str, Fact | Facts | None] = {
        "seq": seq,
        "at": at,
        "occurred_at": occurred_at,
        "kind": str(kind),
        "role": str(role),
        "source": str(source),
        "public": public,
        "facts": facts,
    }
    return {name: value for name, value in part.items() if value is not None}


def digest_of(
    *,
    seq: int,
    at: Moment,
    occurred_at: Moment | None,
    kind: str,
    role: str,
    actor_id: int | None,
    source: str,
    public: bool,
    facts: Facts,
    salt: bytes,
) -> str:
    """The body digest of an event from its contents."""
    part = public_part(
        seq=seq,
        at=at,
        occurred_at=occurred_at,
        kind=kind,
        role=role,
        source=source,
        public=public,
        facts=facts,
    )
    return body_digest(part, sealed(salt, actor_id))
