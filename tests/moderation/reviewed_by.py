"""A town whose rules of review are others than the example's."""

import json
from typing import Any

from sqlmodel import Session

from models.calendar import now
from models.profile import Profile, site, version
from tests import people


def reviewed_by(session: Session, **rules: Any) -> None:
    """From now on the town reviews by these rules; all others stay."""
    people.municipality(session)
    wanted = json.loads(site(session).model_dump_json())
    wanted["reviewing"] |= rules
    made = Profile(version=version(session) + 1, data=json.dumps(wanted), made_at=now())
    session.add(made)
    session.flush()
