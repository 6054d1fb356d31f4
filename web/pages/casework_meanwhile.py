"""Two officials at one case: what the other one did, beside what this one typed (ST-21 c, d)."""

from typing import Any

from models.desk import meanwhile
from models.errors import Stale
from web.visit import Visit

WRITTEN = ("text", "question", "reason", "summary", "reasons")
"""Fields whose words are shown once more: their form may be gone with the step it was for."""


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`meanwhile`: None, or what happened and what was typed, after a refusal for that reason."""
    values = visit.values
    # The second time she has been told, and only forgot the tick.
    known = values.get("since", "") or values.get("seq", "")
    told = isinstance(visit.problem, Stale) or (visit.errors and values.get("since"))
    if not told or not (known.isascii() and known.isdigit() and len(known) < 19):
        return {"meanwhile": None}
    return {
        "meanwhile": {
            "since": known,
            "events": meanwhile.meanwhile(visit.session, row.reference, int(known)),
            "typed": [values[name] for name in WRITTEN if values.get(name)],
        }
    }
