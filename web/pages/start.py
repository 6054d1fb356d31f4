"""The start page: do something, find something, see how it goes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from models import keeping, showing
from models.calendar import today
from models.face import face
from web.answers import Answer, Shown
from web.pages.dialogues import standing
from web.pages.promises import how_it_goes
from web.visit import Visit

OPEN_SHOWN = 3


def show(visit: Visit) -> Answer:
    """What would you like to do?"""
    modules = visit.site.modules
    proposals = showing.open_proposals(visit.session) if modules.proposals else []
    dialogues = standing(visit)["open"] if modules.dialogues else []
    shown = _soonest(dialogues, proposals)
    return Shown(
        "start.html",
        {
            "kinds": [kind.value for kind in visit.site.kinds],
            "change": visit.site.opening.change_on(today()),
            "dialogues": [one for one in dialogues if one["slug"] in shown],
            "open": [
                {**row._asdict(), "total": row.votes or 0, "goal": row.threshold}
                for row in proposals
                if row.reference in shown
            ],
            "done": [
                {
                    **row._asdict(),
                    "face": face(row.status, row.outcome, row.ruling),
                    "at": row.done_at,
                }
                for row in showing.lately_done(visit.session)
            ],
            "whole": how_it_goes(visit),
            "days": keeping.DAYS,
        },
        lasting=1.0,
    )


def _soonest(dialogues: list[dict[str, Any]], proposals: Sequence[Row[Any]]) -> set[str]:
    """What stands under "open now": of both kinds together the few that end first."""
    ends = [(one["phase"]["closes_at"], one["slug"]) for one in dialogues]
    ends += [(row.voting_until, row.reference) for row in proposals]
    return {name for _, name in sorted(ends)[:OPEN_SHOWN]}
