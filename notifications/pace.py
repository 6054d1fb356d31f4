"""How fast letters leave, and when they wait for a relay that is not well (NT-7).

One for a worker process, shared by its threads; the clock is the monotonic one, which no change of
the time of day disturbs. Nothing here is stored: a worker that begins anew tries at once.
"""

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from models.person import Channel
from notifications.letter import Accepted, Letter, TryLater
from notifications.retries import is_the_relays_fault

BURST_SECONDS = 0.25
"""What was not used for a moment may be caught up with, or a pause would end in a flood."""

DOMAINS_KEPT = 1_000
SLICE_SECONDS = 0.2
"""How soon a worker that waits notices that it is to stop."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0


class _Bucket:
    """At most so many a second, spread evenly."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._next = float("-inf")

    def reserve(self, at: float) -> float:
        """Take the next place; returns when it is."""
        begins = max(self._next, at - BURST_SECONDS)
        self._next = begins + self._gap
        return begins


class Pace:
    """`per_second` letters over all, `per_domain` to one domain of addresses; 0 is no limit."""

    def __init__(self, per_second: float = 0, per_domain: float = 0) -> None:
        self._lock = threading.Lock()
        self._all = _Bucket(per_second) if per_second else None
        self._per_domain = per_domain
        self._domains: OrderedDict[str, _Bucket] = OrderedDict()
        self._failures: dict[Channel, int] = {}
        self._closed_until: dict[Channel, float] = {}

    def wait(self, letter: Letter, going: Callable[[], bool]) -> bool:
        """Wait for this letter's turn. False when the worker was told to stop meanwhile."""
        turn = self._turn(letter)
        while (left := turn - time.monotonic()) > 0:
            if not going():
                return False
            time.sleep(min(left, SLICE_SECONDS))
        return True

    def _turn(self, letter: Letter) -> float:
        at = time.monotonic()
        if letter.channel != "email":
            return at
        with self._lock:
            turn = self._all.reserve(at) if self._all else at
            if self._per_domain:
                domain = letter.address.rpartition("@")[2].lower()
                bucket = self._domains.pop(domain, None) or _Bucket(self._per_domain)
                self._domains[domain] = bucket
                if len(self._domains) > DOMAINS_KEPT:
                    self._domains.popitem(last=False)
                turn = max(turn, bucket.reserve(at))
        return turn

    def shut(self) -> frozenset[Channel]:
        """The channels whose relay was not well just now: nothing is tried there for a while."""
        at = time.monotonic()
        with self._lock:
            return frozenset(channel for channel, until in self._closed_until.items() if until > at)

    def learn(self, channel: Channel, answer: Accepted | Exception) -> None:
        """What a try says of the relay. Each failure in a row makes the pause longer, up to a
        minute; one letter then finds out whether it is well again, and the others keep their turn.
        """
        with self._lock:
            if not _is_the_relays(answer):
                self._failures.pop(channel, None)
                self._closed_until.pop(channel, None)
                return
            failures = self._failures.get(channel, 0)
            self._failures[channel] = failures + 1
            pause = min(FIRST_PAUSE_SECONDS * 2 ** min(failures, 10), LONGEST_PAUSE_SECONDS)
            self._closed_until[channel] = time.monotonic() + pause * random.uniform(0.5, 1)  # noqa: S311


def _is_the_relays(answer: Accepted | Exception) -> bool:
    return isinstance(answer, TryLater) and is_the_relays_fault(answer.code)
