"""One decision and a hundred thousand followers: addressed, looked up in the ledger, counted over.

In a process of its own, because its memory is measured: python -m tests.bench.notices [sqlite]
"""

import os
import resource
import time
from dataclasses import dataclass

from sqlalchemy import text

from models.calendar import DAY, now
from models.database import dispose, is_postgres, transaction
from models.submission import take
from notifications import ledger, reconciling
from notifications.reconciling import Reconciled
from tests import people
from tests.bench import ground, mailing
from tests.bench.world import follow
from web.commands.migrate import prepare

FOLLOWERS = 100_000
LOOKS = 5
MEGABYTE = 1024


@dataclass(frozen=True)
class Told:
    """A decision that everyone has been addressed of."""

    event_id: int
    seconds: float
    grown: float
    """Megabytes that this process took for it."""


def main() -> None:
    """Print one row a work; arguments choose among `sqlite` and `postgres`."""
    for _, url, folder in ground.named():
        os.environ.update(ground.settings(url, folder))
        prepare()
        _measure()
        dispose()


def _measure() -> None:
    told = _tell()
    ground.row(f"decision, {FOLLOWERS} followers: addressed", f"{told.seconds:.1f} s")
    ground.row("  memory that it took", f"{told.grown:.0f} MB")
    ground.row("  its line in the ledger", f"{_ledger(told.event_id) * 1000:.0f} ms")
    seconds, found = _reconcile()
    if found.differences or found.messages < FOLLOWERS:
        raise RuntimeError(f"reconcile found {found}")
    ground.row(f"  {found.messages} notices reconciled", f"{seconds:.1f} s")


def _tell() -> Told:
    with transaction() as session:
        reference = people.referred(session).reference
    follow(reference, FOLLOWERS)
    _know_sizes()
    mailing.address()
    with transaction() as session:
        people.decided(session, take(session, reference))
        event_id = session.execute(text("SELECT max(id) FROM event")).scalar_one()
    before = _memory()
    seconds = mailing.address()
    told = Told(event_id, seconds, _memory() - before)
    _know_sizes()
    return told


def _know_sizes() -> None:
    """What PostgreSQL does by itself within a minute, where nobody has switched it off."""
    if is_postgres():
        with transaction() as session:
            session.execute(text("ANALYZE"))


def _ledger(event_id: int) -> float:
    """Seconds, the best of a few: what is asked for was asked for before."""
    found = []
    for _ in range(LOOKS):
        with transaction(write=False) as session:
            began = time.perf_counter()
            ledger.of_event(session, event_id)
            found.append(time.perf_counter() - began)
    return min(found)


def _reconcile() -> tuple[float, Reconciled]:
    began, found = time.perf_counter(), Reconciled()
    for _ in reconciling.look(now() - 30 * DAY, found):
        pass
    return time.perf_counter() - began, found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    main()
