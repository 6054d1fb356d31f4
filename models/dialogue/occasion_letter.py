"""Telling whoever has signed up for an occasion that it is cancelled, or when and where it is now.

Once for each change: the letter's key is the occasion and its version. It is worded in the moment
before it goes (notifications/occasion_letters).
"""

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models import delivery
from models.database import table_of
from models.dialogue.occasions import Occasion, sign_ups
from models.person import Channel, Contact, Person

KIND = "occasion"
"""The kind of such letters, and how their message keys begin."""

_u = sign_ups.c
_contacts, _people = table_of(Contact), table_of(Person)
_FIRST = (
    select(func.min(_contacts.c.id))
    .where(_contacts.c.person_id == _u.person_id, _contacts.c.confirmed_at.is_not(None))
    .group_by(_contacts.c.channel)
    # An e-mail address before a number, which costs.
    .order_by((_contacts.c.channel == Channel.SMS).asc())
    .limit(1)
    .correlate(sign_ups)
    .scalar_subquery()
)
_COMING = (
    select(Contact, _people.c.language)
    .select_from(sign_ups)
    .join(_people, _people.c.id == _u.person_id)
    .join(_contacts, _contacts.c.id == _FIRST)
    .where(_u.occasion_id == bindparam("occasion"), _u.withdrawn_at.is_(None))
    .order_by(_contacts.c.id)
)


def tell(session: Session, occasion: Occasion) -> None:
    """Write to everyone who has signed up and has an address: one letter each."""
    who = session.execute(_COMING, {"occasion": occasion.id}).all()
    key = f"{KIND}:{occasion.id}:{occasion.version}"
    delivery.post_to(session, KIND, who, key=key, submission_id=occasion.submission_id)


def occasion_of(message_key: str) -> int:
    """The occasion that a letter's key names."""
    return int(message_key.split(":")[1])
