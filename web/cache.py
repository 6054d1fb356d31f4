"""Pages for strangers, kept as finished bytes and checked against their stream's version.

In the event loop, ahead of the router. An entry is good while its version is at least the present
one, so a hidden text is gone with the next request; nothing is ever purged by hand.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from web import language
from web.compress import Body
from web.guard import Answered, finished
from web.versions import Versions

MOST_BYTES = 8 * 1024 * 1024
LONGEST_SECONDS = 60.0
"""A page says what is late and what is open today: no entry outlives a minute."""

SKIPPED_BY = (b"session=", b"key=", b"fresh=")
ENTRY_BYTES = 2_000
"""What an entry weighs beside its bodies."""
PATIENCE_SECONDS = 10.0
"""How long a reader waits for the one who is already having the page made."""
Key = tuple[str, str, str]
Headers = list[tuple[bytes, bytes]]
READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Heads:
    """Finished header lists by Content-Encoding, for the page and for "not modified"."""

    headers: dict[bytes | None, Headers]
    unchanged: dict[bytes | None, Headers]


@dataclass
class Kept:
    """One page: where its truth stands, and the answers made from it, by Content-Encoding."""

    stream: str | None
    version: int
    began: float
    until: float
    mark: bytes
    body: Body
    plain: Heads
    route: str = "-"
    whole: Heads | None = None

    @property
    def size(self) -> int:
        return self.body.size + ENTRY_BYTES

    def finish(self) -> None:
        """Add what the guard adds to every answer: once, not for every reader."""
        self.whole = Heads(
            {encoding: finished(made) for encoding, made in self.plain.headers.items()},
            {encoding: finished(made) for encoding, made in self.plain.unchanged.items()},
        )

    def answer(self, scope: Scope, heads: "Heads | None" = None) -> Answered:
        """Status, headers and body for one request: in an encoding it takes, or 304."""
        heads = heads or self.plain
        accepted = matched = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                matched = value
        body, encoding = self.body.best(accepted)
        if matched and (self.mark in matched or matched == b"*"):
            return 304, heads.unchanged[encoding], b""
        return 200, heads.headers[encoding], b"" if scope["method"] == "HEAD" else body


def kept(
    body: Body, *, media: str, stream: str | None, version: int, began: float, seconds: float
) -> Kept:
    """A page to keep, with finished headers for each encoding. A strong ETag names bytes, so each
    encoding has its own (RFC 9110 8.8.3).

    `began` is the monotonic time before its data was read, `seconds` how long it may serve.
    """
    mark = hashlib.sha256(body.plain).hexdigest()[:32].encode()
    headers: dict[bytes | None, Headers] = {}
    unchanged: dict[bytes | None, Headers] = {}
    for accepted in (b"", b"gzip", b"br"):
        sent, encoding = body.best(accepted)
        coded = b"" if encoding is None else b"-" + encoding
        common = [
            (b"etag", b'"' + mark + coded + b'"'),
            (b"cache-control", b"public, no-cache"),
            (b"vary", b"Accept-Encoding, Accept-Language, Cookie"),
        ]
        made = [
            (b"content-type", f"{media}; charset=utf-8".encode()),
            (b"content-length", str(len(sent)).encode()),
            *common,
        ]
        if encoding is not None:
            made.append((b"content-encoding", encoding))
        headers[encoding], unchanged[encoding] = made, common
    return Kept(stream, version, began, began + seconds, mark, body, Heads(headers, unchanged))


class Cache:
    """Least recently used, bounded in bytes; one rendering at a time for each address."""

    def __init__(self, app: ASGIApp, versions: Versions) -> None:
        self._app = app
        self._versions = versions
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[Key, asyncio.Future[None]] = {}

    def hit(self, scope: Scope) -> Answered | None:
        """A kept page that is still good, whole: nothing is waited for and nothing is wrapped."""
        key = _key(scope) if scope["method"] in READING else None
        found = self._good(key) if key is not None else None
        if found is None:
            return None
        scope["torget.route"] = found.route
        return found.answer(scope, found.whole)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope) if scope["type"] == "http" and scope["method"] in READING else None
        if key is None:
            await self._app(scope, receive, send)
            return
        # Whatever the page is made in must be what it is kept under.
        scope["torget.language"] = key[2]
        found = self._good(key)
        if found is None and key in self._making:
            await asyncio.wait([self._making[key]], timeout=PATIENCE_SECONDS)
            found = self._good(key)
        if found is None:
            await self._render(key, scope, receive, send)
            return
        scope["torget.route"] = found.route
        status, headers, body = found.answer(scope)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _render(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the router make the page; what it leaves in the scope is kept for the next reader."""
        scope["torget.keep"] = None
        done = scope["torget.making"] = asyncio.get_running_loop().create_future()
        self._making.setdefault(key, done)
        try:
            await self._app(scope, receive, send)
            made: Kept | None = scope["torget.keep"]
            if made is not None:
                made.route = scope["torget.route"]
                made.finish()
                self._keep(key, made)
        finally:
            if self._making.get(key) is done:
                del self._making[key]
            nobody_waits(scope)

    def _good(self, key: Key) -> Kept | None:
        found = self._kept.get(key)
        if found is None:
            return None
        fresh = time.monotonic() < found.until
        if fresh and found.stream is not None:
            present = self._versions.present(found.stream)
            # What was read before the listening began may have changed unheard.
            fresh = (
                present is not None
                and found.version >= present
                and found.began >= self._versions.since
            )
        if not fresh:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found

    def _keep(self, key: Key, made: Kept) -> None:
        if made.size > MOST_BYTES // 8:
            return
        self._drop(key)
        self._kept[key] = made
        self._bytes += made.size
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self._bytes -= old.size


def nobody_waits(scope: Scope) -> None:
    """This page will not be kept: those who wait for it had better ask for it themselves."""
    making = scope.get("torget.making")
    if making is not None and not making.done():
        making.set_result(None)


def _key(scope: Scope) -> Key | None:
    """Address and resolved language; None for whoever is signed in, holds a key or just wrote."""
    cookie = accept = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie += b"; " + value
        elif name == b"accept-language":
            accept = value
    chosen = None
    if cookie:
        if any(name in cookie for name in SKIPPED_BY):
            return None
        chosen = _language_of(cookie)
    spoken = language.chosen(chosen, accept.decode("latin-1"))
    return scope["path"], scope["query_string"].decode("latin-1"), spoken


def _language_of(cookie: bytes) -> str | None:
    for part in cookie.split(b";"):
        name, _, value = part.strip().partition(b"=")
        if name == language.COOKIE.encode():
            return value.decode("latin-1")
    return None
