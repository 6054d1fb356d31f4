"""What those who support a proposal do in a demonstration when it is joined with another."""

from sqlalchemy import select

from models import moving_support, tally
from models.merged import Moving, questions
from models.submission import Submission
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def answer(town: Town, step: Step, moved: int, kept: int) -> None:
    """The first so many of those who were asked move their support, the next let it stay."""
    case = town.case(step)
    wanted = select(questions.c.id).where(questions.c.submission_id == case.id)
    asked = list(town.session.scalars(wanted.order_by(questions.c.id)))
    for number, question_id in enumerate(asked[: moved + kept]):
        how = Moving.MOVED if number < moved else Moving.KEPT
        moving_support.answer(town.session, question_id, how)
    target = town.session.get_one(Submission, case.duplicate_of)
    for reference in sorted((case.reference, target.reference)):
        tally.recount(town.session, reference)
