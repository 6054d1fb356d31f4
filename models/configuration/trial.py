"""A letter and a text message to oneself, as the draft of the configuration would send them."""

from sqlalchemy import select
from sqlmodel import Session

from models import delivery
from models.calendar import now
from models.database import table_of
from models.person import Channel, Contact, Person

KIND = "trial"
"""The kind of such letters, and how their message keys begin."""

_contacts = table_of(Contact)


def post(session: Session, person_id: int) -> list[Channel]:
    """Write to the first address of each sort that she has confirmed. Returns which sorts."""
    found: dict[Channel, Contact] = {}
    for one in session.scalars(
        select(Contact)
        .where(_contacts.c.person_id == person_id, _contacts.c.confirmed_at.is_not(None))
        .order_by(_contacts.c.id)
    ):
        found.setdefault(one.channel, one)
    language = session.get_one(Person, person_id).language
    for channel, to in found.items():
        delivery.post(session, KIND, to, key=f"{KIND}:{channel}:{now()}", language=language)
    return list(found)
