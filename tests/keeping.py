"""A town put back to what it was: every request of a table meets the same one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Protocol

from models.database import driver, engine, is_postgres
from tests.postgres import Broom


class Kept(Protocol):
    def restore(self) -> None:
        """The configured database as the one that was kept."""

    def close(self) -> None:
        """Let go of it."""


class _File:
    """SQLite's own copying of pages, there and back, while others have the file open."""

    def __init__(self) -> None:
        self._copy = driver.connect(":memory:")
        with closing(driver.connect(engine().url.database or "")) as town:
            town.backup(self._copy)

    def restore(self) -> None:
        with closing(driver.connect(engine().url.database or "")) as town:
            self._copy.backup(town)

    def close(self) -> None:
        self._copy.close()


_schemas = (f"kept_{number}" for number in count())


class _Rows(Broom):
    """The rows of PostgreSQL, kept beside those that the broom of every test keeps."""

    def restore(self) -> None:
        self.sweep()

    def close(self) -> None:
        self._connection.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
        super().close()


def keep() -> Kept:
    """The configured database as it is now."""
    if is_postgres():
        url = engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
        return _Rows(url, next(_schemas))
    return _File()


@contextmanager
def kept() -> Iterator[Kept]:
    """The same, for as long as it is asked for."""
    with closing(keep()) as found:
        yield found
