"""The clocks of a case that was promised anew: what was over by then stays as it was promised.

An event says what the case was promised until it (models.keeping_promises.recounting); what ended
before it, or was missed, is reckoned by that for ever.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.calendar import Moment
from models.event_kind import EventKind
from models.keeping_promises import deriving
from models.keeping_promises.deriving import Kept, Promised
from models.keeping_promises.row import Which
from models.keeping_promises.way import Happened
from models.opening import Opening
from models.promise import promises

_p = promises.c
_TIMES = select(_p.id, _p.confirm_receipt, _p.update_every, _p.decide).where(
    _p.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True)
class Given:
    """What a case was promised until a moment."""

    until: Moment
    promise_id: int | None
    promised: Promised


def promises_of(session: Session, histories: Mapping[str, Iterable[Any]]) -> dict[str, list[Given]]:
    """By stream, what was promised before what is promised now, the first first."""
    found = {
        stream: [(row.at, json.loads(row.facts)["was"]) for row in rows if _is_anew(row)]
        for stream, rows in histories.items()
    }
    ids = {was for events in found.values() for _at, was in events}
    if not ids:
        return {}
    # The day of a first answer is the case's own.
    times = {
        row.id: Promised(0, row.confirm_receipt, row.update_every, row.decide)
        for row in session.execute(_TIMES, {"ids": list(ids)})
    }
    return {
        stream: [Given(at, was, times[was]) for at, was in events]
        for stream, events in found.items()
    }


def _is_anew(row: Any) -> bool:
    return row.kind is EventKind.PROMISED


def derive(
    events: Sequence[Happened], given: Sequence[Given], opening: Opening, at: Moment
) -> list[tuple[Kept, int | None]]:
    """Every clock of a case at a moment with the promise it is of; the last one given holds now.

    Nothing is over before it was promised: such a clock goes on as it was, if there was one.
    """
    *earlier, current = given
    made = deriving.derive(events, current.promised, opening, at)
    if not earlier:
        return [(one, current.promise_id) for one in made]
    until = earlier[-1].until
    old = {_place(one): (one, was) for one, was in derive(events, earlier, opening, at)}
    found = {place: one for place, one in old.items() if _was_over(one[0], until)}
    for one in made:
        place = _place(one)
        if _was_over(one, until):
            if place in old:
                found.setdefault(place, old[place])
        else:
            found.setdefault(place, (one, current.promise_id))
    return [found[place] for place in sorted(found)]


def _place(kept: Kept) -> tuple[Which, int]:
    return kept.which, kept.cycle


def _was_over(kept: Kept, moment: Moment) -> bool:
    """Whether it had ended by then, or its time was over. A first answer's never had: with it,
    nobody is promised anew any more.
    """
    if kept.which is Which.FIRST:
        return False
    ended = kept.ended_at is not None and kept.ended_at <= moment
    return ended or (kept.paused_at is None and kept.due_at < moment)
