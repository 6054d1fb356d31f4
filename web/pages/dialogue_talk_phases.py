"""Which phase of a dialogue a page of its discussion or ideas is about, and how it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from models.calendar import Moment, now
from models.dialogue import finding
from models.dialogue.kinds import ALLOWED, PhaseKind
from models.dialogue.phases import TAKES_PART
from models.errors import NotFound
from web.visit import Visit

TALK = frozenset({PhaseKind.DISCUSS, PhaseKind.DRAFT_RESULT})
"""Kinds in which people write for and against, or of what we have put together."""
IDEAS = frozenset({PhaseKind.COLLECT_IDEAS})


@dataclass(frozen=True)
class Stands:
    """A phase as a page of it tells: `open` while something may be done in it, `over` when not any
    more. `next_kind` and `next_at` are of the next one that lets residents do something.
    """

    id: int
    kind: PhaseKind
    title: str
    words: str
    opens_at: Moment
    closes_at: Moment
    open: bool
    over: bool
    coming: bool
    next_kind: str = ""
    next_at: Moment | None = None


def chosen(
    visit: Visit, row: Row[Any], kinds: Collection[PhaseKind], phase_id: int | None = None
) -> tuple[Stands, list[Stands]]:
    """The phase that is asked for, and all of these kinds in their order. Without a wish it is the
    one that is open, else the one that opened last. Raises NotFound.
    """
    all_phases = finding.phases_of(visit.session, row.id)
    known = [stands(row, phase, all_phases) for phase in all_phases if phase.kind in kinds]
    if phase_id is not None:
        known_by_id = {one.id: one for one in known}
        if phase_id not in known_by_id:
            raise NotFound(str(phase_id))
        return known_by_id[phase_id], known
    if not known:
        raise NotFound(row.slug)
    begun = [one for one in known if one.opens_at <= now()]
    return next((one for one in known if one.open), begun[-1] if begun else known[0]), known


def wished(visit: Visit) -> int | None:
    """The id of a phase that the address or the form names. Raises NotFound for what is none."""
    given = visit.values.get("phase", "") or visit.query.get("phase", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise NotFound(given)
    return int(given)


def stands(row: Row[Any], phase: Row[Any], all_phases: Sequence[Row[Any]]) -> Stands:
    """How a phase stands now; `row` is its dialogue, `all_phases` are what comes next."""
    at = now()
    live = row.status in TAKES_PART
    coming = sorted(
        (one for one in all_phases if one.opens_at > at and ALLOWED[one.kind] and live),
        key=lambda one: one.opens_at,
    )
    following = next((one for one in coming if one.id != phase.id), None)
    return Stands(
        id=phase.id,
        kind=phase.kind,
        title=phase.title,
        words=phase.words,
        opens_at=phase.opens_at,
        closes_at=phase.closes_at,
        open=live and phase.opens_at <= at < phase.closes_at,
        over=phase.closes_at <= at,
        coming=at < phase.opens_at,
        next_kind=following.kind.value if following else "",
        next_at=following.opens_at if following else None,
    )
