"""The result of a phase of statements, as the clock made it, with what may be read of it now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.calendar import Moment, now
from models.dialogue import assertions
from models.dialogue.ratings import opinion_results

Three = tuple[int, int, int]
"""Who agree, disagree and pass."""

_r = opinion_results.c
_RESULT = select(opinion_results).where(_r.phase_id == bindparam("phase"))
_ANSWERED = select(_r.answered).where(_r.phase_id == bindparam("phase"))


@dataclass(frozen=True)
class OfGroup:
    """What is told of one opinion group; places are per mille of the map's half width."""

    people: int
    middle: tuple[int, int]
    reach: tuple[int, int]
    shares: Mapping[int, Three]
    typical: Sequence[tuple[int, bool]]


@dataclass(frozen=True)
class Result:
    """What can be told, by the statements' ids; of these only such as everyone may read now."""

    as_of: Moment
    final: bool
    people: int
    answers: int
    statements: Mapping[int, Row[Any]]
    counts: Mapping[int, Three]
    agreed: Sequence[int]
    refused: Sequence[int]
    divides: Sequence[int]
    groups: Sequence[OfGroup]
    outside: int
    clearness: int


def answered(session: Session, phase_id: int) -> dict[int, int]:
    """How many have answered each, as of the last count: for the order of showing."""
    kept = session.execute(_ANSWERED, {"phase": phase_id}).scalar()
    return {int(key): value for key, value in json.loads(kept).items()} if kept else {}


def may_be_seen(session: Session, phase: Any) -> bool:
    """Whether everyone may read the result: once the phase is over, or before that by choice."""
    return phase.closes_at <= now() or assertions.is_live(session, phase.id)


def result(session: Session, phase_id: int) -> Result | None:
    """The result as of the last count; None before the first. A statement that is hidden meanwhile
    is in none of it.
    """
    row = session.execute(_RESULT, {"phase": phase_id}).first()
    if row is None:
        return None
    readable = {one.id: one for one in assertions.shown(session, phase_id)}
    told = json.loads(row.figures)

    def only(keys: Sequence[int]) -> list[int]:
        return [key for key in keys if key in readable]

    return Result(
        as_of=row.as_of,
        final=row.final,
        people=told["people"],
        answers=told["answers"],
        statements=readable,
        counts=_threes(told["counts"], readable),
        agreed=only(told["agreed"]),
        refused=only(told["refused"]),
        divides=only(told["divides"]),
        groups=[_group(one, readable) for one in told["groups"]],
        outside=told["outside"],
        clearness=told["clearness"],
    )


def _group(told: Mapping[str, Any], readable: Mapping[int, Any]) -> OfGroup:
    return OfGroup(
        people=told["people"],
        middle=(told["middle"][0], told["middle"][1]),
        reach=(told["reach"][0], told["reach"][1]),
        shares=_threes(told["shares"], readable),
        typical=[(key, agrees) for key, agrees in told["typical"] if key in readable],
    )


def _threes(told: Mapping[str, Sequence[int]], readable: Mapping[int, Any]) -> dict[int, Three]:
    return {
        int(key): (three[0], three[1], three[2])
        for key, three in told.items()
        if int(key) in readable
    }
