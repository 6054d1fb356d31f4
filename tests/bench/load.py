"""A load generator: keep-alive connections that send prepared bytes and read whole answers."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

CONNECTIONS = 16
_networks = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count())


@dataclass(frozen=True)
class Load:
    """What came of it: answers by status, and how long it took in seconds."""

    statuses: Counter[int]
    seconds: float

    @property
    def rate(self) -> float:
        return sum(self.statuses.values()) / self.seconds


def run(requests: Iterable[tuple[int, bytes]], connections: int = CONNECTIONS) -> Load:
    """Send every (port, bytes) once, over at most so many connections at a time."""
    return asyncio.run(_run(iter(requests), connections))


async def _run(requests: Iterator[tuple[int, bytes]], connections: int) -> Load:
    statuses: Counter[int] = Counter()
    began = time.perf_counter()
    await asyncio.gather(*(_client(requests, statuses) for _ in range(connections)))
    return Load(statuses, time.perf_counter() - began)


async def _client(requests: Iterator[tuple[int, bytes]], statuses: Counter[int]) -> None:
    opened: dict[int, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}
    for port, sent in requests:
        if port not in opened:
            opened[port] = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        reader, writer = opened[port]
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        statuses[int(head[9:12])] += 1
        length = _length(head)
        if length:
            await reader.readexactly(length)
    for _, writer in opened.values():
        writer.close()


def _length(head: bytes) -> int:
    at = head.lower().find(b"\r\ncontent-length: ")
    return int(head[at + 18 : head.index(b"\r\n", at + 2)]) if at >= 0 else 0


def request(
    port: int,
    method: str,
    path: str,
    *,
    cookie: str = "",
    body: bytes = b"",
    encoding: str = "gzip",
) -> tuple[int, bytes]:
    """The bytes of one request, as a browser on our own page sends it."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Accept-Encoding: {encoding}",
        # Everybody comes from a network of her own: what is measured is the work, not the limits.
        f"X-Forwarded-For: {next(_networks)}",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += [
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return port, "\r\n".join((*lines, "", "")).encode() + body
