"""The nightly counting of all notices, a little at every tick: no vote waits for it."""

import logging
import time
from collections.abc import Iterator

from models import reconciliation
from models.calendar import DAY, now
from models.database import transaction
from notifications import reconciling
from notifications.reconciling import Named, Reconciled

log = logging.getLogger(__name__)

STEP_SECONDS = 0.2
"""How long a tick counts, or a little longer where one event has very many followers."""


WAIT_SECONDS = 60.0
"""Whoever was away for a while has time to address first what waited for it."""


class Counting:
    """One counting after the other. A scheduler that ends in the middle of one counts again the
    next night.
    """

    def __init__(self) -> None:
        self._found = Reconciled()
        self._going: Iterator[Named | None] | None = None
        self._begins = 0.0

    def begin(self) -> None:
        """Start anew, in a while."""
        self._begins = time.monotonic() + WAIT_SECONDS
        self._found = Reconciled()
        self._going = reconciling.look(now() - reconciling.DAYS * DAY, self._found)

    def go_on(self) -> None:
        """Look at some more events; at the last one write down what was found."""
        if self._going is None or time.monotonic() < self._begins:
            return
        ends = time.monotonic() + STEP_SECONDS
        for named in self._going:
            # Between two events alone: in one, a transaction is open.
            if named is None and time.monotonic() > ends:
                return
        self._going = None
        found = self._found
        with transaction() as session:
            reconciliation.note(
                session,
                events=found.events,
                messages=found.messages,
                differences=found.differences,
                not_known=found.not_known,
            )
        if found.differences:
            log.error("reconcile: %s differences; see: web reconcile", found.differences)
