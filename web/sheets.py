"""What strangers sent, on its way out: read piece by piece, and harmless wherever it is opened."""

from collections.abc import Iterator
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from web.answers import Sheet

PIECE = 64 * 1024
SANDBOX = "sandbox; default-src 'none'"
"""Instead of the site's own policy: nothing in the file runs, and it loads nothing (T24)."""


def sheet(answer: Sheet, request: Request) -> Response:
    """The response: asked for anew at every sight, because it may be hidden the next moment."""
    mark = f'"{answer.mark}"'
    shown = "inline" if not answer.name else f'attachment; filename="{answer.name}"'
    headers = {
        "ETag": mark,
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": shown,
        "X-Robots-Tag": "noindex",
        "Vary": "Cookie",
    }
    if mark in request.headers.get("if-none-match", ""):
        answer.file.close()
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(answer.size)
    if request.method == "HEAD":
        answer.file.close()
        return Response(headers=headers, media_type=answer.media)
    return StreamingResponse(_pieces(answer.file), headers=headers, media_type=answer.media)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
