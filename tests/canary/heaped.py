"""The moderators' desk in the canaries' town: one press for many, and what its lists can ask."""

from sqlalchemy import select
from sqlmodel import Session

from models import bulk_verdict
from models.verdict import verdicts
from tests.canary import desked
from tests.people import Someone

QUERIES = {
    "heap": ["urgent", "read", "fine"],
    "reason": ["abusive", "threat"],
    "from": ["1"],
    "done": [*desked.QUERIES["done"], "1"],
    "several": ["1"],
    "picture": ["shown"],
}


def press(session: Session, moderator: Someone) -> None:
    """What she judged was judged in one press."""
    hers = select(verdicts.c.id).where(verdicts.c.by_id == moderator.id).order_by(verdicts.c.id)
    given = list(session.scalars(hers.limit(3)))
    if given:
        bulk_verdict.keep(session, given, by_id=moderator.id)
