"""Bytes on the wire: status, headers, cookies, compression."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from models.settings import settings
from web.answers import Answer, Cookie, Go, Plain, Shown
from web.cache import LONGEST_SECONDS, Kept, kept
from web.compress import body as compressed
from web.compress import once

FRESH = Cookie("fresh", "1", seconds=5)
"""For five seconds after one's own change the cache is passed by, so that one reads it."""


def session_cookie() -> str:
    """The name of the session's cookie: host-bound where the site is served over https."""
    return "__Host-session" if settings().base_url.startswith("https://") else "session"


def respond(answer: Answer, body: bytes, request: Request, *, fresh: bool) -> Response:
    """The response for an answer. `fresh` after a change of one's own."""
    if isinstance(answer, Plain):
        return Response(answer.body, answer.status, media_type=answer.media)
    if isinstance(answer, Go):
        response = Response(status_code=303, headers={"Location": answer.location})
        response.headers["Cache-Control"] = "no-store"
        _set(response, (*answer.cookies, FRESH) if fresh else answer.cookies)
        return response
    sent, encoding = once(body, request.headers.get("accept-encoding", "").encode())
    response = Response(sent, answer.status, media_type=answer.media)
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding.decode()
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    response.headers["Cache-Control"] = _caching(answer)
    if answer.kept or not (answer.stream or answer.lasting):
        response.headers["X-Robots-Tag"] = "noindex"
    if answer.kept:
        response.headers["Referrer-Policy"] = "same-origin"
    _set(response, answer.cookies)
    return response


def keep(answer: Shown, body: bytes, version: int, began: float) -> Kept | None:
    """What the cache may store of a page for strangers; None for a private one."""
    if answer.stream is None and not answer.lasting:
        return None
    return kept(
        compressed(body),
        media=answer.media,
        stream=answer.stream,
        version=version,
        began=began,
        seconds=answer.lasting or LONGEST_SECONDS,
    )


def _caching(answer: Shown) -> str:
    return "public, no-cache" if answer.stream or answer.lasting else "private, no-store"


def _set(response: Any, cookies: tuple[Cookie, ...]) -> None:
    secure = settings().base_url.startswith("https://")
    for cookie in cookies:
        if cookie.value is None:
            response.delete_cookie(cookie.name, path=cookie.path, secure=secure, httponly=True)
        else:
            response.set_cookie(
                cookie.name,
                cookie.value,
                max_age=cookie.seconds,
                path=cookie.path,
                secure=secure,
                httponly=True,
                samesite="lax",
            )
