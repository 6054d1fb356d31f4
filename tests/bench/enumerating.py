"""Whether the time of an answer tells which addresses we know (spec T09): the medians of both."""

import socket
import time
from collections.abc import Callable
from statistics import median
from urllib.parse import urlencode

from models.database import transaction
from tests import people
from tests.bench import load, machine

EACH = 200
"""Known and unknown ones, in turn: what else the machine does falls on both alike."""


def prepare() -> None:
    """People who can sign in."""
    with transaction() as session:
        for number in range(EACH):
            people.resident(session, f"Known{number:03d}")


def measure(server: machine.Running, row: Callable[[str, str], None]) -> None:
    """Ask for a link to sign in, for one after another."""
    took: dict[str, list[float]] = {"known": [], "knowm": []}
    for number in range(EACH):
        for name, times in took.items():
            times.append(_asked(server.port, f"{name}{number:03d}@example.org"))
    known, unknown = (median(times) * 1000 for times in took.values())
    row("sign-in asked for, known / unknown address", f"{known:.2f} / {unknown:.2f} ms")
    row("  difference of the medians", f"{abs(known - unknown):.2f} ms")


def _asked(port: int, address: str) -> float:
    body = urlencode({"address": address}).encode()
    _, sent = load.request(port, "POST", "/sign-in", body=body)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as opened:
        began = time.perf_counter()
        opened.sendall(sent)
        answer = opened.recv(65_536)
        took = time.perf_counter() - began
    if b" 200 " not in answer[:20]:
        raise RuntimeError(answer[:40])
    return took
