"""Who will be told, and who was: counts alone, and never an address."""

from typing import Any

from models.actor import Role
from models.event import EventKind
from models.history import told
from models.states import BEFORE_A_BOARD, Status
from models.submission import stream_of
from notifications import ledger
from web.visit import Visit


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`will_hear`: None, or what would be told (`kind`) and how many would hear it in which way;
    `heard`: what was told, newest first, each with what became of how many notices.
    """
    return {
        "will_hear": _will_hear(visit, row),
        "heard": [_line(line) for line in ledger.of_case(visit.session, stream_of(row.reference))],
    }


def _will_hear(visit: Visit, row: Any) -> dict[str, Any] | None:
    if row.status is Status.CLOSED:
        return None
    kind = EventKind.DECIDED if row.status in BEFORE_A_BOARD else EventKind.ANSWERED
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    found = ledger.forecast(visit.session, row, kind, by=by)
    ways = {way.value: found.get(way, 0) for way in ledger.Way} if found else {}
    return {"kind": kind.value, "ways": ways}


def _line(line: ledger.Line) -> dict[str, Any]:
    facts = line.facts
    return {
        "kind": told(line.kind, facts),
        "pending": line.pending,
        "to": facts.get("to", ""),
        "outcome": facts.get("ruling") or facts.get("outcome", ""),
        "at": line.at,
        "counts": {ended.value: line.counts.get(ended, 0) for ended in ledger.Ended},
    }
