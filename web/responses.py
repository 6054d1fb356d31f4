"""Bytes on the wire: status, headers, cookies, compression."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from models.settings import settings
from web.answers import Answer, Away, Bundle, Cookie, Go, Plain, Sheet, Shown
from web.cache import LONGEST_SECONDS, Kept, kept
from web.compress import body as compressed
from web.compress import once
from web.sheets import sheet

FRESH = Cookie("fresh", "1", seconds=5)
"""For five seconds after one's own change the cache is passed by, so that one reads it."""


def session_cookie() -> str:
    """The name of the session's cookie: host-bound where the site is served over https."""
    return "__Host-session" if settings().base_url.startswith("https://") else "session"


def respond(
    answer: Answer,
    body: bytes,
    request: Request,
    *,
    fresh: bool = False,
    personal: bool = False,
    made: Kept | None = None,
) -> Response:
    """The response for an answer: `fresh` after a change of one's own, `personal` for whoever is
    signed in or holds a key, `made` when the page was kept and its bytes are ready.
    """
    if isinstance(answer, Plain):
        response = Response(answer.body, answer.status, media_type=answer.media)
        response.headers["Cache-Control"] = "no-store"
        return response
    if isinstance(answer, Go):
        response = Response(status_code=303, headers={"Location": own(answer.location)})
        response.headers["Cache-Control"] = "no-store"
        _set(response, (*answer.cookies, FRESH) if fresh else answer.cookies)
        return response
    if isinstance(answer, Away):
        headers = {"Location": answer.location, "Referrer-Policy": "no-referrer"}
        response = Response(status_code=303, headers=headers)
        response.headers["Cache-Control"] = "no-store"
        _set(response, answer.cookies)
        return response
    if isinstance(answer, Sheet | Bundle):
        return sheet(answer, request, personal=personal)
    if made is not None:
        return _Finished(made, request)
    public = bool(answer.stream or answer.lasting) and not personal and answer.status == 200
    sent, encoding = once(body, request.headers.get("accept-encoding", "").encode())
    response = Response(sent, answer.status)
    response.headers["Content-Type"] = f"{answer.media}; charset=utf-8"
    if encoding is not None:
        response.headers["Content-Encoding"] = encoding.decode()
    # What is never stored cannot be gone back to once it was the answer to a form; and what differs
    # by cookie cannot either, once a cookie has come.
    returns = answer.returns and not personal
    response.headers["Vary"] = "Accept-Encoding, Accept-Language" + ("" if returns else ", Cookie")
    private = "private, no-cache" if returns else "private, no-store"
    response.headers["Cache-Control"] = "public, no-cache" if public else private
    if answer.kept or not (answer.stream or answer.lasting):
        response.headers["X-Robots-Tag"] = "noindex"
    if answer.kept:
        response.headers["Referrer-Policy"] = "same-origin"
    changed = fresh and answer.status < 400
    _set(response, (*answer.cookies, FRESH) if changed else answer.cookies)
    return response


class _Finished(Response):
    """A page as the cache keeps it, for the one who had it made."""

    def __init__(self, page: Kept, request: Request) -> None:
        self.status_code, headers, self.body = page.answer(request.scope)
        self.raw_headers = list(headers)
        self.background = None


def own(location: str) -> str:
    """An address of this site, fit for a header: what leads elsewhere leads to the start (T30)."""
    path = quote(location, safe="%/?#[]@!$&'()*+,;=:~")
    return path if path.startswith("/") and not path.startswith("//") else "/"


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


def _set(response: Any, cookies: tuple[Cookie, ...]) -> None:
    secure = settings().base_url.startswith("https://")
    for cookie in cookies:
        # As browsers write it in the address; and nothing in it ends the attribute or the header.
        path = quote(cookie.path, safe="/")
        if cookie.value is None:
            response.delete_cookie(cookie.name, path=path, secure=secure, httponly=True)
        else:
            response.set_cookie(
                cookie.name,
                cookie.value,
                max_age=cookie.seconds,
                path=path,
                secure=secure,
                httponly=True,
                samesite="lax",
            )
