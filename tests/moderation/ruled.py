"""The town with other rules of review, for the tests of them."""

import json

from sqlalchemy import func, insert, select
from sqlmodel import Session

from models.calendar import now
from models.database import table_of
from models.profile import Profile, Site
from tests import people

_profiles = table_of(Profile)


def town_with(session: Session, **rules: object) -> Site:
    """The town's profile with these rules of review from now on, and every other as it is."""
    data = people.municipality(session).model_dump(mode="json")
    data["reviewing"] |= rules
    number = session.execute(select(func.max(_profiles.c.version))).scalar_one() + 1
    session.execute(insert(_profiles).values(version=number, data=json.dumps(data), made_at=now()))
    return people.municipality(session)
