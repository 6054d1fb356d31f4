"""What the page of a dialogue is put together from: each kind of phase, and what belongs to none.

Each part of the dialogues adds its line. What its function gives is the context of a template that
knows besides `dialogue` (web/pages/dialogue_head.py), and of a phase `phase` (its row):

- PANELS, of a phase that is open: templates/dialogues/phases/_<kind>.html. An `action` among it is
  the address where a resident takes part: the page makes the one button of it.
- RESULTS, of one that is over: templates/dialogues/phases/_<kind>_result.html.
- SECTIONS, by the name of their place: templates/dialogues/_<name>.html; None shows nothing.

A kind without a line shows the words of its phase alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

import templates
from models.dialogue.kinds import PhaseKind
from web.pages import (
    dialogue_heard,
    dialogue_occasions,
    dialogue_polls,
    dialogue_results_shown,
    dialogue_statements_panel,
    dialogue_talk_panels,
)
from web.pages.dialogue_head import head
from web.visit import Visit

Panel = Callable[[Visit, Row[Any], Row[Any]], dict[str, Any]]
"""From the visit, the row of the dialogue (models.dialogue.finding) and the row of its phase."""
Section = Callable[[Visit, Row[Any]], dict[str, Any] | None]

PANELS: Mapping[PhaseKind, Panel] = {
    PhaseKind.COLLECT_IDEAS: dialogue_talk_panels.collecting,
    PhaseKind.DISCUSS: dialogue_talk_panels.discussion,
    PhaseKind.DRAFT_RESULT: dialogue_talk_panels.discussion,
    PhaseKind.STATEMENTS: dialogue_statements_panel.panel,
    PhaseKind.VOTE: dialogue_polls.panel,
}
RESULTS: Mapping[PhaseKind, Panel] = {
    PhaseKind.COLLECT_IDEAS: dialogue_talk_panels.collected,
    PhaseKind.DISCUSS: dialogue_talk_panels.discussed,
    PhaseKind.DRAFT_RESULT: dialogue_talk_panels.discussed,
    PhaseKind.STATEMENTS: dialogue_statements_panel.outcome,
    PhaseKind.VOTE: dialogue_polls.result,
}
SECTIONS: Mapping[str, Section] = {
    "heard": dialogue_heard.section,
    "occasions": dialogue_occasions.section,
    "outcome": dialogue_results_shown.section,
}
"""In the places that the page has for them: `occasions` (what one can come to), `heard` (what was
heard so far, in all channels), `outcome` (results and actions).
"""


def panel(visit: Visit, row: Row[Any], phase: Row[Any]) -> tuple[Markup, str]:
    """What an open phase shows, and where a resident takes part in it: "" for both without."""
    if phase.kind not in PANELS:
        return Markup(), ""
    made = PANELS[phase.kind](visit, row, phase)
    return _drawn(visit, row, f"phases/_{phase.kind.value}", phase=phase, **made), made.get(
        "action", ""
    )


def result(visit: Visit, row: Row[Any], phase: Row[Any]) -> Markup:
    """What was heard in a phase that is over."""
    if phase.kind not in RESULTS:
        return Markup()
    made = RESULTS[phase.kind](visit, row, phase)
    return _drawn(visit, row, f"phases/_{phase.kind.value}_result", phase=phase, **made)


def section(visit: Visit, row: Row[Any], name: str) -> Markup:
    """What stands in a place of the page besides its phases."""
    made = SECTIONS[name](visit, row) if name in SECTIONS else None
    return Markup() if made is None else _drawn(visit, row, f"_{name}", **made)


def _drawn(visit: Visit, row: Row[Any], name: str, **made: Any) -> Markup:
    template = f"dialogues/{name}.html"
    drawn = templates.fragment(
        template, visit.language, dialogue=head(visit, row), site=visit.site, **made
    )
    # A template that says nothing is nothing: not a heading with an empty line.
    return drawn if drawn.strip() else Markup()
