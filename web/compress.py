"""Bodies in the encodings a browser takes: made once, in the best it names."""

import gzip
import re
from dataclasses import dataclass

import brotli

SMALL = 600
"""Below this many bytes, compression costs more than it saves."""

_REFUSED = re.compile(rb"\s*q=0(\.0*)?\s*", re.IGNORECASE)


def _takes(accepted: bytes, coding: bytes) -> bool:
    """Whether a browser takes a coding: it names it, and not with the weight that means never
    (RFC 9110 12.4.2).
    """
    if coding not in accepted or b"=0" not in accepted:
        return coding in accepted
    named = (part.partition(b";") for part in accepted.split(b","))
    return any(
        name.strip() == coding and not _REFUSED.fullmatch(weight) for name, _, weight in named
    )


@dataclass(frozen=True)
class Body:
    """One page in every encoding that is worth it."""

    plain: bytes
    gzip: bytes | None = None
    br: bytes | None = None

    def best(self, accepted: bytes) -> tuple[bytes, bytes | None]:
        """The body to send, and its Content-Encoding."""
        if self.br is not None and _takes(accepted, b"br"):
            return self.br, b"br"
        if self.gzip is not None and _takes(accepted, b"gzip"):
            return self.gzip, b"gzip"
        return self.plain, None

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.gzip or b"") + len(self.br or b"")


def body(plain: bytes, *, quality: int = 5) -> Body:
    """`quality` is brotli's, 0 to 11; the high ones are for what is made once and kept."""
    if len(plain) < SMALL:
        return Body(plain)
    return Body(plain, gzip.compress(plain, 5, mtime=0), brotli.compress(plain, quality=quality))


def once(plain: bytes, accepted: bytes) -> tuple[bytes, bytes | None]:
    """For a page that is sent a single time: only the encoding that is asked for is made, and no
    byte is fought for. Twice the work would make it 4 (br) or 9 (gzip) per cent smaller.
    """
    if len(plain) < SMALL:
        return plain, None
    if _takes(accepted, b"br"):
        return brotli.compress(plain, quality=2), b"br"
    if _takes(accepted, b"gzip"):
        return gzip.compress(plain, 2, mtime=0), b"gzip"
    return plain, None
