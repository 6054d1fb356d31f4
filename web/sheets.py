"""What strangers sent, on its way out: read piece by piece, and harmless wherever it is opened."""

from asyncio import to_thread
from os import SEEK_END
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from models.errors import Busy
from web.answers import Bundle, Sheet

PIECE = 64 * 1024
SANDBOX = "sandbox; default-src 'none'"
"""Instead of the site's own policy: nothing in the file runs, and it loads nothing (T24)."""


def sheet(answer: Sheet | Bundle, request: Request, *, personal: bool) -> Response:
    """The response: asked for anew at every sight, because it may be hidden the next moment, and
    not stored at all for whoever is signed in or holds a key.
    """
    if isinstance(answer, Bundle):
        return _bundle(answer)
    stored = answer.public and not personal
    mark = f'"{answer.mark}"'
    shown = "inline" if not answer.name else f'attachment; filename="{answer.name}"'
    headers = {
        "ETag": mark,
        "Cache-Control": "private, no-cache" if stored else "private, no-store",
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": shown,
        "X-Robots-Tag": "noindex",
        "Vary": "Cookie",
    }
    if mark in request.headers.get("if-none-match", ""):
        answer.file.close()
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(answer.size)
    return _Read(answer.file, answer.media, headers)


def _bundle(answer: Bundle) -> Response:
    """A file that is made now, for whoever asked, and stored nowhere."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": f'attachment; filename="{answer.name}"',
        "X-Robots-Tag": "noindex",
    }
    return _Made(answer, headers)


class _Read(Response):
    """A file piece by piece, each read outside of the event loop: one is in memory at a time."""

    def __init__(self, file: BinaryIO, media: str, headers: dict[str, str]) -> None:
        super().__init__(headers=headers, media_type=media)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file as file:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            while scope["method"] != "HEAD" and (piece := await to_thread(file.read, PIECE)):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


class _Made(Response):
    """A file that is not there before somebody waits for it."""

    def __init__(self, answer: Bundle, headers: dict[str, str]) -> None:
        super().__init__()
        self._bundle, self._said = answer, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            file = await to_thread(self._bundle.make)
        except Busy as busy:
            await Response(status_code=busy.status)(scope, receive, send)
            return
        size = file.seek(0, SEEK_END)
        file.seek(0)
        headers = {**self._said, "Content-Length": str(size)}
        await _Read(file, self._bundle.media, headers)(scope, receive, send)
