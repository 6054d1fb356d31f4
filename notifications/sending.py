"""One worker thread's work: lease some deliveries, and for each look, write, hand over, write down.

Every message costs one transaction: it writes down what became of the last one and begins the
next. The only window for a duplicate is a crash between the provider's yes and that commit, and
the duplicate has the same Message-ID.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.calendar import Moment, now
from models.database import is_conflict, transaction
from models.errors import Busy
from notifications import leases, settling
from notifications.due import look, stale
from notifications.letter import TryLater, Undeliverable
from notifications.messages import Draft, Writer
from notifications.pipes import Pipes
from notifications.retries import INTERNAL
from notifications.settling import Tried
from notifications.trouble import named

log = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""A worker that was held up for longer looks again before it sends."""

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

    def __init__(self, owner: str, pipes: Pipes, going: Callable[[], bool]) -> None:
        self.owner = owner
        self.in_hand: int | None = None
        """The delivery a provider is being talked to about; its lease is renewed meanwhile."""
        self._pipes = pipes
        self._going = going
        self._writer = Writer()

    def round(self) -> bool:
        """Lease one batch and send it. False when nothing was due."""
        mine = self._unit(lambda session: leases.claim(session, self.owner))
        tried: Tried | None = None
        for delivery_id in mine:
            if not self._going():
                break
            ready = self._begin(delivery_id, tried)
            tried = self._try(ready) if ready is not None else None
        if tried is not None:
            self._settle(tried)
        return bool(mine)

    def give_back(self) -> None:
        """Let others have what was leased and not begun."""
        self._unit(lambda session: leases.give_back(session, self.owner))

    def close(self) -> None:
        self._pipes.close()
        self.give_back()

    def _begin(self, delivery_id: int, tried: Tried | None) -> Ready | None:
        """Settle the last try and begin this one, unless it is not ours or may not go any more."""

        def unit(session: Session) -> Ready | None:
            if tried is not None:
                settling.settle(session, self.owner, tried)
            began = time.monotonic()
            if not leases.begin(session, self.owner, delivery_id):
                return None
            due = look(session, delivery_id)
            why_not = stale(due)
            if why_not is not None:
                leases.drop(session, delivery_id, *why_not)
                return None
            return Ready(delivery_id, self._writer.prepare(session, due), now(), began)

        try:
            return self._unit(unit)
        except Exception as error:  # noqa: BLE001  # one broken letter must not stop the others
            log.error("delivery %d: %s", delivery_id, named(error))  # noqa: TRY400  # no words of it
        if tried is not None:
            self._settle(tried)
        self._unit(partial(self._blame, delivery_id))
        return None

    def _blame(self, delivery_id: int, session: Session) -> None:
        if leases.begin(session, self.owner, delivery_id):
            settling.settle(session, self.owner, Tried(delivery_id, now(), TryLater(INTERNAL)))

    def _settle(self, tried: Tried) -> None:
        self._unit(lambda session: settling.settle(session, self.owner, tried))

    def _try(self, ready: Ready | None) -> Tried | None:
        """Write the letter and hand it over. None when it turned out that it may not go."""
        while ready is not None:
            self.in_hand = ready.delivery_id
            try:
                letter = self._writer.write(ready.draft)
                if time.monotonic() - ready.began <= FRESH_SECONDS:
                    answer = self._pipes.send(letter)
                    return Tried(ready.delivery_id, ready.at, answer)
            except (TryLater, Undeliverable) as refusal:
                return Tried(ready.delivery_id, ready.at, refusal)
            except Exception as error:  # noqa: BLE001  # as in _begin
                log.error("delivery %d: %s", ready.delivery_id, named(error))  # noqa: TRY400
                return Tried(ready.delivery_id, ready.at, TryLater(INTERNAL))
            finally:
                self.in_hand = None
            # Held up between looking and sending: much may have happened, so look again.
            ready = self._begin(ready.delivery_id, None)
        return None

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
