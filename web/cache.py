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
from web.versions import Versions

MOST_BYTES = 16 * 1024 * 1024
LONGEST_SECONDS = 60.0
"""A page says what is late and what is open today: no entry outlives a minute."""

SKIPPED_BY = (b"session=", b"key=", b"fresh=")
Key = tuple[str, str, str]


@dataclass
class Kept:
    """One page: where its truth stands, and the answers made from it."""

    stream: str | None
    version: int
    began: float
    until: float
    etag: bytes
    body: Body
    headers: dict[bytes | None, list[tuple[bytes, bytes]]]


def kept(
    body: Body, *, media: str, stream: str | None, version: int, began: float, seconds: float
) -> Kept:
    """A page to keep: finished header lists for each encoding, and a strong ETag.

    `began` is the monotonic time before its data was read, `seconds` how long it may serve.
    """
    etag = b'"' + hashlib.sha256(body.plain).hexdigest()[:32].encode() + b'"'
    common = [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"etag", etag),
        (b"cache-control", b"public, no-cache"),
        (b"vary", b"Accept-Encoding, Accept-Language, Cookie"),
    ]
    headers: dict[bytes | None, list[tuple[bytes, bytes]]] = {}
    for accepted in (b"", b"gzip", b"br"):
        sent, encoding = body.best(accepted)
        made = [*common, (b"content-length", str(len(sent)).encode())]
        if encoding is not None:
            made.append((b"content-encoding", encoding))
        headers[encoding] = made
    headers[b"304"] = common
    return Kept(stream, version, began, began + seconds, etag, body, headers)


class Cache:
    """Least recently used, bounded in bytes; one rendering at a time for each address."""

    def __init__(self, app: ASGIApp, versions: Versions) -> None:
        self._app = app
        self._versions = versions
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = (
            _key(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        )
        if key is None:
            await self._app(scope, receive, send)
            return
        found = self._good(key)
        if found is None and key in self._making:
            await asyncio.wait_for(_quietly(self._making[key]), timeout=10)
            found = self._good(key)
        if found is not None:
            await _send(found, scope, send)
            return
        await self._render(key, scope, receive, send)

    async def _render(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the router make the page; what it leaves in the scope is kept for the next reader."""
        scope["torget.keep"] = None
        done = self._making.setdefault(key, asyncio.Event())
        try:
            await self._app(scope, receive, send)
            made: Kept | None = scope["torget.keep"]
            if made is not None:
                self._keep(key, made)
        finally:
            done.set()
            self._making.pop(key, None)

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
        if made.body.size > MOST_BYTES // 8:
            return
        self._drop(key)
        self._kept[key] = made
        self._bytes += made.body.size
        while self._bytes > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        old = self._kept.pop(key, None)
        if old is not None:
            self._bytes -= old.body.size


def _key(scope: Scope) -> Key | None:
    """Address and resolved language; None for whoever is signed in, holds a key or just wrote."""
    cookie = accept = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = value
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


async def _quietly(event: asyncio.Event) -> None:
    await event.wait()


async def _send(page: Kept, scope: Scope, send: Send) -> None:
    accepted = matched = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = value
        elif name == b"if-none-match":
            matched = value
    scope["torget.route"] = "cache"
    if matched and page.etag in matched:
        await send({"type": "http.response.start", "status": 304, "headers": page.headers[b"304"]})
        await send({"type": "http.response.body", "body": b""})
        return
    body, encoding = page.body.best(accepted)
    await send({"type": "http.response.start", "status": 200, "headers": page.headers[encoding]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
