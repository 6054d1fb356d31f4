"""Worker processes to be killed, and builds of them that lack what keeps messages apart.

Every one is forked from a server that has loaded everything, so that fifty deaths take seconds.
Nothing here is in the product: a fault is put into a process of the tests alone.
"""

import multiprocessing
import signal
import threading
import time
from typing import Any

from sqlalchemy import false, select, update

from models import settings as town_settings
from models.calendar import SECOND, now
from models.database import configure
from models.delivery import DeliveryState, deliveries
from models.settings import Settings
from notifications import addressing, carrying, chunks, leases, retries, smtp, the_two, worker
from notifications.leases import Leased
from notifications.worker import Worker

LEASE = 4 * SECOND
"""Short, or a storm would wait three minutes for each of the dead."""

WITHOUT_LEASE, WITHOUT_KEY = "without lease", "without key"

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "huey", "babel", "psycopg", "templates.environment"])


def start(chosen: Settings, fault: str | None, *, brisk: bool = False) -> Any:
    """A worker process, running. A `brisk` one does as much as it can, and tries again at once."""
    process = _context.Process(target=_run, args=(chosen, fault, brisk), daemon=True)
    process.start()
    return process


def _run(chosen: Settings, fault: str | None, brisk: bool) -> None:
    town_settings.use(chosen)
    configure(chosen.database_url)
    leases.LEASE = addressing.LEASE = LEASE
    worker.LOOK_SECONDS = 0.3
    if brisk:
        _try_again_soon()
    if not brisk or fault == WITHOUT_KEY:
        _die_in_the_middle(0.1 if fault == WITHOUT_KEY else 0.02)
    if fault == WITHOUT_KEY:
        # The tables' keys are the storm's to take away; here goes the look before the insert.
        chunks.exists = carrying.exists = _Never  # type: ignore[attr-defined]
        the_two._is_told = lambda *_: False
    if fault == WITHOUT_LEASE:
        leases.claim, leases.begin = _claim_whatever, _begin_whatever
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    Worker(stop).run()


def _die_in_the_middle(pause: float) -> None:
    """An event takes a while to address, a few at a time, so that many deaths come in one."""
    leases.BATCH, chunks.SIZE = 6, 5
    going = Worker._addressing_on

    def slowly(self: Worker) -> bool:
        time.sleep(pause)
        return going(self)

    Worker._addressing_on = slowly  # type: ignore[method-assign]


def _try_again_soon() -> None:
    """Minutes become moments: a drill has no day to wait."""
    leases.BATCH, chunks.SIZE = 20, 200
    retries.WAITS, retries.WAIT_AFTER = (SECOND // 5, SECOND // 2, SECOND), 2 * SECOND
    retries.SHORTEST = SECOND // 20
    smtp.FINAL_REPLY_SECONDS = 1.0


class _Never:
    """What is there is not seen."""

    def where(self, *_: Any) -> Any:
        return false()


def _claim_whatever(session: Any, owner: str, *_: Any) -> list[Leased]:
    """The claim of a worker that never asks whether somebody else is at it."""
    waiting = select(deliveries.c.id).where(
        leases.UNSETTLED, deliveries.c.not_before <= now(), deliveries.c.sent_at.is_(None)
    )
    found = session.scalars(waiting.order_by(deliveries.c.id).limit(leases.BATCH))
    return [Leased(delivery_id, many=True) for delivery_id in found]


def _begin_whatever(session: Any, owner: str, ids: Any) -> set[int]:
    session.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(ids))
        .values(
            state=DeliveryState.SENDING,
            attempts=deliveries.c.attempts + 1,
            lease_until=now() + LEASE,
        )
    )
    return set(ids)
