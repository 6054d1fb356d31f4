"""Waiting for news of another process's change."""

import time
from collections.abc import Callable

from models.database import is_postgres

PATIENCE_SECONDS = 10.0


def soon(true: Callable[[], object]) -> None:
    """SQLite is asked itself, so it is true now; PostgreSQL's news take a moment on the line."""
    until = time.monotonic() + (PATIENCE_SECONDS if is_postgres() else 0)
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)
