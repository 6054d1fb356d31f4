"""The outermost object: known hosts only, security headers and one log line for every answer."""

import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.settings import settings
from web import log

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; report-to csp"
)
CSP_NAME = b"content-security-policy"
PERMISSIONS = (
    "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"
)
REFERRER = (b"referrer-policy", b"strict-origin-when-cross-origin")
HSTS = b"max-age=63072000; includeSubDomains"
SPELLINGS = 64
"""Ways of writing our own name that are remembered, so that it is taken apart once."""
Answered = tuple[int, list[tuple[bytes, bytes]], bytes]
SERVER_FAULT = 500
GONE_AWAY = 499
"""Noted when the reader hung up before the answer; nobody is sent it."""


def security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    """The baseline of spec/security.md, for every status of every answer."""
    csp = CSP + ("; upgrade-insecure-requests" if https else "")
    headers = [
        (CSP_NAME, csp.encode()),
        (b"reporting-endpoints", b'csp="/csp-reports"'),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", PERMISSIONS.encode()),
        (b"x-frame-options", b"DENY"),
        (b"x-xss-protection", b"0"),
    ]
    if https:
        headers.append((b"strict-transport-security", HSTS))
    return headers


def finished(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Headers with everything that the guard would add to them; for pages that are kept."""
    https = settings().base_url.startswith("https://")
    return [*headers, REFERRER, *security_headers(https=https)]


class _Answer:
    """Where an answer goes out: the guard's headers are put on it, its status is noted."""

    __slots__ = ("_headers", "_mark", "_send", "status")

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]], mark: str) -> None:
        self._send = send
        self._headers = headers
        self._mark = mark
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"]
            if not any(name == b"referrer-policy" for name, _ in headers):
                headers = [*headers, REFERRER]
            if self.status >= SERVER_FAULT:
                headers = [*headers, (b"x-request-id", self._mark.encode())]
            own = self._headers
            if any(name == CSP_NAME for name, _ in headers):
                # Stricter than ours: what others made is sent with a policy of its own.
                own = [pair for pair in own if pair[0] != CSP_NAME]
            # A new list, never `+=`: the cache hands out the same finished list every time.
            message["headers"] = [*headers, *own]
        await self._send(message)


class Guard:
    """Wraps everything, the cache and the server's own error answers included."""

    def __init__(self, app: ASGIApp, hit: Callable[[Scope], Answered | None]) -> None:
        self._app = app
        self._hit = hit
        self._seen: set[bytes] = set()
        config = settings()
        self._headers = security_headers(https=config.base_url.startswith("https://"))
        self._hosts = {host.lower().encode() for host in config.allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        mark = log.fresh_id()
        answer = _Answer(send, self._headers, mark)
        try:
            if not self._is_known(scope):
                await _refuse(answer, 400, "400 Unknown host. / Okänd adress.\n")
            elif (kept := self._hit(scope)) is not None:
                # Kept pages have their headers already and go out as they are.
                answer.status = kept[0]
                await send({"type": "http.response.start", "status": kept[0], "headers": kept[1]})
                await send({"type": "http.response.body", "body": kept[2]})
            else:
                await self._app(scope, receive, answer)
        except ClientDisconnect:
            answer.status = GONE_AWAY
        except Exception as error:  # noqa: BLE001  # the last door: the server would log its words
            log.failure(mark, error)
            if not answer.status:
                await _refuse(answer, 500, "500 Our fault. / Vårt fel.\n")
        finally:
            log.request(mark, scope, answer.status, time.perf_counter() - began)

    def _is_known(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        if hosts[0] in self._seen:
            return True
        host = hosts[0].lower()
        name = (
            host[: host.rindex(b"]") + 1]
            if host.startswith(b"[") and b"]" in host
            else (host.partition(b":")[0])
        )
        port = host[len(name) :]
        ours = name in self._hosts and (not port or (port[:1] == b":" and port[1:].isdigit()))
        if ours and len(self._seen) < SPELLINGS:
            self._seen.add(hosts[0])
        return ours


async def _refuse(send: Send, status: int, words: str) -> None:
    """For whom no page can be made: both languages in one line."""
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
