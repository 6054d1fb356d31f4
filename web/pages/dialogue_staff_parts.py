"""The staff pages of what belongs to a dialogue: each part adds its line here, and its words in
templates/casework/dialogues/_parts.html.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from models.dialogue.kinds import PhaseKind
from web.visit import Visit

Count = Callable[[Visit, Row[Any]], int]
"""How much there is, from the visit and the row of the dialogue (models.dialogue.finding)."""


@dataclass(frozen=True)
class StaffPart:
    """A page below /casework/dialogues/{slug}/ by its last part, which is its code for words."""

    code: str
    count: Count | None = None


PARTS: tuple[StaffPart, ...] = (
    StaffPart("poster"),
    StaffPart("occasions"),
    StaffPart("notes"),
    StaffPart("evidence"),
    StaffPart("themes"),
    StaffPart("results"),
    StaffPart("actions"),
    StaffPart("rehearsal"),
)
PHASE_PAGES: Mapping[PhaseKind, str] = {
    PhaseKind.STATEMENTS: "statements",
    PhaseKind.VOTE: "ballot",
}
"""Pages of a phase of a kind, below .../phases/{id}/."""


def told(visit: Visit, row: Row[Any]) -> list[dict[str, Any]]:
    """Each as casework/dialogues/_parts.html has it: code, address, count (or None)."""
    return [
        {
            "code": part.code,
            "address": f"/casework/dialogues/{row.slug}/{part.code}",
            "count": None if part.count is None else part.count(visit, row),
        }
        for part in PARTS
    ]


def page_of_phase(row: Row[Any], phase: Row[Any]) -> tuple[str, str] | None:
    """The code and the address of what is set up for a phase of its kind; None for nothing."""
    code = PHASE_PAGES.get(phase.kind)
    return (code, f"/casework/dialogues/{row.slug}/phases/{phase.id}/{code}") if code else None
