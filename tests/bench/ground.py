"""What every benchmark stands on: a durable database, settings, and one form of a row."""

import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg

from models import settings as town_settings
from tests import postgres
from tests.bench import machine

DATABASES = ("sqlite", "postgres")


def named() -> Iterator[tuple[str, str, Path]]:
    """Each database that the command names, or both: its name, the address of an empty one, and a
    folder. Both are gone when the next one is asked for.
    """
    for name in sys.argv[1:] or DATABASES:
        # The settings are read once a process, and each database has its own.
        town_settings.use(None)
        with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="torget-bench-") as folder:
            yield name, database(name, Path(folder), stack), Path(folder)


def database(name: str, folder: Path, stack: ExitStack) -> str:
    """The address of an empty database, gone when `stack` ends."""
    if name != "postgres":
        return f"sqlite:///{folder}/torget.sqlite3"
    url = postgres.create(stack.enter_context(postgres.server()), "torget_bench")
    _durable(url)
    return url


def _durable(url: str) -> None:
    """The tests' server skips fsync; a benchmark of durable votes may not."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = on")
        connection.execute("SELECT pg_reload_conf()")


def settings(url: str, folder: Path) -> dict[str, str]:
    """The environment of every process under measurement."""
    return {
        "TORGET_DATABASE_URL": url,
        "TORGET_DATA": str(folder),
        "TORGET_SECRET_KEY": secrets.token_urlsafe(48),
        "TORGET_TRUSTED_PROXIES": "127.0.0.1/32",
        "TORGET_GATHER_SECONDS": "0",
    }


def row(work: str, figure: str, others: str = "") -> None:
    """One line, with the machine's speed at that moment."""
    print(f"{work:44} {figure:>14}   {machine.calibration():.0f} ms{others}", flush=True)
