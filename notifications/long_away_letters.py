"""What the letter says to somebody who was not here for years: until when she may come back."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.calendar import DAY, local
from models.database import table_of
from models.person import Contact
from models.retention.long_away import long_away
from models.retention.people import KIND
from models.retention.what import NOTICE
from models.settings import settings
from notifications.contexts.common import Context

LONG_AWAY = KIND

_contacts = table_of(Contact)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when she came back, or the address is another's now."""
    told: int | None = session.execute(
        select(long_away.c.told_at)
        .join(_contacts, _contacts.c.person_id == long_away.c.person_id)
        .where(_contacts.c.id == row.contact_id)
    ).scalar()
    if told is None:
        return None
    return {
        "reference": "",
        "title": "",
        "place": "",
        "day": local(told + NOTICE * DAY).date(),
        "goes_on": f"{settings().base_url}/sign-in",
    }
