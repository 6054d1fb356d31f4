"""Forged requests: a form of ours is posted from a page of ours, or not at all."""

from starlette.datastructures import Headers

from models.errors import Refusal
from models.settings import settings


class ForeignOrigin(Refusal):
    """The browser says that another site sent this; 403."""

    status = 403


def check(headers: Headers) -> None:
    """Sec-Fetch-Site decides where it is sent; else Origin must be ours; neither is a no.

    Raises ForeignOrigin. The algorithm needs no token in any form, so pages may be cached.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise ForeignOrigin
        return
    if headers.get("origin") != settings().base_url:
        raise ForeignOrigin
