"""The start page: do something, find something, see how it goes."""

from models import keeping, showing
from models.calendar import today
from models.face import face
from web.answers import Answer, Shown
from web.pages.promises import how_it_goes
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What would you like to do?"""
    proposals = showing.open_proposals(visit.session) if visit.site.modules.proposals else []
    return Shown(
        "start.html",
        {
            "kinds": [kind.value for kind in visit.site.kinds],
            "change": visit.site.opening.change_on(today()),
            "open": [
                {**row._asdict(), "total": row.votes or 0, "goal": row.threshold}
                for row in proposals
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
