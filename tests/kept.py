"""What a sink received, in memory and, when it is given a folder, as one file a message."""

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
LOOPBACK = "127.0.0.1"


class Kept(Generic[T]):
    """What arrived, for whoever waits for it."""

    def __init__(self, folder: Path | None, suffix: str) -> None:
        self.all: list[T] = []
        self._arrived = threading.Condition()
        self._folder = folder
        self._suffix = suffix
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, one: T, as_file: Callable[[], bytes]) -> None:
        with self._arrived:
            self.all.append(one)
            if self._folder is not None:
                name = f"{len(self.all):07d}{self._suffix}"
                half = self._folder / f".{name}"
                half.write_bytes(as_file())
                # A reader in another process never sees half a message.
                half.rename(self._folder / name)
            self._arrived.notify_all()

    def wait_for(self, count: int, seconds: float = 10) -> list[T]:
        """What has arrived once there are `count`; AssertionError when time is up."""
        with self._arrived:
            enough = self._arrived.wait_for(lambda: len(self.all) >= count, seconds)
            assert enough, f"{len(self.all)} of {count} arrived in {seconds} s"
            return list(self.all)


class Script:
    """What a sink answers: to one address always, or to the next message, or to all."""

    def __init__(self, usual: str) -> None:
        self.answers: deque[str] = deque()
        self.answers_to: dict[str, str] = {}
        self.usually = usual

    def choose(self, address: str) -> str:
        if address in self.answers_to:
            return self.answers_to[address]
        return self.answers.popleft() if self.answers else self.usually
