"""Many at once: threads that start together, and the unit of work as a request runs it."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.database import is_conflict, transaction

T = TypeVar("T")
TRIES = 4


def unit(work: Callable[[Session], T]) -> T:
    """One write transaction; a conflict runs the whole of it again, at most three times."""
    for _ in range(TRIES - 1):
        try:
            with transaction() as session:
                return work(session)
        except DBAPIError as error:
            if not is_conflict(error):
                raise
    with transaction() as session:
        return work(session)


def at_once(works: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each returned or raised, in order. Nobody starts before everybody stands ready."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], T]) -> T | Exception:
        barrier.wait(10)
        try:
            return work()
        except Exception as error:  # noqa: BLE001  (a refusal is a result here)
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
