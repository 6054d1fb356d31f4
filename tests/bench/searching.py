"""The list and the search among a hundred thousand cases, as whole requests and as questions alone."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median, quantiles
from urllib.parse import quote

from models.search.words import SKIPPED
from tests.bench.machine import Running

ROUNDS = 200
COMMON = 1_000


def measure(server: Running, words: list[str], row: Callable[[str, str], None]) -> None:
    """Print what a reader waits: the median and the 95th of a hundred."""
    said = [word for word in words if word not in SKIPPED]
    chance = random.Random(3)  # noqa: S311  (the same questions every time)
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for work, paths in _questions(said, chance):
            times = sorted(asked(line, path) for path in paths)
            at_95 = quantiles(times, n=20)[-1]
            row(f"{work}, median / p95", f"{median(times):.1f} / {at_95:.1f} ms")


def _questions(words: list[str], chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    rounds = range(ROUNDS)
    yield "list of cases, rendered", ["/submissions" for _ in rounds]
    yield "list by kind, rendered", ["/submissions?kind=question" for _ in rounds]
    yield (
        "search of two words",
        [f"/submissions?q={quote(' '.join(chance.sample(words[:COMMON], 2)))}" for _ in rounds],
    )
    yield "search of a common word", [f"/submissions?q={quote(words[n % 20])}" for n in rounds]
    yield (
        "misspelt word asked about",
        [f"/submissions?q={quote('x' + words[COMMON + n][1:])}" for n in range(ROUNDS // 4)],
    )


def asked(line: http.client.HTTPConnection, path: str, cookie: str = "fresh=1") -> float:
    """Milliseconds until the page is there; the cookie passes the cache by."""
    began = time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return (time.perf_counter() - began) * 1000
