"""The part of a case's page that is the same for every stranger, kept for signed-in readers too.

Good while the stream's version is the present one, as in web/cache; bounded, oldest use forgotten.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from web.cache import LONGEST_SECONDS

MOST = 100

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Part:
    """One public case, rendered: its row, what the shell needs of it, and the two fragments."""

    version: int
    row: Row[Any]
    case: dict[str, Any]
    top: Markup
    rest: Markup
    until: float = field(default_factory=lambda: time.monotonic() + LONGEST_SECONDS)


class Parts:
    """Thread-safe: several readers render at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Part] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key, version: int) -> Part | None:
        """The part as of this version, or None."""
        with self._lock:
            part = self._kept.get(key)
            if part is None or part.version != version or time.monotonic() > part.until:
                return None
            self._kept.move_to_end(key)
            return part

    def keep(self, key: Key, part: Part) -> None:
        with self._lock:
            self._kept[key] = part
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """For a process that changes towns: tests."""
        with self._lock:
            self._kept.clear()


parts = Parts()
