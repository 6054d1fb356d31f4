"""What officials ask each other about a case, and who of them is away: nobody else's to read."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models import absence, consulting
from models.calendar import today
from models.consulting import consultations
from models.organisation import units
from models.submission import take
from tests.canary.readers import HANDLERS
from tests.canary.tokens import Cage
from tests.people import Someone


def ask(session: Session, cage: Cage, references: list[str], official: Someone) -> None:
    """A question to another unit in each case, answered, and one more that waits."""
    for reference in references:
        with cage.about(reference):
            _ask(session, cage, reference, official)


def _ask(session: Session, cage: Cage, reference: str, official: Someone) -> None:
    case = take(session, reference)
    first, second = [unit.id for unit in units(session) if unit.id != case.unit_id][:2]
    for unit_id in (first, second):
        consulting.ask(
            session,
            case,
            by=official.actor,
            unit_id=unit_id,
            question=cage.plant("a question to another unit", *HANDLERS),
            due_on=today() + timedelta(days=1),
        )
        asked = session.scalars(
            select(consultations.c.id).where(
                consultations.c.submission_id == case.id, consultations.c.unit_id == unit_id
            )
        ).one()
        if unit_id == first:
            answer = cage.plant("what another unit answered", *HANDLERS)
            consulting.reply(session, case, asked, by=official.actor, answer=answer)


def away(session: Session, official: Someone) -> int:
    """The official is away next month; the absence's id."""
    first = today() + timedelta(days=30)
    made = absence.enter(
        session, official.id, by=official.actor, first=first, last=first + timedelta(days=7)
    )
    return made.id or 0
