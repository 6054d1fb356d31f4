"""The moderators' desk with ten thousand texts waiting: the next one, the pages, claim and verdict.

`python -m tests.bench.desk_of_review sqlite` measures it alone.
"""

import http.client
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from sqlalchemy import select

from models.actor import Role
from models.database import dispose, transaction
from models.review import IS_OPEN, reviewables
from models.states import Kind
from moderation import counting, queue, sorting
from tests import people
from tests.bench import ground, machine
from tests.bench.searching import asked
from tests.signed_in import signed_in
from web.commands.migrate import prepare

WAITING = 10_000
CHUNK = 500
ROUNDS = 100
VERDICTS = 1_000
MODERATORS = 8


def main() -> None:
    """Print one row a hot path, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        _measure(name, url, folder)


def _measure(name: str, url: str, folder: Path) -> None:
    environment = ground.settings(url, folder)
    os.environ.update(environment)
    prepare()
    print(f"\n{name}, {WAITING} texts waiting")
    cookies, moderator = _fill()
    _sort()
    _ask(moderator)
    with transaction(write=False) as session:
        items = session.scalars(
            select(reviewables.c.id).where(IS_OPEN).order_by(reviewables.c.id).limit(ROUNDS)
        ).all()
    dispose()
    with machine.server("web.app:app", environment) as server:
        _pages(server, cookies[0], list(items))
        _verdicts(server, cookies)


def _fill() -> tuple[list[str], people.Someone]:
    """Texts of a hundred authors, handed in minute by minute; one in twenty has a phone number."""
    with transaction() as session:
        people.municipality(session)
        someone = [
            people.resident(session, f"Granskare{number}", role=Role.MODERATOR)
            for number in range(MODERATORS)
        ]
        cookies = [signed_in(session, one) for one in someone]
        authors = [people.resident(session, f"Person{number}") for number in range(100)]
    for first in range(0, WAITING, CHUNK):
        with transaction() as session:
            for number in range(first, first + CHUNK):
                source = "Lampan vid bron har varit släckt i två veckor."
                if number % 20 == 0:
                    source += f" Ring 070-17406{number % 95 + 5:02d}."
                draft = people.a_draft(
                    Kind.COMPLAINT,
                    by=authors[number % 100],
                    title=f"Mörkt på gångvägen, nummer {number}",
                    source=source,
                )
                people.handed_in(session, draft, by=authors[number % 100])
    return cookies, someone[0]


def _sort() -> None:
    began, seconds = time.perf_counter(), 0
    with transaction(write=False) as session:
        left = session.execute(select(reviewables.c.id).where(IS_OPEN)).all()
    for _ in range(len(left) // sorting.BATCH):
        sorting.go_on()
        seconds += 1
    each = (time.perf_counter() - began) / max(seconds, 1) * 1000
    ground.row(f"{sorting.BATCH} texts put into heaps, in one second", f"{each:.0f} ms")


def _ask(someone: people.Someone) -> None:
    for work, ask in (
        ("the next text, found", queue.following),
        ("how much waits, counted", counting.counts),
    ):
        times = []
        for _ in range(ROUNDS):
            with transaction(write=False) as session:
                began = time.perf_counter()
                ask(session, someone.viewer)
                times.append((time.perf_counter() - began) * 1000)
        _told(work, times)


def _pages(server: machine.Running, cookie: str, items: list[int]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for work, paths in (
            ("the desk", ["/desk"] * ROUNDS),
            ("one text with what lies beside it", [f"/desk/{item}" for item in items]),
        ):
            _told(work, [asked(line, path, f"session={cookie}") for path in paths])


def _verdicts(server: machine.Running, cookies: list[str]) -> None:
    """Eight moderators at once, each with the text that her last verdict led her to."""
    began = time.perf_counter()
    with ThreadPoolExecutor(MODERATORS) as pool:
        done = sum(pool.map(lambda cookie: _judges(server.port, cookie), cookies))
    ground.row("verdict, and the next one claimed", f"{done / (time.perf_counter() - began):.0f}/s")


def _judges(port: int, cookie: str) -> int:
    """How many texts one of them judged; each was hers alone."""
    given = VERDICTS // MODERATORS
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        there = _posted(line, cookie, "/desk/next", {})
        for _ in range(given):
            item = there.partition("?")[0]
            form = {"judgement": "publish", "version": 1}
            there = _posted(line, cookie, f"{item}/verdicts", form)
    return given


def _posted(
    line: http.client.HTTPConnection, cookie: str, path: str, form: dict[str, object]
) -> str:
    headers = {
        "Cookie": f"session={cookie}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line.request("POST", path, body=urlencode(form), headers=headers)
    answer = line.getresponse()
    answer.read()
    if answer.status != 303:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.headers["Location"]


def _told(work: str, times: list[float]) -> None:
    at_95 = quantiles(times, n=20)[-1]
    ground.row(f"{work}, median / p95", f"{median(times):.1f} / {at_95:.1f} ms")


if __name__ == "__main__":
    main()
