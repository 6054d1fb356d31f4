"""A board meets: what it is about to say is for officials alone."""

from typing import Any

from sqlmodel import Session

from models import calendar
from models.meeting import agenda, drafts, showing
from models.meeting import row as meeting_row
from models.permissions import Action
from models.states import Ruling
from tests import people


def meet(session: Session, world: Any) -> None:
    """What a board is about to say: until it is shown, its drafts are for officials alone."""
    cage, olga, author = world.cage, world.someone["official"], world.someone["author"]
    day = calendar.today()
    called = meeting_row.call(
        session,
        board="technical",
        day=day,
        place=cage.public("where a board meets"),
        presenter=cage.plant("who presents at a meeting to come", needs=(Action.MEETINGS,)),
        participants=cage.plant("who takes part in a meeting to come", needs=(Action.MEETINGS,)),
    )
    for what in ("before the board", "also before the board"):
        case = people.referred(session, by=author)
        world.cases[what] = case.reference
        agenda.add(session, called, {case.id or 0})
    drafted = [
        drafts.Draft(
            row.id,
            ruling=Ruling.REJECTED,
            paragraph=cage.plant(f"the paragraph of draft {number}", needs=(Action.MEETINGS,))[:20],
            summary=cage.plant(f"the summary of draft {number}", needs=(Action.MEETINGS,)),
            reasons=cage.plant(f"the reasons of draft {number}", needs=(Action.MEETINGS,)),
            document_alt=cage.plant(
                f"what the document of draft {number} is called", needs=(Action.MEETINGS,)
            ),
        )
        for number, row in enumerate(drafts.rows(session, called.id or 0))
    ]
    drafts.save(session, called, drafted)
    tomorrow = calendar.now() + calendar.DAY
    showing.schedule(session, called, by=olga.actor, at=tomorrow)
    world.ones["/meetings/"] = {"id": str(called.id)}
