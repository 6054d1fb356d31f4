"""The worker: addresses what happened, sends what is due, and comes back from whatever befalls it.

One thread looks and addresses, the others send. A nudge makes it look at once; without one it
looks every second, so that a lost queue, a lost nudge and a dead neighbour cost a second or a
lease, and no message.
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable

import templates
from models import calendar
from models.database import transaction
from models.profile import Site, site
from models.settings import settings
from notifications import addressing, leases, pipes, sweeping, tasks
from notifications.alarms import Alarm
from notifications.caps import Cap
from notifications.pace import Pace
from notifications.sending import Sender
from notifications.trouble import named

log = logging.getLogger(__name__)

THREADS = 2
LOOK_SECONDS = 1.0
LISTEN_SECONDS = 0.1
RENEW_SECONDS = 45.0
RECEIPTS_SECONDS = 600.0
STOP_SECONDS = 25.0
"""How long a stopping worker waits for the messages in hand."""


class Worker:
    """One worker process. `run` returns when `stop` is set and nothing is in hand any more."""

    def __init__(self, stop: threading.Event, *, threads: int = THREADS) -> None:
        self._stop = stop
        self._due = threading.Event()
        self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._count = threads
        self._senders: list[Sender] = []
        self._pipes: list[pipes.Pipes] = []
        self._town: Site | None = None
        self._alarm = Alarm()
        self._renewed = self._counted = time.monotonic()

    def run(self) -> None:
        """Work until told to stop. Needs a configured, migrated database."""
        with transaction(write=False) as session:
            town = site(session)
        calendar.use_zone(town.zone)
        templates.configure(clock=calendar.now, zone=calendar.zone())
        templates.reword(town.own_words)
        threads = self._start(town) if pipes.is_open(settings()) else []
        looked = float("-inf")
        while not self._stop.wait(LISTEN_SECONDS):
            if tasks.heard() or time.monotonic() - looked >= LOOK_SECONDS:
                looked = time.monotonic()
                if not _guarded(self._look):
                    _guarded(self._give_back)
        self._due.set()
        ends = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))
        _guarded(self._give_back)

    def _going(self) -> bool:
        return not self._stop.is_set()

    def _start(self, town: Site) -> list[threading.Thread]:
        self._town = town
        chosen = settings()
        pace = Pace(chosen.mail_per_second, chosen.mail_per_domain)
        cap = Cap(chosen.mail_per_day)
        for number in range(self._count):
            through = pipes.Pipes(chosen, town)
            self._pipes.append(through)
            name = f"{self._name}-{number}"
            self._senders.append(Sender(name, through, self._going, pace=pace, cap=cap))
        # Daemons: a relay that never answers must not keep a stopped worker alive.
        threads = [
            threading.Thread(target=self._send, args=(sender,), daemon=True)
            for sender in self._senders
        ]
        for thread in threads:
            thread.start()
        return threads

    def _send(self, sender: Sender) -> None:
        def send_all() -> None:
            while sender.round() and self._going():
                pass

        while self._going():
            if self._due.wait(LOOK_SECONDS):
                self._due.clear()
                if not _guarded(send_all):
                    _guarded(sender.give_back)
        _guarded(sender.close)

    def _look(self) -> None:
        """Do, or have the others do, whatever the tables say is to be done."""
        with transaction(write=False) as session:
            town = site(session)
            to_address = addressing.pending(session)
            died = sweeping.died(session)
            due = leases.due(session)
        if town != self._town:
            self._town = town
            templates.reword(town.own_words)
            for through in self._pipes:
                through.speak_for(town)
        if died:
            with transaction() as session:
                sweeping.recover(session)
        if due or died:
            self._due.set()
        if to_address:
            addressing.address(self._name, self._addressing_on)
            self._due.set()
        self._now_and_then()

    def _addressing_on(self) -> bool:
        """Between two chunks: nobody waits for the last of fifty thousand followers."""
        self._due.set()
        self._now_and_then()
        return self._going()

    def _now_and_then(self) -> None:
        at = time.monotonic()
        if at - self._renewed >= RENEW_SECONDS:
            self._renewed = at
            self._renew()
        if at - self._counted >= RECEIPTS_SECONDS:
            self._counted = at
            with transaction() as session:
                sweeping.give_up_on_receipts(session)

        self._alarm.look()

    def _renew(self) -> None:
        """A provider may take longer than a lease lasts (NT-7)."""
        held = [(one.owner, one.in_hand) for one in self._senders if one.in_hand]
        if held:
            with transaction() as session:
                for owner, ids in held:
                    leases.renew(session, owner, ids)

    def _give_back(self) -> None:
        with transaction() as session:
            addressing.give_back(session, self._name)


def _guarded(work: Callable[[], object]) -> bool:
    """Whether it went well. A worker survives whatever it is, and looks again a second later."""
    try:
        work()
    except Exception as error:  # noqa: BLE001  # whatever it is
        log.error("failed: %s", named(error))  # noqa: TRY400  # no words of it
        return False
    return True
