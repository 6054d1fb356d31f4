"""Telling somebody what was done with her account: at once, and with what the log says of it.

The letter points at a row of the access log and is worded when it is written
(notifications/account_letters).
"""

from sqlalchemy import select
from sqlmodel import Session

from models import delivery
from models.database import table_of
from models.person import Channel, Contact, Person

KIND = "account"
"""The kind of such letters, and how their message keys begin."""

_contacts = table_of(Contact)


def tell(session: Session, person_id: int, row_id: int) -> None:
    """Write to the first address that she has confirmed; to nobody where she has none."""
    to: Contact | None = session.scalars(
        select(Contact)
        .where(
            _contacts.c.person_id == person_id,
            _contacts.c.channel == Channel.EMAIL,
            _contacts.c.confirmed_at.is_not(None),
        )
        .order_by(_contacts.c.id)
        .limit(1)
    ).first()
    if to is not None:
        language = session.get_one(Person, person_id).language
        delivery.post(session, KIND, to, key=f"{KIND}:{row_id}", language=language)
