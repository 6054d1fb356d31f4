"""The wake-up: the web says that something was written, the worker looks sooner than it would.

Huey deletes a job before running it, so nothing depends on one: the truth is the outbox, and the
worker looks there once a second whatever happens here. A queue that fails is thrown away and made
anew by whoever notices first. Huey is loaded at the first nudge, because web.app starts light.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from models.settings import settings
from notifications.trouble import named

log = logging.getLogger(__name__)

LOCK_SECONDS = 0.5
"""How long a nudge waits for the file: it is not worth more."""

T = TypeVar("T")


class Queue:
    """The wake-up queue in its own SQLite file, opened anew when the file was replaced."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._path = Path(url.removeprefix("sqlite:///"))
        self._huey: Any = None
        self._wake: Any = None
        self._file = (0, 0)
        self._rung = False

    def ring(self) -> None:
        """Leave a wake-up, unless one is waiting."""
        self._open()
        if self._huey.pending_count() == 0:
            self._wake()

    def heard(self) -> bool:
        """Whether somebody has rung since the last time; takes what waits."""
        self._open()
        self._rung = False
        while (task := self._huey.dequeue()) is not None:
            self._huey.execute(task)
        return self._rung

    def replace(self) -> None:
        """Throw the queue away. The next use makes a new one, if the folder lets it."""
        with suppress(Exception):
            self.close()
        self._huey = None
        for name in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            with suppress(OSError):
                name.unlink(missing_ok=True)

    def close(self) -> None:
        if self._huey is not None:
            self._huey.storage.close()
        self._huey = None

    def _open(self) -> None:
        if self._huey is not None and self._identity() == self._file:
            return
        self.close()
        from huey import SqliteHuey
        from huey.registry import Message

        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._huey = SqliteHuey(
            "torget",
            filename=str(self._path),
            results=False,
            serializer=_Json(Message),
            # Whoever removes the file leaves nothing of it behind but an empty journal.
            journal_mode="truncate",
            fsync=False,
            cache_mb=1,
            timeout=LOCK_SECONDS,
        )
        self._wake = self._huey.task(name="wake")(self._ring_in)
        self._file = self._identity()

    def _ring_in(self) -> None:
        self._rung = True

    def _identity(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)


class _Json:
    """Messages as JSON: what somebody else wrote into the file is read, never run."""

    def __init__(self, message: Any) -> None:
        self._message = message

    def serialize(self, message: Any) -> bytes:
        return json.dumps(list(message)).encode()

    def deserialize(self, data: bytes) -> Any:
        return self._message(*json.loads(data))


_lock = threading.Lock()
_queue: Queue | None = None


def nudge() -> None:
    """Wake a worker after a commit. Never fails: without it the worker comes a second later."""
    _use(Queue.ring, None)


def heard() -> bool:
    """Whether somebody nudged since the last time; for the worker."""
    return _use(Queue.heard, otherwise=False)


def _use(what: Callable[[Queue], T], otherwise: T) -> T:
    global _queue
    with _lock:
        url = settings().queue_url
        if _queue is None or _queue.url != url:
            _queue = Queue(url)
        try:
            return what(_queue)
        except Exception as error:  # noqa: BLE001  # a queue may fail in any way of its storage
            log.warning("queue failed: %s", named(error))
            if "locked" not in str(error):
                _queue.replace()
            return otherwise
