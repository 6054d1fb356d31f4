"""Making the results of statements, a little at every tick: no vote waits for it."""

import time
from collections.abc import Iterator

from models.database import transaction
from models.dialogue import assertions, weighing
from models.dialogue.weighing import Due
from models.opinion.answers import Answers
from models.opinion.findings import findings

STEP_SECONDS = 0.2
"""How long a tick reads answers. The grouping itself is done in one: a tenth of a second for 1,500
people and 300 statements, two or three for 30,000.
"""
EACH_SECONDS = 60.0
"""How often it is looked whether there is something to do."""


class Weighing:
    """One phase after the other. A scheduler that ends in the middle begins with it again."""

    def __init__(self) -> None:
        self._going: Iterator[None] | None = None
        self._looks = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether there is more to do at the next tick."""
        return self._going is not None

    def go_on(self) -> None:
        """Read some more answers; at the last one of a phase write its result down."""
        if self._going is None:
            if time.monotonic() < self._looks:
                return
            self._looks = time.monotonic() + EACH_SECONDS
            self._going = _all_due()
        ends = time.monotonic() + STEP_SECONDS
        for _ in self._going:
            if time.monotonic() > ends:
                return
        self._going = None


def _all_due() -> Iterator[None]:
    """Comes up between two transactions."""
    with transaction(write=False) as session:
        due = weighing.due(session)
    for one in due:
        yield from _weighed(one)


def _weighed(one: Due) -> Iterator[None]:
    with transaction(write=False) as session:
        keys = set(assertions.keys_of(session, one.phase_id))
    answers, after = Answers(), 0
    while True:
        with transaction(write=False) as session:
            after = weighing.read(session, one.phase_id, keys, answers, after)
        if not after:
            break
        yield
    found = findings(answers)
    with transaction() as session:
        weighing.keep(session, one, answers, found)
    yield
