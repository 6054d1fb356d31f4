"""What a letter says to whoever has signed up for an occasion that was changed or cancelled."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.calendar import now
from models.database import table_of
from models.dialogue import occasion_letter
from models.dialogue.occasions import occasions, sign_ups
from models.dialogue.row import dialogues
from models.person import Contact
from notifications.contexts.common import Context
from notifications.links import of_dialogue

OCCASION = occasion_letter.KIND

_o, _u, _d = occasions.c, sign_ups.c, dialogues.c
_contacts = table_of(Contact)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when it has begun, or she does not come any more."""
    found = session.execute(
        select(_o.id, _o.title, _o.place, _o.starts_at, _o.cancelled_at, _d.slug)
        .join(dialogues, _d.submission_id == _o.submission_id)
        .join(sign_ups, _u.occasion_id == _o.id)
        .join(_contacts, _contacts.c.person_id == _u.person_id)
        .where(
            _o.id == occasion_letter.occasion_of(row.message_key),
            _contacts.c.id == row.contact_id,
            _u.withdrawn_at.is_(None),
        )
    ).first()
    if found is None or found.starts_at <= now():
        return None
    return {
        "cancelled": found.cancelled_at is not None,
        "occasion": found.title,
        "where": found.place,
        "begins": found.starts_at,
        "goes_on": f"{of_dialogue(found.slug)}/occasions/{found.id}",
    }
