"""The outermost object: known hosts only, security headers on every answer, one log line a request."""

import json
import secrets
import sys
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.settings import settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; report-to csp"
)
HSTS = b"max-age=63072000; includeSubDomains"


def security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    """The baseline of spec/security.md, for every status of every answer."""
    csp = CSP + ("; upgrade-insecure-requests" if https else "")
    headers = [
        (b"content-security-policy", csp.encode()),
        (b"reporting-endpoints", b'csp="/csp-reports"'),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (
            b"permissions-policy",
            b"geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), "
            b"interest-cohort=()",
        ),
        (b"x-frame-options", b"DENY"),
        (b"x-xss-protection", b"0"),
    ]
    if https:
        headers.append((b"strict-transport-security", HSTS))
    return headers


class Guard:
    """Wraps everything, the cache and the server's own error answers included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        config = settings()
        self._headers = security_headers(https=config.base_url.startswith("https://"))
        self._hosts = {host.lower().encode() for host in config.allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                names = {name for name, _ in headers}
                if b"referrer-policy" not in names:
                    headers = [*headers, (b"referrer-policy", b"strict-origin-when-cross-origin")]
                # A new list, never `+=`: the cache hands out the same finished list every time.
                message["headers"] = [*headers, *self._headers]
            await send(message)

        try:
            if self._is_known(scope):
                await self._app(scope, receive, guarded)
            else:
                await _refuse_host(guarded)
        finally:
            _log(scope, status, time.perf_counter() - began)

    def _is_known(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return False
        host = hosts[0].lower()
        name = (
            host[: host.rindex(b"]") + 1]
            if host.startswith(b"[") and b"]" in host
            else (host.partition(b":")[0])
        )
        port = host[len(name) :]
        return name in self._hosts and (not port or (port[:1] == b":" and port[1:].isdigit()))


async def _refuse_host(send: Send) -> None:
    body = b"400 Unknown host. / Ok\xc3\xa4nd adress.\n"
    await send(
        {
            "type": "http.response.start",
            "status": 400,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


def _log(scope: Scope, status: int, seconds: float) -> None:
    """One JSON record. The route's pattern, never the address: tokens and keys stand there."""
    record = {
        "event": "request",
        "id": secrets.token_hex(6),
        "method": scope["method"] if scope["method"].isalpha() else "?",
        "route": scope.get("torget.route", "-"),
        "status": status,
        "ms": round(seconds * 1000, 2),
    }
    try:
        sys.stderr.write(json.dumps(record) + "\n")
    except (OSError, ValueError):
        # A full or closed log must not take the site down (faults F34).
        return
