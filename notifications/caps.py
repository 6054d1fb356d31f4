"""How many letters a day, for a loop that nobody foresaw: the rest goes tomorrow (NT-7).

What somebody has just asked for, a sign-in link or a confirmation, goes in spite of it.
"""

import logging
import threading
import time

from models.calendar import today
from models.database import transaction
from models.person import Channel
from models.post import sent_today

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
ALERT_AT = 0.8
"""From this part of the day's letters on somebody is told."""


class Cap:
    """One for a worker process. Counted in the database, so that all workers keep it together."""

    def __init__(self, per_day: int) -> None:
        """0 is no limit."""
        self._per_day = per_day
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._spent = False
        self._alerted = ""

    def spent(self) -> frozenset[Channel]:
        """The channels on which today nothing more goes but what was asked for."""
        if not self._per_day:
            return frozenset()
        with self._lock:
            at = time.monotonic()
            if at - self._looked >= LOOK_SECONDS:
                self._looked = at
                with transaction(write=False) as session:
                    self._judge(sent_today(session, Channel.EMAIL))
            return frozenset({Channel.EMAIL}) if self._spent else frozenset()

    def _judge(self, sent: int) -> None:
        self._spent = sent >= self._per_day
        day = today().isoformat()
        if sent >= self._per_day * ALERT_AT and self._alerted != day:
            self._alerted = day
            log.error("alarm mail_today=%d of=%d", sent, self._per_day)
