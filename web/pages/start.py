"""The start page: do something, find something."""

from models import showing
from web.answers import Answer, Shown
from web.pages.casepage import face
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What would you like to do?"""
    return Shown(
        "start.html",
        {
            "open": [
                {**row._asdict(), "total": row.votes or 0, "goal": row.threshold}
                for row in showing.open_proposals(visit.session)
            ],
            "done": [
                {**row._asdict(), "outcome": face(row, row.ruling), "at": row.answered_at}
                for row in showing.lately_done(visit.session)
            ],
        },
        lasting=1.0,
    )
