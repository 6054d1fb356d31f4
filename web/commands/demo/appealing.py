"""Who asks in a demonstration for a verdict to be looked at again, and who does it."""

from sqlalchemy import select

from models import form_key
from models.actor import Actor, Role
from models.review_appeal import AppealOutcome, ReviewAppeal, appeals
from models.verdict import verdicts
from moderation import appealing
from moderation import appeals as deciding
from moderation.appealing import Against
from moderation.deciders import deciders
from moderation.reversing import Ruling
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def appeal(town: Town, step: Step, words: str) -> None:
    """The author of a case does not think that the last verdict on it is right."""
    case = town.case(step)
    verdict_id = town.session.scalars(
        select(verdicts.c.id)
        .where(verdicts.c.submission_id == case.id, verdicts.c.comment_id.is_(None))
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).one()
    appealing.appeal(
        town.session,
        Against(verdict_id),
        by=Actor(Role.RESIDENT),
        words=town.words(words),
        form=form_key.fresh(),
        contact_id=case.contact_id,
        language=case.language,
    )


def decide(town: Town, step: Step, outcome: str, reasons: str) -> None:
    """Somebody who had no part in it decides."""
    made = town.session.scalars(
        select(ReviewAppeal).where(appeals.c.submission_id == town.case(step).id)
    ).one()
    person_id = deciders(town.session, made)[0]
    deciding.decide(
        town.session,
        made.code,
        Ruling(AppealOutcome(outcome), town.words(reasons)),
        by=Actor(Role.MODERATOR, person_id),
        rules=town.site.proposals,
    )
