"""What a phase of statements shows on the page of its dialogue, open and over."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import assertions, opinions
from web.pages import dialogue_statements_result
from web.visit import Visit

FIRST = 3
"""So many under each heading; the rest stands on the page of the result."""


def panel(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """How many statements there are, and where to answer them."""
    here = f"/dialogues/{row.slug}/statements"
    live = assertions.is_live(visit.session, phase.id)
    return {
        "action": f"{here}?phase={phase.id}",
        "count": len(assertions.keys_of(visit.session, phase.id)),
        "result": f"{here}/result?phase={phase.id}" if live else "",
    }


def outcome(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """The heads of the result."""
    made = opinions.result(visit.session, phase.id)
    found = dialogue_statements_result.told(made) if made is not None else None
    return {
        "address": f"/dialogues/{row.slug}/statements/result?phase={phase.id}",
        "people": found["people"] if found else 0,
        "agreed": found["agreed"][:FIRST] if found else [],
        "divides": found["divides"][:FIRST] if found else [],
    }
