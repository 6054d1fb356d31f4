"""What a letter about one's account says: what an administrator did with it, as the log has it."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.access_log import What, access_log
from models.account_notice import KIND
from models.database import table_of
from models.person import Appointment, Contact
from models.settings import settings
from notifications.contexts.common import Context, unit

ACCOUNT = KIND

_log = access_log.c
_contacts = table_of(Contact)
_appointments = table_of(Appointment)

_ROLES = frozenset({What.ROLE_GIVEN, What.ROLE_CHANGED, What.ROLE_ENDED})


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when the log knows it no more, or the address went to
    somebody else.
    """
    _, _, of = row.message_key.partition(":")
    done = session.execute(
        select(access_log)
        .join(_contacts, _contacts.c.person_id == _log.about_person_id)
        .where(_log.id == int(of), _contacts.c.id == row.contact_id)
    ).first()
    if done is None:
        return None
    of_role = done.what in _ROLES
    held = _held(session, done) if of_role and done.what is not What.ROLE_ENDED else None
    return {
        "reference": "",
        "title": "",
        "place": "",
        "what": done.what.value,
        "role": done.detail if of_role else "",
        "unit": unit(session, done.number, row.language) if of_role and done.number else "",
        "lead": held is not None and held.lead,
        "until": held.until_date if held is not None else None,
        "cause": done.detail if done.what is What.SUSPENDED else "",
        "goes_on": f"{settings().base_url}/me",
    }


def _held(session: Session, done: Row[Any]) -> Row[Any] | None:
    """How she holds the role now: what is told is how it stands, whatever it was before."""
    return session.execute(
        select(_appointments.c.lead, _appointments.c.until_date)
        .where(
            _appointments.c.person_id == done.about_person_id,
            _appointments.c.role == done.detail,
            _appointments.c.unit_id.is_not_distinct_from(done.number),
        )
        .order_by(_appointments.c.id.desc())
        .limit(1)
    ).first()
