"""Keeping the clocks of promises, a little at every tick: what something happened to, what time is
over for, and once a night, as after every start, everything. And promising anew, where somebody
has said so.
"""

import time
from collections.abc import Sequence

from models.database import transaction
from models.keeping_promises import keeping, recounting, sweeping
from models.profile import site

AT_A_TIME = 50
"""Cases in one transaction: nobody waits for more than these."""
STEP_SECONDS = 0.2
LOOKED_AT = 1_000
"""Cases whose clocks are compared with their histories in one look."""


class Promising:
    """One for a scheduler. It begins with everything: nobody knows what was missed meanwhile."""

    def __init__(self) -> None:
        self._waits: list[str] = []
        self._after: int | None = 0
        self._since = 0

    def begin(self) -> None:
        """Look at everything anew."""
        self._after = 0

    def look(self) -> None:
        """Once a minute: which cases something happened to, and of which some time is over."""
        with transaction(write=False) as session:
            newest = sweeping.newest(session)
            # At the start nobody knows from where on: then everything is looked at anyhow.
            happened = sweeping.touched(session, self._since) if self._since else ()
            self._add([*happened, *sweeping.over(session, LOOKED_AT)])
        self._since = newest

    def goes_on(self) -> bool:
        """Whether anything waits to be looked at."""
        return bool(self._waits) or self._after is not None

    def go_on(self) -> bool:
        """Keep some of what waits; True when a promise was found broken, or given anew: somebody is
        told.
        """
        ends = time.monotonic() + STEP_SECONDS
        found = self._promise_anew()
        while self._more() and time.monotonic() < ends:
            some, self._waits = self._waits[:AT_A_TIME], self._waits[AT_A_TIME:]
            with transaction() as session:
                found += keeping.keep(session, some, site(session).opening)
        return found > 0

    def _promise_anew(self) -> int:
        """Some of the open cases that an administrator has let count anew."""
        with transaction(write=False) as session:
            due = recounting.due(session)
        for one in due:
            with transaction() as session:
                recounting.step(session, one, site(session).opening)
        return len(due)

    def _more(self) -> bool:
        if not self._waits and self._after is not None:
            with transaction(write=False) as session:
                some, self._after = sweeping.behind(session, self._after, LOOKED_AT)
            self._add(some)
        return self.goes_on()

    def _add(self, references: Sequence[str]) -> None:
        self._waits = list(dict.fromkeys([*self._waits, *references]))
