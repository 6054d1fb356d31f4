"""Engine, transaction and columns: the only place that knows SQLite from PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3.dbapi2 as driver
from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from models.columns import (
    Id,
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import Busy

__all__ = [
    "Id",
    "changed",
    "configure",
    "dispose",
    "driver",
    "engine",
    "engine_for",
    "enum_column",
    "id_column",
    "is_conflict",
    "is_postgres",
    "lock_rows",
    "moment_column",
    "reference_column",
    "table_of",
    "transaction",
    "upsert",
]

READERS = 4
LOCK_WAIT_SECONDS = 5.0

_engine: Engine | None = None
_write_lock = threading.Lock()


def configure(url: str) -> Engine:
    """Make the engine for `url`, in place of any former one.

    `sqlite:///path` opens the file through pysqlite3 only (a SQLite without the WAL-reset fault);
    `postgresql://...` uses psycopg.
    """
    global _engine
    dispose()
    _engine = engine_for(url)
    return _engine


def engine_for(url: str) -> Engine:
    """An engine beside the configured one, for whoever copies from one database to another."""
    return _postgres(url) if url.startswith("postgres") else _sqlite(url)


def engine() -> Engine:
    if _engine is None:
        raise RuntimeError("models.database.configure(url) has not been called")
    return _engine


def dispose() -> None:
    """Close every connection; the next use needs `configure`."""
    global _engine
    if _engine is not None:
        _engine.dispose()
    _engine = None


def is_postgres() -> bool:
    return engine().dialect.name == "postgresql"


def _sqlite(url: str) -> Engine:
    made = create_engine(
        url,
        module=driver,
        # The driver's own transaction handling loses updates silently; BEGIN is ours (below).
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": 5.0},
        # What people wrote must not stand in an error's text, which goes to the log.
        hide_parameters=True,
        pool_size=READERS + 1,
        max_overflow=0,
        pool_timeout=10,
    )

    @event.listens_for(made, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "mmap_size=0",
            "cache_size=-2000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        # A deferred BEGIN that writes later fails at once whatever the timeout, so say it first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")

    return made


def _postgres(url: str) -> Engine:
    made = create_engine(
        url.replace("postgres://", "postgresql://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        ),
        hide_parameters=True,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=10000 -c timezone=UTC",
        },
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("write"):
            # One snapshot a page: the version is read first and must belong to the data.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return made


@contextmanager
def transaction(write: bool = True) -> Iterator[Session]:
    """One unit of work: committed when the block ends, rolled back when it raises.

    Writers of one process queue in memory before `BEGIN IMMEDIATE`, because SQLite's own waiting
    is unfair. Raises Busy when neither the lock nor the database can be had in time.
    """
    queue = write and not is_postgres()
    if queue and not _write_lock.acquire(timeout=LOCK_WAIT_SECONDS):
        raise Busy
    try:
        with Session(engine(), expire_on_commit=False, autoflush=write) as session:
            if write:
                session.connection(execution_options={"write": True})
            yield session
            if write:
                session.commit()
    except PoolTimeout as error:
        raise Busy from error
    except DBAPIError as error:
        if _is_busy(error):
            raise Busy from error
        raise
    finally:
        if queue:
            _write_lock.release()


def _is_busy(error: DBAPIError) -> bool:
    if is_postgres():
        # Gone, full, restarting or too slow: all pass.
        return isinstance(error, OperationalError) and not is_conflict(error)
    text = str(error.orig)
    return "database is locked" in text or "disk is full" in text or "disk I/O" in text


def is_conflict(error: DBAPIError) -> bool:
    """True for a unique race or a serialization failure: the whole unit may be tried again."""
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, IntegrityError) or state in {"40001", "40P01"}


def lock_rows(statement: Any) -> Any:
    """Read rows as they are now, and keep them so until the end of the transaction.

    SQLite holds the only write lock already. PostgreSQL takes `FOR NO KEY UPDATE`: no key changes
    here, and `FOR UPDATE` would hold up every vote, whose foreign key is checked. Objects of these
    rows that the session has are read anew: they may be from before the lock.
    """
    fresh = statement.execution_options(populate_existing=True)
    return fresh.with_for_update(key_share=True) if is_postgres() else fresh


def upsert(table: Table) -> Any:
    """An INSERT of this database's own kind, which offers `on_conflict_do_update`."""
    return postgresql.insert(table) if is_postgres() else sqlite.insert(table)


def changed(session: Session, statement: Any) -> int:
    """Run an INSERT, UPDATE or DELETE and say how many rows it touched."""
    # Without this, SQLAlchemy does not know it of an INSERT on PostgreSQL.
    result = session.execute(statement.execution_options(preserve_rowcount=True))
    if not isinstance(result, CursorResult):
        raise TypeError("not a statement that changes rows")
    return result.rowcount
