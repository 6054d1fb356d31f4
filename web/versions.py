"""The present version of every stream, cheap enough to ask before each cached page.

SQLite: one raw read of a few microseconds on a connection of its own. PostgreSQL: versions arrive
by LISTEN/NOTIFY into a dictionary; while the listener is deaf, nothing is known and pages are made
anew.
"""

import selectors
import socket
import threading
import time
from typing import Any, Protocol

from models.database import driver, engine, is_postgres

DEAF_SECONDS = 2.0
HEARTBEAT_SECONDS = 0.5
CHANNEL = "torget_stream"
NEVER = float("-inf")
READ = "SELECT version FROM stream WHERE key = ?"


class Versions(Protocol):
    def present(self, stream: str) -> int | None:
        """The version now, or None when it cannot be known."""

    def learn(self, stream: str, version: int) -> None:
        """This process changed a stream itself: no need to wait for the news."""

    @property
    def since(self) -> float:
        """Monotonic time from which every change is known; older pages prove nothing."""

    def close(self) -> None:
        """Let go of the connection."""


class SqliteVersions:
    """Reads the row itself, in the event loop."""

    def __init__(self, path: str) -> None:
        self._connection: Any = driver.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA mmap_size=0")
        self._connection.execute("PRAGMA busy_timeout=50")

    def present(self, stream: str) -> int | None:
        try:
            row = self._connection.execute(READ, (stream,)).fetchone()
        except driver.Error:
            return None
        return row[0] if row else None

    def learn(self, stream: str, version: int) -> None:
        """Nothing to do: the row is read each time."""

    @property
    def since(self) -> float:
        return 0.0

    def close(self) -> None:
        self._connection.close()


class PostgresVersions:
    """Keeps the highest version heard per stream, by one listening thread.

    A stream never heard of is as old as when listening began: a page of version v is then good for
    every v, because any later change would have been heard.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._heard: dict[str, int] = {}
        self._lock = threading.Lock()
        self._alive = NEVER
        self._since = 0.0
        self._stop = threading.Event()
        self._door, self._bell = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, daemon=True, name="versions")
        self._thread.start()

    def present(self, stream: str) -> int | None:
        if time.monotonic() - self._alive > DEAF_SECONDS:
            return None
        return self._heard.get(stream, 0)

    @property
    def since(self) -> float:
        return self._since

    def learn(self, stream: str, version: int) -> None:
        # Two threads learn: the later must never be lowered by one that looked before it.
        with self._lock:
            self._heard[stream] = max(version, self._heard.get(stream, 0))

    def close(self) -> None:
        self._stop.set()
        self._bell.send(b"\0")
        self._thread.join(timeout=5)
        self._bell.close()
        self._door.close()

    def _listen(self) -> None:
        # psycopg is an extra that only towns on PostgreSQL install.
        import psycopg

        while not self._stop.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._heard.clear()
                    self._since = self._alive = time.monotonic()
                    self._hear(connection)
            except psycopg.Error:
                self._alive = NEVER
                self._stop.wait(0.5)

    def _hear(self, connection: Any) -> None:
        with selectors.DefaultSelector() as news:
            # Whoever closes rings: nobody waits for the next heartbeat.
            news.register(self._door, selectors.EVENT_READ)
            news.register(connection, selectors.EVENT_READ)
            while not self._stop.is_set():
                if not news.select(timeout=HEARTBEAT_SECONDS):
                    # A dead connection raises here; a live one proves that it is heard.
                    connection.execute("SELECT 1")
                for notice in connection.notifies(timeout=0):
                    version, _, stream = notice.payload.partition(" ")
                    self.learn(stream, int(version))
                self._alive = time.monotonic()


def versions() -> SqliteVersions | PostgresVersions:
    """The way of the configured database."""
    url = engine().url
    if is_postgres():
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresVersions(plain)
    return SqliteVersions(url.database or "")
