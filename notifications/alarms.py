"""A line in the log that somebody is woken by: letters do not leave (NT-26, F08, F09).

Once a quarter of an hour for as long as it lasts, by every worker; a watcher of logs looks for
`alarm`. The same figures stand on /metrics, which says them whether or not a worker lives.
"""

import logging
import time

from models import health
from models.calendar import SECOND, now
from models.database import transaction

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
AGAIN_SECONDS = 900.0


class Alarm:
    """One for a worker process."""

    def __init__(self) -> None:
        self._looked = time.monotonic()
        self._told = float("-inf")

    def look(self) -> None:
        """Look once a minute, and say at most every quarter of an hour that letters are late."""
        at = time.monotonic()
        if at - self._looked < LOOK_SECONDS:
            return
        self._looked = at
        with transaction(write=False) as session:
            state = health.sending(session)
        if state.oldest_at is not None and health.is_late(state):
            if at - self._told >= AGAIN_SECONDS:
                self._told = at
                waited = (now() - state.oldest_at) // SECOND
                log.error("alarm oldest_waiting_seconds=%d waiting=%d", waited, state.waiting)
        else:
            self._told = float("-inf")
