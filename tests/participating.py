"""Another rule of who may take part, for the tests of it: the profile of the town from now on."""

import json

from sqlalchemy import insert
from sqlmodel import Session

from models import profile
from models.calendar import now
from models.database import table_of
from models.profile import Profile
from tests import people


def rules_of(session: Session, **rules: object) -> None:
    """The town's profile with these rules, and every other as it is."""
    data = people.municipality(session).model_dump(mode="json")
    data["participation"] |= rules
    number = profile.version(session) + 1
    session.execute(
        insert(table_of(Profile)).values(version=number, data=json.dumps(data), made_at=now())
    )
