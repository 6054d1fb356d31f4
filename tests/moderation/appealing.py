"""Short ways to appeal and to decide, for the tests."""

from sqlalchemy import select

from models import form_key
from models.actor import STRANGER
from models.profile import Profile
from models.review_appeal import AppealOutcome, ReviewAppeal
from moderation import appealing, appeals
from moderation.appealing import Against
from moderation.reversing import Ruling
from tests import people

WORDS = "Jag angriper ingen: jag säger bara att lampan är trasig."
REASONS = "Texten handlar om en lampa och angriper ingen."


def appeal(session, verdict, *, report_id=None, form=None, words=WORDS, contact_id=None):
    """What a stranger with the key of it writes; by default from the case's own contact."""
    against = Against(verdict_id=verdict.id, report_id=report_id)
    return appealing.appeal(
        session,
        against,
        by=STRANGER,
        words=words,
        form=form or form_key.fresh(),
        contact_id=contact_id,
        language="sv",
    )


def name_second_person(session, address: str) -> None:
    """The town names who decides where nobody on the desk is left."""
    rules = people.municipality(session).reviewing
    pairs = rules.four_eyes.model_copy(update={"second_person": address})
    reviewing = rules.model_copy(update={"four_eyes": pairs})
    now_ = people.municipality(session).model_copy(update={"reviewing": reviewing})
    newest = session.scalars(select(Profile).order_by(Profile.version.desc()).limit(1)).one()
    newest.data = now_.model_dump_json()
    session.add(newest)
    session.flush()


def decide(
    session, made, outcome=AppealOutcome.REVERSED, *, by=None, reasons=REASONS, **more
) -> ReviewAppeal:
    """Anna's decision (or `by`'s)."""
    return appeals.decide(
        session,
        made.code,
        Ruling(outcome, reasons, **more),
        by=(by or people.anna(session)).actor,
        rules=people.municipality(session).proposals,
    )
