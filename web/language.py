"""Which language the reader gets: her own choice, else what the browser asks for, else Swedish."""

from collections.abc import Iterable
from functools import lru_cache

from starlette.requests import Request

LANGUAGES = ("sv", "en")
DEFAULT = "sv"
LONGEST = 200
"""Characters of the header that are looked at."""
COOKIE = "language"


def of(request: Request) -> str:
    """The language of one request; where the cache has resolved it, that and no other."""
    known: str | None = request.scope.get("torget.language")
    return known or chosen(request.cookies.get(COOKIE), request.headers.get("accept-language", ""))


def chosen(cookie: str | None, accept: str) -> str:
    """`cookie` is her choice on this site; `accept` the Accept-Language header."""
    return cookie if cookie in LANGUAGES else _preferred(accept[:LONGEST])


@lru_cache(maxsize=256)
def _preferred(accept: str) -> str:
    for _, language in sorted(_wanted(accept), reverse=True):
        if language in LANGUAGES:
            return language
    return DEFAULT


def _wanted(accept: str) -> Iterable[tuple[float, str]]:
    for position, part in enumerate(accept.split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.partition("=")[2] or 1)
        except ValueError:
            continue
        if weight > 0:
            yield weight - position / 1000, tag.strip().lower()[:2]
