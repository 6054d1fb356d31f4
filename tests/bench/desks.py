"""An official's desk among a hundred thousand cases, of which five thousand are open.

`python -m tests.bench.desks sqlite` measures it alone.
"""

import http.client
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median, quantiles
from urllib.parse import quote

from sqlalchemy import func, select, update

from models.actor import Role
from models.database import configure, dispose, transaction
from models.desk import entry
from models.organisation import units
from models.person import appoint
from models.states import Kind, Status
from models.submission import submissions
from tests import people
from tests.bench import ground, machine, many, spoken
from tests.bench.machine import Running
from tests.bench.searching import asked
from tests.signed_in import signed_in
from web.commands.migrate import prepare

OPEN = 5_000
ROUNDS = 100
CHUNK = 1_000
NAMES = ("Rosa", "Nils", "Fatima", "Birgit", "Kent", "Samira", "Åke", "Yosef", "Eva", "Lotta")
_s = submissions.c


def main() -> None:
    """Print one row a list and a search, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        environment = ground.settings(url, folder)
        os.environ.update(environment)
        prepare()
        with transaction() as session:
            people.municipality(session)
        town = spoken.Town()
        many.fill(town.written)
        print(f"\n{name}, {many.CASES} cases")
        dispose()
        with machine.server("web.app:app", environment) as server:
            configure(url)
            measure(server, town.words, ground.row)
            dispose()


def measure(server: Running, words: list[str], row: Callable[[str, str], None]) -> None:
    """Print what an official waits, the median and the 95th of a hundred, and what it costs."""
    cookie = _official()
    _fill()
    began = time.perf_counter()
    _enter()
    row("entered in the index of officials", f"{time.perf_counter() - began:.0f} s")
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for work, paths in _questions(words):
            before = server.cpu()
            times = [asked(line, path, f"session={cookie}") for path in paths]
            spent = (server.cpu() - before) / len(times) * 1000
            at_95 = quantiles(times, n=20)[-1]
            row(f"{work}, median / p95", f"{median(times):.1f} / {at_95:.1f} ms")
            row("  processor time a request", f"{spent:.1f} ms")


def _official() -> str:
    with transaction() as session:
        unit = units(session)[1].id
        per = people.resident(session, "Per")
        appoint(session, per.id, Role.OFFICIAL, unit_id=unit)
        session.execute(
            update(submissions).where(_s.unit_id == unit, _s.id % 3 == 0).values(assignee_id=per.id)
        )
        return signed_in(session, per)


def _fill() -> None:
    """Names for all, numbers to ring for half of them, and enough cases that are open: some of them late."""
    with transaction() as session:
        for number, name in enumerate(NAMES):
            session.execute(
                update(submissions)
                .where(_s.id % len(NAMES) == number)
                .values(name=func.concat(f"{name} Person", _s.id))
            )
        session.execute(
            update(submissions)
            .where(_s.id % 2 == 0)
            .values(reply_by="call", reply_to=func.concat("+468465004", _s.id % 90 + 10))
        )
        worked = select(_s.id).where(_s.kind != Kind.PROPOSAL)
        newest = worked.order_by(_s.received_at.desc()).limit(OPEN).scalar_subquery()
        session.execute(
            update(submissions)
            .where(_s.id.in_(newest))
            .values(status=Status.IN_PROGRESS, answered_at=None, kept=None, done_at=None)
        )


def _enter() -> None:
    entered = [0]
    while entered:
        with transaction() as session:
            entered = entry.mend(session, above=entered[-1], most=CHUNK)
    # The database gets to know how much of it changed.
    spoken.enter()


def _questions(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(5)  # noqa: S311  (the same questions every time)
    with transaction(write=False) as session:
        hers = _s.unit_id == units(session)[1].id
        some = session.execute(select(_s.id, _s.reference).where(hers).order_by(_s.id)).all()
    rounds = [chance.choice(some) for _ in range(ROUNDS)]
    yield "desk of a unit", ["/casework"] * ROUNDS
    yield "desk of all", ["/casework?whose=all"] * ROUNDS
    yield "one's own desk", ["/casework?whose=mine"] * ROUNDS
    yield "an official's page of a case", [f"/casework/{one.reference}" for one in rounds]
    for work, said in (
        ("a number", [one.reference for one in rounds]),
        ("a first name", [chance.choice(NAMES) for _ in rounds]),
        ("a whole name", [f"{NAMES[one.id % len(NAMES)]} Person{one.id}" for one in rounds]),
        ("a telephone number", [f"08-465 004 {one.id % 90 + 10}" for one in rounds]),
        ("the end of one", [f"004 {one.id % 90 + 10}" for one in rounds]),
        ("a common word", [words[number % 20] for number in range(ROUNDS)]),
        ("two words", [" ".join(chance.sample(words[:1_000], 2)) for _ in rounds]),
    ):
        yield f"an official looks for {work}", [f"/casework?q={quote(one)}" for one in said]


if __name__ == "__main__":
    main()
