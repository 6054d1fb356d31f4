"""What open cases would be promised by the promises of today (spec ST-10). It changes nothing.

What is late stays late, and nobody is promised a day that is over already.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import clock, promise
from models.calendar import Moment, end_of, now, today
from models.keeping_promises import counting
from models.opening import Opening
from models.promise import Given, promises
from models.states import HANDED_IN, OPEN_STATUSES
from models.submission import submissions

_TIMES = ("first_response", "confirm_receipt", "update_every", "decide")
_s, _p = submissions.c, promises.c
_COLUMNS = (
    *(_s.id, _s.kind, _s.category_id, _s.source, _s.received_at, _s.status, _s.answered_at),
    *(_s.kept, _s.promise_id, _s.answer_by, _s.due_at),
)
OPEN = (
    select(*_COLUMNS, *(_p[name] for name in _TIMES))
    .join(promises, _p.id == _s.promise_id)
    .where(
        _s.status.in_(OPEN_STATUSES),
        _s.kind.in_(HANDED_IN),
        _s.answered_at.is_(None),
        # Of what is delayed its sender has been told another day, with a reason.
        _s.put_off_to.is_(None),
    )
    .order_by(_s.id)
)
"""Cases that may be promised anew, with what each was promised."""


@dataclass
class Consequences:
    """How many open cases would be promised something else: a day for the answer that is sooner,
    one that is later, or other times with the same day; of how many the matter itself would be at
    an end later; and how many keep what they have, because they are late, or would be.
    """

    sooner: int = 0
    later: int = 0
    same: int = 0
    ends_later: int = 0
    kept: int = 0

    @property
    def changed(self) -> int:
        return self.sooner + self.later + self.same


@dataclass(frozen=True)
class Rules:
    """Today's promises, and what each comes to for a day, reckoned once."""

    opening: Opening
    rows: Sequence[Row[Any]]
    known: dict[tuple[int, dt.date], Given] = field(default_factory=dict)
    fitting: dict[tuple[Any, ...], Row[Any]] = field(default_factory=dict)

    def given(self, case: Any) -> tuple[Row[Any], Given]:
        """The promise that fits a case today, counted from when it came."""
        asked = case.kind, case.category_id, case.source
        row = self.fitting.get(asked)
        if row is None:
            row = next(one for one in self.rows if _fits(one, case))
            self.fitting[asked] = row
        place = row.id, self.opening.day_of(case.received_at)
        found = self.known.get(place)
        if found is None:
            found = promise.reckoned(row, self.opening, case.received_at)
            if found.due_at is None:
                self.known[place] = found
        return row, found

    def ends(self, row: Any, case: Any) -> Moment:
        """When the matter itself would be at an end, as if nothing stood still."""
        if row.decide is None:
            return 2**62
        return counting.due(self.opening, case.received_at, row.decide)


def _fits(row: Any, case: Any) -> bool:
    asked = {"kind": case.kind, "category_id": case.category_id, "channel": case.source}
    return all(getattr(row, name) in {None, value} for name, value in asked.items())


def consequences(session: Session, opening: Opening) -> Consequences:
    """What would follow if it were done now."""
    rules, found = rules_of(session, opening), Consequences()
    for case in session.execute(OPEN):
        row, new = rules.given(case)
        if not differs(row, new, case):
            continue
        if stays(new, case):
            found.kept += 1
            continue
        before, after = clock.due(case), _due(new)
        found.sooner += after < before
        found.later += after > before
        found.same += after == before
        found.ends_later += rules.ends(row, case) > rules.ends(case, case)
    return found


def rules_of(session: Session, opening: Opening) -> Rules:
    """Those of this day."""
    return Rules(opening, promise.in_force(session, today()))


def _due(new: Given) -> Moment:
    return end_of(new.answer_by) if new.due_at is None else new.due_at


def differs(row: Any, new: Given, case: Any) -> bool:
    """Whether it is another promise, or another day of the same."""
    others = any(getattr(row, name) != getattr(case, name) for name in _TIMES)
    return others or (new.answer_by, new.due_at) != (case.answer_by, case.due_at)


def stays(new: Given, case: Any) -> bool:
    """A promise that was broken is not mended by another, and none is made that is broken."""
    return clock.is_late(case) or _due(new) < now()
