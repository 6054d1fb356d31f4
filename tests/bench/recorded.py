"""The register of the law among a hundred thousand cases: its pages, and a number given."""

import http.client
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median, quantiles

from sqlalchemy import select

from models.calendar import DAY, local, now
from models.database import transaction
from models.register import numbers
from models.submission import submissions, take
from tests import people
from tests.bench.machine import Running
from tests.bench.searching import asked

ROUNDS = 60
GIVEN = 200


def measure(server: Running, row: Callable[[str, str], None]) -> None:
    """Print what a reader waits, the median and the 95th, and what a number takes to give."""
    began = time.perf_counter()
    written = _give()
    row("a number of the register given", f"{(time.perf_counter() - began) / GIVEN * 1000:.1f} ms")
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for work, paths in _questions(written):
            times = [asked(line, path) for path in paths]
            row(
                f"{work}, median / p95",
                f"{median(times):.1f} / {quantiles(times, n=20)[-1]:.1f} ms",
            )


def _give() -> list[str]:
    """Numbers of the newest cases with a history, each in a transaction of its own."""
    with transaction() as session:
        olga, series = people.olga(session).actor, people.municipality(session).diaries[0]
        references = [people.a_submission(session).reference for _ in range(GIVEN)]
    written = []
    for reference in references:
        with transaction() as session:
            case = take(session, reference)
            numbers.give(session, case, by=olga, series=series)
            found = numbers.held(session, case.id or 0)
            written.append(found.written if found else "")
    return written


def _questions(written: list[str]) -> Iterator[tuple[str, list[str]]]:
    with transaction(write=False) as session:
        places = session.execute(
            select(submissions.c.received_at, submissions.c.id).where(submissions.c.id % 997 == 0)
        ).all()
    deep = [f"{place.received_at}-{place.id}" for place in places][:ROUNDS]
    days = [local(now() - number * 15 * DAY).date() for number in range(ROUNDS)]
    yield "the register", ["/records"] * ROUNDS
    yield "the register, far back", [f"/records?after={place}" for place in deep]
    yield "the register of one unit", ["/records?unit=streets"] * ROUNDS
    yield "the register of one day", [f"/records?first={day}&last={day}" for day in days]
    yield "the register by number", [f"/records?number={one.replace(' ', '+')}" for one in written]
    yield "the register of one board", ["/records?board=technical"] * ROUNDS
