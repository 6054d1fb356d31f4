"""Many requests to the application in this process, without a client's own cleverness.

Nothing is followed, kept or decoded: what the application sends is what comes back.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
_addresses = itertools.count()


@dataclass(frozen=True)
class Request:
    """`cookie` is the whole header; `origin` "" sends none."""

    method: str
    path: str
    cookie: str = ""
    origin: str = ORIGIN
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    host: str = HOST
    client: str = ""


@dataclass(frozen=True)
class Answered:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def text(self) -> str:
        """Body and headers, as whoever listens on the line would read them."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return f"{head}\n\n{self.body.decode('utf-8', 'replace')}"


def ask(app, portal, request: Request) -> Answered:
    return portal.call(_ask, app, request)


def ask_all(app, portal, requests: Iterable[Request]) -> list[Answered]:
    """One after the other, in one go through the portal."""
    return portal.call(_ask_all, app, list(requests))


async def _ask_all(app, requests: list[Request]) -> list[Answered]:
    return [await _ask(app, request) for request in requests]


async def _ask(app, request: Request) -> Answered:
    sent: list[dict] = []
    bodies = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive():
        return bodies.pop(0) if bodies else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await app(_scope(request), receive, send)
    return Answered(
        sent[0]["status"],
        [(name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"]],
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


def _scope(request: Request) -> dict:
    raw_path, _, query = request.path.partition("?")
    headers = [("host", request.host), *request.headers]
    if request.cookie:
        headers.append(("cookie", request.cookie))
    if request.method not in {"GET", "HEAD"}:
        if request.origin:
            headers.append(("origin", request.origin))
        headers.append(("content-length", str(len(request.body))))
        if request.body and not any(name == "content-type" for name, _ in headers):
            headers.append(("content-type", "application/x-www-form-urlencoded"))
    number = next(_addresses)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(raw_path),
        "raw_path": raw_path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        # Everyone asks from a place of her own: limits per network are tested elsewhere.
        "client": (request.client or _own_place(number), 50_000),
        "server": ("127.0.0.1", 8000),
    }


def _own_place(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
