"""Short ways to appeal and to decide, for the tests."""

from models import form_key
from models.actor import STRANGER
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


def decide(
    session, made, outcome=AppealOutcome.REVERSED, *, by=None, outside=None, reasons=REASONS, **more
) -> ReviewAppeal:
    """Anna's decision (or `by`'s)."""
    return appeals.decide(
        session,
        made.code,
        Ruling(outcome, reasons, **more),
        by=(by or people.anna(session)).actor,
        rules=people.municipality(session).proposals,
        outside=outside,
    )
