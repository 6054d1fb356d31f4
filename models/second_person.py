"""Who agrees to what takes two where nobody else on the desk can: named by the profile (MQ-7)."""

from sqlalchemy import select
from sqlmodel import Session

from models import belonging
from models.database import table_of
from models.person import Channel, Contact, Person
from models.profile import site

_contacts = table_of(Contact)
_people = table_of(Person)


def second_person(session: Session) -> int | None:
    """Who agrees outside the desk, where the profile names somebody who works here now."""
    address = site(session).reviewing.four_eyes.second_person.strip().lower()
    if not address:
        return None
    person_id = session.execute(
        select(_contacts.c.person_id)
        .join(_people, _people.c.id == _contacts.c.person_id)
        .where(
            _contacts.c.channel == Channel.EMAIL,
            _contacts.c.address == address,
            _contacts.c.confirmed_at.is_not(None),
            _people.c.suspended.is_(False),
        )
    ).scalar()
    if person_id is None or not belonging.posts_of(session, person_id):
        return None
    return int(person_id)
