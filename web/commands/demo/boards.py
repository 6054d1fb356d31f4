"""The next meetings of the boards of a demonstration; of one, a decision is half written."""

from datetime import date

from sqlalchemy import select

from models import board
from models.calendar import today
from models.meeting import agenda, drafts, row
from models.particulars import particulars
from models.states import Kind, Ruling, Status
from models.submission import submissions
from web.commands.demo import days
from web.commands.demo.town import Town

NEXT, LATER = 6, 14
"""In how many working days they meet."""
PLACE = "Kommunhuset, Stora salen"
SUMMARY = "Nämnden säger ja till en hundrastgård i Södra parken, med staket, grind och en bänk."


def convene(town: Town) -> None:
    """Write down the next meeting of every board; one takes up what lies before it, and its
    secretary has begun to write.
    """
    for place, one in enumerate(board.in_use(town.session)):
        waiting = _before(town, one.name_sv)
        meeting = row.call(
            town.session,
            board=one.slug,
            day=_day(NEXT if waiting else LATER + place),
            place=PLACE if waiting else "",
        )
        if waiting:
            agenda.add(town.session, meeting, waiting)
            first = drafts.rows(town.session, meeting.id or 0)[0]
            begun = drafts.Draft(first.id, ruling=Ruling.APPROVED, paragraph="101", summary=SUMMARY)
            drafts.save(town.session, meeting, [begun])


def _day(ahead: int) -> date:
    return days.after(today(), ahead)


def _before(town: Town, name: str) -> list[int]:
    wanted = (
        select(submissions.c.id)
        .join(particulars, particulars.c.submission_id == submissions.c.id)
        .where(
            submissions.c.kind == Kind.PROPOSAL,
            submissions.c.status.in_((Status.REFERRED, Status.PREPARING)),
            particulars.c.board == name,
        )
        .order_by(submissions.c.id)
        .limit(row.MOST_CASES)
    )
    return list(town.session.scalars(wanted))
