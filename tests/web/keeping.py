"""A town put back to what it was: every request of a table meets the same one."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Protocol

from models.database import driver, engine, is_postgres
from tests.postgres import Broom


class Kept(Protocol):
    def restore(self) -> None:
        """Everything as it was when it was kept."""


class _File:
    """SQLite's own copying of pages, there and back, while others have the file open."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._copy = driver.connect(":memory:")
        with closing(driver.connect(path)) as town:
            town.backup(self._copy)

    def restore(self) -> None:
        with closing(driver.connect(self._path)) as town:
            self._copy.backup(town)

    def close(self) -> None:
        self._copy.close()


@contextmanager
def kept() -> Iterator[Kept]:
    """The configured database as it is now."""
    if is_postgres():
        url = engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
        broom = _Rows(url)
    else:
        broom = _File(engine().url.database or "")
    try:
        yield broom
    finally:
        broom.close()


class _Rows(Broom):
    """The rows of PostgreSQL, kept beside those that the broom of every test keeps."""

    schema = "kept_for_a_table"

    def restore(self) -> None:
        self.sweep()

    def close(self) -> None:
        self._connection.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
        super().close()
