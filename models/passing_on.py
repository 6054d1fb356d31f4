"""How often cases are passed on, as residents count it: read from the events alone.

A hand-over counts unless the units themselves changed places (a reorganisation). What somebody puts
right within the hour, because she chose the wrong unit, is no second hand-over: the first one
counts as she meant it, and not at all when the case came back to where it was.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.calendar import HOUR, Moment
from models.database import table_of
from models.event import Event, EventKind

MENDED_WITHIN = HOUR
"""How long whoever chose the wrong unit may put it right."""
LOOKED_AT = 200
"""Hand-overs of one case that are looked at, the newest."""

_e = table_of(Event).c
_COLUMNS = (_e.stream, _e.seq, _e.at, _e.actor_id, _e.facts)
_OF_CASE = (
    select(*_COLUMNS)
    .where(_e.stream == bindparam("stream"), _e.kind == EventKind.HANDED_OVER)
    .order_by(_e.seq.desc())
    .limit(LOOKED_AT)
)
_BETWEEN = (
    select(*_COLUMNS)
    .where(
        _e.kind == EventKind.HANDED_OVER,
        _e.at >= bindparam("since") - MENDED_WITHIN,
        _e.at < bindparam("until") + MENDED_WITHIN,
        _e.stream.startswith("submission-"),
    )
    .order_by(_e.stream, _e.seq)
)


@dataclass(frozen=True)
class Step:
    """One hand-over that counts: when, and between which units (ids)."""

    at: Moment
    giver: int
    receiver: int


@dataclass(frozen=True)
class Passed:
    """How many cases were passed on, by the id of the unit that gave and that received them."""

    given: Counter[int]
    received: Counter[int]


def of_case(session: Session, stream: str) -> list[Row[Any]]:
    """The hand-overs of one case as rows of events, oldest first, whether they count or not."""
    return list(reversed(session.execute(_OF_CASE, {"stream": stream}).all()))


def steps(rows: Iterable[Any]) -> list[Step]:
    """Those of one case that count. `rows` are its hand-overs in their order."""
    found: list[Step] = []
    for row in rows:
        facts = json.loads(row.facts)
        if "reorganised" in facts:
            continue
        giver = facts["from_unit"]
        if "correction" in facts and found:
            giver = found.pop().giver
        if giver != facts["to_unit"]:
            found.append(Step(row.at, giver, facts["to_unit"]))
    return found


def been(rows: Iterable[Any]) -> set[int]:
    """The units that have passed a case on before now."""
    return {step.giver for step in steps(rows)}


def is_mended(rows: list[Any], person_id: int | None, at: Moment) -> bool:
    """Whether a hand-over by this person now puts her own last one right."""
    last = rows[-1] if rows else None
    if last is None or person_id is None or last.actor_id != person_id:
        return False
    known = json.loads(last.facts)
    return at - last.at < MENDED_WITHIN and not {"correction", "reorganised"} & known.keys()


def between(session: Session, since: Moment, until: Moment) -> Passed:
    """What was passed on from `since` until before `until`: the figure of each unit."""
    made = Passed(Counter(), Counter())
    rows = session.execute(_BETWEEN, {"since": since, "until": until})
    for _, some in groupby(rows, key=lambda row: row.stream):
        for step in steps(some):
            if since <= step.at < until:
                made.given[step.giver] += 1
                made.received[step.receiver] += 1
    return made
