"""One worker thread's work: lease some deliveries, and for each look, write, hand over, write down.

One transaction writes down what became of the last messages and begins the next: of letters to
followers a few at once, because a commit may take longer than a letter, of everything else one.
The only window for duplicates is a crash between a provider's yes and that commit; such a duplicate
has the same Message-ID.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.calendar import Moment, now
from models.database import is_conflict, transaction
from models.errors import Busy
from models.person import Channel
from notifications import leases, quiet, settling
from notifications.caps import Cap
from notifications.edition import edition
from notifications.leases import Closed, Leased
from notifications.letter import Accepted, Letter, NotNow, TryLater, Undeliverable
from notifications.looking import look
from notifications.messages import Draft, Writer
from notifications.pace import Pace
from notifications.pipes import Pipes
from notifications.retries import INTERNAL, SLOW
from notifications.settling import Tried
from notifications.staleness import stale
from notifications.trouble import named

log = logging.getLogger(__name__)

GROUP = 5
"""Letters to followers between two commits: as many may be doubled by a crash, and no more."""

FRESH_SECONDS = 0.5
"""A worker that was held up for longer since it looked looks again before it sends."""

MOST_LOOKS = 20

PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 15.0
"""How long a worker that was told to stop tries to write down its last message."""

MOST_RACES = 3

T = TypeVar("T")


@dataclass(frozen=True)
class Ready:
    """A try that has begun: the delivery is ours, and may go."""

    delivery_id: int
    draft: Draft
    at: Moment
    began: float
    """On the monotonic clock, which also runs while a process is stopped."""


class Sender:
    """Sends what is due. `going` turning False ends it after the message in hand."""

    def __init__(
        self,
        owner: str,
        pipes: Pipes,
        going: Callable[[], bool],
        *,
        pace: Pace | None = None,
        cap: Cap | None = None,
    ) -> None:
        """`pace` and `cap` are shared by the threads of one process; without them nothing waits."""
        self.owner = owner
        self.in_hand: tuple[int, ...] = ()
        """The tries that have begun; their leases are renewed while a provider takes its time."""
        self._pipes = pipes
        self._going = going
        self._pace = pace or Pace()
        self._cap = cap or Cap(0)
        self._writer = Writer()

    def round(self) -> bool:
        """Lease one batch and send it. False when nothing was due, or nothing may go now."""
        closed = Closed(self._pace.shut(), self._cap.spent())
        if any(closed) and not self._is_due(closed):
            return False
        mine = self._unit(lambda session: leases.claim(session, self.owner, closed))
        tried: list[Tried] = []
        left = False
        for group in _groups(mine):
            left = not self._going() or self._pace.shut() != closed.shut
            if left:
                break
            ready = self._begin(group, tried)
            tried = self._try_all(ready)
        if tried:
            self._settle(tried)
        if left:
            self.give_back()
        return bool(mine)

    def _is_due(self, closed: Closed) -> bool:
        """Asked without the write lock: what is closed may be long, and wait for hours."""
        with transaction(write=False) as session:
            return leases.due(session, closed)

    def give_back(self) -> None:
        """Let others have what was leased and not begun."""
        self._unit(lambda session: leases.give_back(session, self.owner))

    def close(self) -> None:
        self._pipes.close()
        self.give_back()

    def _begin(self, ids: Sequence[int], tried: Sequence[Tried]) -> list[Ready]:
        """Settle the last tries and begin these, but what is not ours or may not go any more."""

        def unit(session: Session) -> list[Ready]:
            settling.settle(session, self.owner, tried)
            began = time.monotonic()
            ready = []
            for due in look(session, leases.begin(session, self.owner, ids)):
                why_not = stale(due)
                if why_not is not None:
                    leases.drop(session, due.row.id, *why_not)
                    continue
                later = due.held_until or quiet.until(
                    due.row.channel, due.row.kind, due.row.id, now()
                )
                if later is not None:
                    leases.put_off(session, self.owner, due.row.id, later)
                    continue
                draft = self._writer.prepare(session, due)
                ready.append(Ready(due.row.id, draft, now(), began))
            return ready

        try:
            return self._unit(unit)
        except Exception as error:  # noqa: BLE001  # one broken letter must not stop the others
            log.error("delivery %s: %s", ids, named(error))  # noqa: TRY400  # no words of it
        if tried:
            self._settle(tried)
        if len(ids) > 1:
            return [ready for one in ids for ready in self._begin([one], [])]
        self._unit(partial(self._blame, ids[0]))
        return []

    def _blame(self, delivery_id: int, session: Session) -> None:
        if leases.begin(session, self.owner, [delivery_id]):
            settling.settle(session, self.owner, [Tried(delivery_id, now(), TryLater(INTERNAL))])

    def _settle(self, tried: Sequence[Tried]) -> None:
        self._unit(lambda session: settling.settle(session, self.owner, tried))

    def _try_all(self, ready: Sequence[Ready]) -> list[Tried]:
        tried = []
        self.in_hand = tuple(one.delivery_id for one in ready)
        shut = self._pace.shut()
        for number, one in enumerate(ready):
            if number and (not self._going() or self._pace.shut() != shut):
                self._unit(partial(self._not_begun, self.in_hand[number:]))
                break
            tried += self._try(one)
        self.in_hand = ()
        return tried

    def _not_begun(self, ids: Sequence[int], session: Session) -> None:
        leases.not_begun(session, self.owner, ids)

    def _try(self, ready: Ready, looks: int = MOST_LOOKS) -> list[Tried]:
        """Write the letter and hand it over. Nothing when it turned out that it may not go."""
        if not looks:
            return [Tried(ready.delivery_id, ready.at, TryLater(SLOW))]
        try:
            letter = self._writer.write(ready.draft)
            if looks == MOST_LOOKS and not self._pace.wait(letter, self._going):
                return [Tried(ready.delivery_id, ready.at, NotNow(ready.at))]
            if time.monotonic() - ready.began <= FRESH_SECONDS:
                made, began = edition(letter), time.monotonic()
                answer = self._send(letter)
                took = round((time.monotonic() - began) * 1000)
                return [Tried(ready.delivery_id, ready.at, answer, made, took)]
        except (NotNow, TryLater, Undeliverable) as refusal:
            return [Tried(ready.delivery_id, ready.at, refusal)]
        except Exception as error:  # noqa: BLE001  # as in _begin
            log.error("delivery %d: %s", ready.delivery_id, named(error))  # noqa: TRY400
            return [Tried(ready.delivery_id, ready.at, TryLater(INTERNAL))]
        # Held up between looking and sending: much may have happened, so look again.
        return [
            tried
            for again in self._begin([ready.delivery_id], [])
            for tried in self._try(again, looks - 1)
        ]

    def _send(self, letter: Letter) -> Accepted:
        """Hand it over; what comes back says something of the relay, too."""
        channel = Channel(letter.channel)
        try:
            answer = self._pipes.send(letter)
        except (TryLater, Undeliverable) as refusal:
            self._pace.learn(channel, refusal)
            raise
        self._pace.learn(channel, answer)
        return answer

    def _unit(self, work: Callable[[Session], T]) -> T:
        """One transaction, tried until the database can be had: a message that went is never
        forgotten because somebody else held the lock.
        """
        gives_up: float | None = None
        races = 0
        while True:
            try:
                with transaction() as session:
                    return work(session)
            except Busy:
                if not self._going():
                    gives_up = gives_up or time.monotonic() + PATIENCE_SECONDS
                    if time.monotonic() > gives_up:
                        raise
                time.sleep(PAUSE_SECONDS)
            except DBAPIError as error:
                races += 1
                if races > MOST_RACES or not is_conflict(error):
                    raise


def _groups(mine: Iterable[Leased]) -> Iterator[list[int]]:
    """Letters to followers a few at a time, everything else alone, in the order they are due."""
    for many, run in groupby(mine, key=lambda one: one.many):
        ids = [one.id for one in run]
        size = GROUP if many else 1
        yield from (ids[first : first + size] for first in range(0, len(ids), size))
