"""Talking to a provider of identities: bounded in time, in bytes and in where it leads.

A provider that is slow, drips or sends without end must not hold anybody up (spec T43, F35).
"""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

from models.errors import Refusal
from models.settings.identity import Provider
from models.settings.providers import is_loopback

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

SECONDS = 5.0
"""For everything that a provider is asked in one request of ours."""
BYTES = 256 * 1024
"""For one answer."""

# The client would write every address it asks into the log.
logging.getLogger("httpx2").setLevel(logging.WARNING)


class ProviderFailed(Refusal):
    """Signing in through a provider came to nothing. `code` is one of `down` (no usable answer),
    `untrue` (an answer that does not hold), `refused` (the provider says no), `lost` (not begun in
    this browser, or too long ago).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.status = 503 if code == "down" else 400


@asynccontextmanager
async def client(provider: Provider) -> AsyncIterator["AsyncOAuth2Client"]:
    """Authlib's client for one conversation. What goes wrong on the wire is ProviderFailed."""
    import httpx2
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.httpx_client import AsyncOAuth2Client

    try:
        secret = provider.secret
    except OSError:
        raise ProviderFailed("down") from None
    made = AsyncOAuth2Client(
        provider.client_id,
        secret,
        scope=" ".join(dict.fromkeys(("openid", *provider.scopes))),
        token_endpoint_auth_method=provider.authentication,
        code_challenge_method="S256",
        transport=_transport()(),
        # What comes packed could unpack to anything.
        headers={"Accept-Encoding": "identity", "User-Agent": "Torget"},
        timeout=SECONDS,
        follow_redirects=False,
        # An access token is used once, at once: how long it lives is of no matter.
        leeway=0,
    )
    made.register_compliance_hook("access_token_response", _answered)
    try:
        async with made:
            yield made
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
        raise ProviderFailed("down") from None
    except AuthlibBaseError:
        # Our own name or secret is wrong, or the code is: nothing she can do but try again.
        raise ProviderFailed("refused") from None


def _answered(answer: Any) -> Any:
    """Tokens come with 200, a refusal with 400 or 401 (RFC 6749, 5); anything else is broken."""
    if answer.status_code not in {200, 400, 401}:
        raise ProviderFailed("down")
    return answer


def basic(provider: Provider) -> Any:
    """The client's name and secret as RFC 6749, 2.3.1 wants them, or None for another way."""
    import httpx2

    if provider.authentication != "client_secret_basic":
        return None
    return httpx2.BasicAuth(quote_plus(provider.client_id), quote_plus(provider.secret))


async def fetch(wire: "AsyncOAuth2Client", url: str, *, signed: bool = False) -> dict[str, Any]:
    """The JSON object at an address; `signed` sends the access token along."""
    answer = await wire.request("GET", url, withhold_token=not signed)
    if answer.status_code != 200:
        raise ProviderFailed("down")
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        raise ProviderFailed("down") from None
    if not isinstance(found, dict):
        raise ProviderFailed("down")
    return found


def checked(url: object) -> str:
    """An address that a provider gave. Raises ProviderFailed for one that we do not go to."""
    if not isinstance(url, str) or not (url.isascii() and url.isprintable()) or " " in url:
        raise ProviderFailed("untrue")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ProviderFailed("untrue") from None
    plain = parts.scheme == "http" and is_loopback(host)
    if not host or not (parts.scheme == "https" or plain):
        raise ProviderFailed("untrue")
    return url


@cache
def _transport() -> Any:
    """The class of a transport whose answers have an end; made late, because httpx2 loads late."""
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = BYTES
            async for chunk in self._stream:
                left -= len(chunk)
                if left < 0:
                    raise httpx2.ReadError("too much")
                yield chunk

        async def aclose(self) -> None:
            await self._stream.aclose()

    class Transport(httpx2.AsyncHTTPTransport):
        async def handle_async_request(self, request: Any) -> Any:
            answer = await super().handle_async_request(request)
            if answer.headers.get("content-encoding", "identity") != "identity":
                await answer.aclose()
                raise httpx2.ReadError("packed")
            return httpx2.Response(
                answer.status_code,
                headers=answer.headers,
                stream=Bounded(answer.stream),
                extensions=answer.extensions,
            )

    return Transport
