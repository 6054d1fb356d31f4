"""Dialogues as everyone reads them: the list, and one of them."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import finding
from models.dialogue.phases import TAKES_PART, open_now
from models.states import PUBLIC, Status
from models.submission import stream_of
from web.answers import Answer, Shown
from web.pages.dialogue_head import found, head
from web.pages.dialogue_phases import panel
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """Those that are open, first."""
    rows = finding.listed(visit.session, {*TAKES_PART, Status.COMING, Status.CLOSED}, public=True)
    return Shown("dialogues/list.html", {"rows": [head(visit, row) for row in rows]}, lasting=1.0)


def show(visit: Visit) -> Answer:
    """One dialogue: what can be done in it now, first."""
    row = found(visit)
    return Shown(
        "dialogues/show.html",
        {
            "dialogue": head(visit, row),
            "said": {
                name: getattr(row, name)
                for name in ("purpose", "can", "cannot", "target", "decider")
            },
            "open": [_open(visit, row, phase) for phase in open_now(visit.session, row.id)],
        },
        stream=stream_of(row.reference) if row.publication in PUBLIC else None,
    )


def _open(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    drawn, action = panel(visit, row, phase)
    return {"title": phase.title, "words": phase.words, "panel": drawn, "action": action}
