"""What each kind of phase shows on the page of its dialogue: while it is open, and when it is over.

Each part of the dialogues adds its line. What its function gives is the context of
templates/dialogues/phases/_<kind>.html (of _<kind>_result.html for RESULTS), which knows besides
`dialogue` (web/pages/dialogue_head.py) and `phase` (its row). An `action` among it is the address
where a resident takes part: the page makes the one button of it. A kind without a line shows the
words of its phase alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

import templates
from models.dialogue.kinds import PhaseKind
from web.pages.dialogue_head import head
from web.visit import Visit

Panel = Callable[[Visit, Row[Any], Row[Any]], dict[str, Any]]
"""From the visit, the row of the dialogue (models.dialogue.finding) and the row of its phase."""

PANELS: Mapping[PhaseKind, Panel] = {}
RESULTS: Mapping[PhaseKind, Panel] = {}


def panel(visit: Visit, row: Row[Any], phase: Row[Any]) -> tuple[Markup, str]:
    """What an open phase shows, and where a resident takes part in it: "" for both without."""
    if phase.kind not in PANELS:
        return Markup(), ""
    made = PANELS[phase.kind](visit, row, phase)
    return _drawn(visit, row, phase, "", made), made.get("action", "")


def result(visit: Visit, row: Row[Any], phase: Row[Any]) -> Markup:
    """What was heard in a phase that is over."""
    if phase.kind not in RESULTS:
        return Markup()
    return _drawn(visit, row, phase, "_result", RESULTS[phase.kind](visit, row, phase))


def _drawn(visit: Visit, row: Row[Any], phase: Row[Any], sort: str, made: dict[str, Any]) -> Markup:
    template = f"dialogues/phases/_{phase.kind.value}{sort}.html"
    return templates.fragment(
        template, visit.language, dialogue=head(visit, row), phase=phase, **made
    )
