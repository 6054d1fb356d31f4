"""Keeping the statistics up, a little at every tick: no vote waits for it."""

import time
from collections.abc import Collection, Iterator

from models import profile
from models.calendar import DAY, now
from models.database import transaction
from models.statistics import cells, following
from models.statistics.workdays import Workdays

STEP_SECONDS = 0.2
"""How long a tick counts, or a little longer: one month of a large town is counted in one go."""
EACH_SECONDS = 60.0
"""How often it is looked what happened."""


class Figuring:
    """One round after the other. Each may end anywhere: the next one does what is left."""

    def __init__(self) -> None:
        self._going: Iterator[None] | None = None
        self._looks = 0.0
        self._night = -1

    def go_on(self) -> None:
        """Fold some more cases, and count some more months."""
        if self._going is None:
            if time.monotonic() < self._looks:
                return
            self._looks = time.monotonic() + EACH_SECONDS
            # The first round after a start holds every case against its stream, too.
            night, self._night = self._night, now() // DAY
            self._going = everything() if night != self._night else lately()
        ends = time.monotonic() + STEP_SECONDS
        for _ in self._going:
            if time.monotonic() > ends:
                return
        self._going = None


def lately() -> Iterator[None]:
    """What happened since the last round. Comes up between two transactions."""
    at = now()
    with transaction(write=False) as session:
        site = profile.site(session)
        since = following.last(session)
        other = following.is_other(session, site)
        ids = [] if other else following.happened(session, since)
    if other:
        yield from everything()
        return
    days = Workdays(site.opening)
    for start in range(0, len(ids), following.CHUNK):
        _fold(ids[start : start + following.CHUNK], days)
        yield
    yield from _months()
    with transaction() as session:
        following.note(session, at, site)


def everything() -> Iterator[None]:
    """Every case whose figures are not of its last event; all of them by another calendar."""
    at = now()
    with transaction(write=False) as session:
        site = profile.site(session)
        other = following.is_other(session, site)
        late = following.happened(session, following.last(session)) if not other else []
    if other:
        with transaction() as session:
            following.begin_anew(session)
    days = Workdays(site.opening)
    for start in range(0, len(late), following.CHUNK):
        _fold(late[start : start + following.CHUNK], days)
        yield
    after: int | None = 0
    while after is not None:
        with transaction(write=False) as session:
            ids, after = following.missing(session, after)
        _fold(ids, days)
        yield
    yield from _months()
    with transaction() as session:
        following.note(session, at, site)


def _fold(ids: Collection[int], days: Workdays) -> None:
    if not ids:
        return
    with transaction(write=False) as session:
        rows = following.folded(session, ids, days)
    with transaction() as session:
        following.write(session, rows)


def _months() -> Iterator[None]:
    while True:
        with transaction(write=False) as session:
            month = cells.due(session)
            counted = cells.of_month(session, month) if month is not None else None
        if month is None or counted is None:
            return
        with transaction() as session:
            cells.keep(session, month, counted)
        yield
