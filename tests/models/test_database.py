"""Two databases, one behaviour: no lost update, no half unit, no waiting without end."""

import os
import subprocess
import sys
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import database
from models.database import (
    changed,
    engine,
    is_postgres,
    lock_rows,
    table_of,
    transaction,
    upsert,
)
from models.errors import Busy
from models.job import JobRun, Lease
from models.settings.fields import ROOT
from models.tables import metadata
from tests.databases import as_shipped
from tests.parallel import at_once, unit

_leases = table_of(Lease)
_runs = table_of(JobRun)


def value() -> int:
    with transaction(write=False) as session:
        return session.execute(select(_leases.c.until)).scalar_one()


@pytest.fixture
def counter(town):
    with transaction() as session:
        session.execute(upsert(_leases).values(name="counter", owner="test", until=0))


def increment(session) -> None:
    """What the default settings of the driver lose: 419 of 480 were lost."""
    held = session.execute(lock_rows(select(_leases.c.until))).scalar_one()
    session.execute(_leases.update().values(until=held + 1))


def test_no_update_is_lost_between_threads(counter):
    def sixty():
        for _ in range(60):
            unit(increment)

    assert at_once([sixty] * 8) == [None] * 8
    assert value() == 480


PROCESS = """
import sys
from models import database, job
from tests.models.test_database import increment
from tests.parallel import at_once, unit

database.configure(sys.argv[1])
assert at_once([lambda: [unit(increment) for _ in range(30)]] * 2) == [[None] * 30] * 2
"""


def test_no_update_is_lost_between_processes(counter, town):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, town.url],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    for _ in range(30):
        unit(increment)
    assert [process.wait(30) for process in started] == [0, 0]
    assert value() == 150


def test_a_unit_that_fails_leaves_nothing(counter):
    def fail(session):
        increment(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        unit(fail)
    assert value() == 0
    unit(increment)
    assert value() == 1


def test_what_is_read_belongs_together(counter):
    with transaction(write=False) as session:
        before = session.execute(select(_leases.c.until)).scalar_one()
        at_once([lambda: unit(increment)])
        assert session.execute(select(_leases.c.until)).scalar_one() == before == 0
    assert value() == 1


def test_a_reading_transaction_keeps_no_change(counter):
    try:
        with transaction(write=False) as session:
            increment(session)
    except DBAPIError:
        assert is_postgres()
    assert value() == 0


def test_a_writer_that_waits_too_long_is_told_that_we_are_busy(counter, monkeypatch):
    if is_postgres():
        pytest.skip("writers of PostgreSQL do not queue in memory")
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.05)
    entered, done = threading.Event(), threading.Event()

    def hold():
        with transaction() as session:
            increment(session)
            entered.set()
            done.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)
    with pytest.raises(Busy) as refused:
        unit(increment)
    done.set()
    holder.join()
    assert refused.value.status == 503
    assert value() == 1
    unit(increment)
    assert value() == 2


def test_a_lock_held_by_another_program_is_busy_and_not_a_fault(counter, town):
    if is_postgres():
        pytest.skip("the whole file is locked on SQLite only")
    path = town.url.removeprefix("sqlite:///")
    other = database.driver.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    # Only the connection that was just given back waits so short; the pool hands it out again.
    with pytest.raises(Busy):
        unit(increment)
    assert value() == 0
    other.execute("ROLLBACK")
    other.close()
    unit(increment)
    assert value() == 1


def test_too_many_readers_are_told_that_we_are_busy(counter, monkeypatch):
    monkeypatch.setattr(engine().pool, "_timeout", 0.05)
    size = engine().pool.size()
    opened = [transaction(write=False) for _ in range(size)]
    for one in opened:
        one.__enter__().execute(select(_leases)).all()
    with pytest.raises(Busy), transaction(write=False) as session:
        session.execute(select(_leases)).all()
    for one in opened:
        one.__exit__(None, None, None)
    assert value() == 0


def test_a_database_that_is_gone_is_busy_on_postgres(counter):
    if not is_postgres():
        pytest.skip("a file does not restart")
    with pytest.raises(Busy), transaction() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert value() == 0


def test_a_wrong_statement_is_no_busy_database(counter):
    with pytest.raises(DBAPIError) as wrong, transaction() as session:
        session.execute(text("SELECT nonsense FROM nowhere"))
    assert not database.is_conflict(wrong.value)


def test_sqlite_is_opened_by_the_shipped_driver_with_the_settings_that_keep_data(town):
    if is_postgres():
        pytest.skip("about SQLite")
    assert engine().dialect.dbapi.__name__ == "pysqlite3.dbapi2"
    assert tuple(map(int, database.driver.sqlite_version.split("."))) >= (3, 51, 3)
    made = as_shipped(town.url)
    with made.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "mmap_size": 0,
        "busy_timeout": 5000,
    }
    made.dispose()


def test_the_standard_library_never_opens_our_file():
    code = (
        "import sys, tempfile\n"
        "from models import database, tables\n"
        "from models.migrations import migrate\n"
        "folder = tempfile.mkdtemp()\n"
        "database.configure(f'sqlite:///{folder}/town.sqlite3')\n"
        "migrate()\n"
        "assert database.engine().dialect.dbapi is database.driver\n"
        "print('sqlite3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_autocommit_begins_no_transaction(town):
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
        if not is_postgres():
            assert not connection.connection.dbapi_connection.in_transaction


def test_changed_rows_are_counted(counter):
    with transaction() as session:
        assert changed(session, _leases.update().values(owner="new")) == 1
        assert changed(session, _leases.delete().where(_leases.c.owner == "nobody")) == 0
        rows = [{"job": "a", "period": str(number), "at": 1} for number in range(3)]
        ignored = upsert(_runs).on_conflict_do_nothing()
        assert changed(session, ignored.values(rows)) == 3
        assert changed(session, ignored.values(rows[0])) == 0


def test_codes_are_stored_by_value(town):
    for table in metadata.sorted_tables:
        for column in table.columns:
            for value in getattr(column.type, "enums", ()):
                assert value == value.lower(), (table.name, column.name)


def test_without_a_database_there_is_a_clear_word():
    database.dispose()
    with pytest.raises(RuntimeError, match="configure"):
        engine()
