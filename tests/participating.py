"""Another rule of who may take part, for the tests of it: the profile of the town from now on."""

import json

from sqlalchemy import func, insert, select
from sqlmodel import Session

from models import commenting, form_key, profile
from models.calendar import now
from models.comment import comments
from models.commenting import Words
from models.database import table_of
from models.profile import Profile
from models.prose import prose
from tests import people
from tests.people import Someone


def rules_of(session: Session, **rules: object) -> None:
    """The town's profile with these rules, and every other as it is."""
    data = people.municipality(session).model_dump(mode="json")
    data["participation"] |= rules
    number = profile.version(session) + 1
    session.execute(
        insert(table_of(Profile)).values(version=number, data=json.dumps(data), made_at=now())
    )


def a_word(session: Session, reference: str, *, by: Someone, byline: str = "") -> int:
    """A comment as the form makes it; its id."""
    words = Words("Bra tanke.", prose("Bra tanke."), byline, None, form_key.fresh())
    commenting.write(
        session, reference, words, by=by.actor, contact_id=by.contact_id, language="sv"
    )
    made: int = session.scalars(select(func.max(comments.c.id))).one()
    return made
