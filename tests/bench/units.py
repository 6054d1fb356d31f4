"""A unit's page, a reorganisation and the look for who is gone, among a hundred thousand cases.

`python -m tests.bench.units sqlite` measures it alone.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, select, update

from models import chain
from models.calendar import today
from models.database import dispose, table_of, transaction
from models.event import Stream
from models.organisation import units
from models.states import Status
from models.submission import stream_of, submissions
from models.units import facts, gone, planning, running
from models.units.moving import LEFT_OPEN
from models.units.planning import Wanted
from models.units.reorganisation import Change
from tests import people
from tests.bench import ground, many
from web.commands.migrate import prepare

OPEN = 5_000
ROUNDS = 20
_s = submissions.c


def main() -> None:
    """Print one row a piece of work, on the databases that are named."""
    for name, url, folder in ground.named():
        _measure(name, url, folder)
        dispose()


def _measure(name: str, url: str, folder: Path) -> None:
    os.environ.update(ground.settings(url, folder))
    prepare()
    with transaction() as session:
        people.municipality(session)
        ada = people.ada(session)
        known = {row.slug: row.id for row in units(session)}
    many.fill(
        lambda number: {
            "title": "Lampa",
            "source": f"Lampa {number}",
            "html": "",
            "salt": b"0" * 16,
        }
    )
    unit_id = known["streets"]
    _open(unit_id)
    print(f"\n{name}, {many.CASES} cases, {OPEN} of them open at one unit")
    for what, work in (
        ("how a unit keeps its promise", facts.kept),
        ("  what waits there", facts.waiting),
    ):
        ground.row(what, f"{_median(lambda s, work=work: work(s, unit_id)):.1f} ms")
    ground.row("cases of whoever is gone, looked for", f"{_median(gone.held):.1f} ms")
    wanted = Wanted(Change.MERGED, unit_id, today(), known["parks"])
    told = f"{_median(lambda s: planning.consequences(s, wanted)):.1f} ms"
    ground.row("what would follow from a reorganisation", told)
    with transaction() as session:
        planning.plan(session, wanted, by=ada.actor)
    began, longest = time.perf_counter(), 0.0
    while due := _due():
        at = time.perf_counter()
        with transaction() as session:
            running.step(session, due[0])
        longest = max(longest, time.perf_counter() - at)
    whole = time.perf_counter() - began
    ground.row(f"  {OPEN} cases moved / longest batch", f"{whole:.1f} s / {longest * 1000:.0f} ms")


def _due() -> list[int]:
    with transaction(write=False) as session:
        return running.due(session)


def _median(work: Callable[[Any], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        with transaction(write=False) as session:
            at = time.perf_counter()
            work(session)
            times.append((time.perf_counter() - at) * 1000)
    return median(times)


def _open(unit_id: int) -> None:
    """The latest of the unit are open, each with a history that can go on."""
    with transaction() as session:
        latest = select(_s.id).where(_s.unit_id == unit_id).order_by(_s.id.desc()).limit(OPEN)
        ids = session.scalars(latest).all()
        session.execute(
            update(submissions)
            .where(_s.id.in_(ids))
            .values(status=Status.IN_PROGRESS, answered_at=None, kept=None, done_at=None)
        )
        there = select(_s.reference).where(_s.unit_id == unit_id, _s.status.in_(LEFT_OPEN))
        keys = session.scalars(there).all()
        rows = [
            {"key": key, "seq": 0, "head_hash": chain.genesis(key), "version": 1}
            for key in map(stream_of, keys)
        ]
        session.execute(insert(table_of(Stream)), rows)


if __name__ == "__main__":
    main()
