"""Which database the tests run on, and how each test gets a fresh one in a few milliseconds.

`TORGET_TEST_DATABASE` is `sqlite` (the default) or `postgres`.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

from models import (
    database,
    tables,  # noqa: F401  (a test may touch few of them, but the mappers must know all)
)
from models.migrations import config, migrate
from tests import postgres

TEMPLATE = "torget_test_template"

_first: dict[str, Engine] = {}
as_shipped = database.engine_for
"""The product's own, with every setting that keeps what people wrote."""


def _sharing(url: str) -> Engine:
    """Every test has an engine of its own, and compiles no statement that another has compiled."""
    made = as_shipped(url)
    first = _first.setdefault(made.dialect.name, made)
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _hurry)
    return made


def _hurry(connection: Any, _record: Any) -> None:
    """What a test writes need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


database.engine_for = _sharing
# What is loaded by now stays: the collector need not look at it with every test.
gc.freeze()
gc.set_threshold(50_000, 20, 50)


def is_postgres() -> bool:
    return os.environ.get("TORGET_TEST_DATABASE", "sqlite") == "postgres"


def head() -> str:
    """The newest revision that this code knows, as alembic says it."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    assert newest is not None
    return newest


def present() -> str | None:
    """The revision the configured database is at, or None for an empty one."""
    with database.engine().connect() as connection:
        if not database.engine().dialect.has_table(connection, "alembic_version"):
            return None
    with database.transaction(write=False) as session:
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


class Supply(Protocol):
    """Where databases come from, for the whole of one test process."""

    def fresh(self, folder: Path) -> str:
        """The address of a migrated database with nothing in it but what the migrations seed."""

    def bare(self, folder: Path) -> str:
        """The address of a database without a single table. For tests of migrations."""


class _Files:
    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        _migrate(f"sqlite:///{self._template}")

    def fresh(self, folder: Path) -> str:
        file = folder / "torget.sqlite3"
        shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"

    def bare(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'bare.sqlite3'}"


class _Server:
    def __init__(self, server: str, worker: str, stack: ExitStack) -> None:
        self._server = server
        self._bare = f"torget_test_{worker}_bare"
        name = f"torget_test_{worker}"
        self._url = postgres.create(server, name, template=TEMPLATE)
        stack.callback(postgres.drop, server, name)
        stack.callback(postgres.drop, server, self._bare)
        self._broom = postgres.Broom(self._url, "as_migrated")
        stack.callback(self._broom.close)

    def fresh(self, folder: Path) -> str:
        self._broom.sweep()
        return self._url

    def bare(self, folder: Path) -> str:
        return postgres.create(self._server, self._bare)


def _migrate(url: str) -> None:
    database.configure(url)
    migrate()
    # Nobody may be connected to what is copied.
    database.dispose()


@contextmanager
def supply(worker: str) -> Iterator[Supply]:
    """The supply of one test process, named apart from its neighbours'."""
    with ExitStack() as stack:
        if is_postgres():
            yield _Server(os.environ["TORGET_TEST_POSTGRES"], worker, stack)
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="torget-template-"))
            yield _Files(Path(folder))


@contextmanager
def server() -> Iterator[None]:
    """One PostgreSQL for all test processes of a run, with one migrated template."""
    with postgres.server() as url:
        _migrate(postgres.create(url, TEMPLATE))
        os.environ["TORGET_TEST_POSTGRES"] = url
        try:
            yield
        finally:
            postgres.drop(url, TEMPLATE)
