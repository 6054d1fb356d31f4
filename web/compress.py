"""Bodies in the encodings a browser takes: made once, in the best it names."""

import gzip
from dataclasses import dataclass

import brotli

SMALL = 600
"""Below this many bytes, compression costs more than it saves."""


@dataclass(frozen=True)
class Body:
    """One page in every encoding that is worth it."""

    plain: bytes
    gzip: bytes | None = None
    br: bytes | None = None

    def best(self, accepted: bytes) -> tuple[bytes, bytes | None]:
        """The body to send, and its Content-Encoding."""
        if self.br is not None and b"br" in accepted:
            return self.br, b"br"
        if self.gzip is not None and b"gzip" in accepted:
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
    """For a page that is sent a single time: only the encoding that is asked for is made."""
    if len(plain) < SMALL:
        return plain, None
    if b"br" in accepted:
        return brotli.compress(plain, quality=4), b"br"
    if b"gzip" in accepted:
        return gzip.compress(plain, 5, mtime=0), b"gzip"
    return plain, None
