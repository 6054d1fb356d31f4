"""Telling an author that her text is read later than promised, or will be: once for each text.

The letter names an item of the queue and is worded when it is written, so that whoever was read
meanwhile hears nothing (notifications/review_letters).
"""

from sqlmodel import Session

from models import delivery
from models.calendar import now
from models.person import Contact, Person
from models.review import Reviewable

KIND = "review_late"
"""The kind of such letters, and how their message keys begin."""


def tell(
    session: Session, item: Reviewable, *, case_id: int, contact_id: int | None, language: str
) -> None:
    """Write to the address that a text came with, where it is confirmed; note that it was done,
    also where there is nobody to write to. Whoever was told is not told again.
    """
    if item.told_at is not None:
        return
    item.told_at = now()
    session.add(item)
    session.flush()
    contact = session.get(Contact, contact_id) if contact_id is not None else None
    if contact is None or contact.confirmed_at is None or contact.person_id is None:
        return
    delivery.post(
        session,
        KIND,
        contact,
        key=f"{KIND}:{item.id}",
        submission_id=case_id,
        language=language or session.get_one(Person, contact.person_id).language,
    )


def item_of(message_key: str) -> int:
    """The item that a letter's key names."""
    return int(message_key.split(":")[1])
