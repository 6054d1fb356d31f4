"""Telling whoever is a party of her right to a decision after six months, and of what came of it:
one letter for each, worded in the moment before it goes (notifications/delay_letters).
"""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlmodel import Session

from models import delivery
from models.delivery import deliveries
from models.person import Contact, Person
from models.submission import Submission

KIND = "delay_action"
"""The kind of such letters, and how their message keys begin."""
RIGHT = "right"
"""What the letter of the six months is about; the others are of how it ended."""


def tell(session: Session, submission: Submission, what: str) -> None:
    """Write to the address of a case, where it is confirmed."""
    if submission.contact_id is None or submission.confirmed_at is None:
        return
    contact = session.get_one(Contact, submission.contact_id)
    if contact.confirmed_at is None or contact.person_id is None:
        return
    delivery.post(
        session,
        KIND,
        contact,
        key=f"{KIND}:{what}:{submission.id}",
        submission_id=submission.id,
        language=submission.language or session.get_one(Person, contact.person_id).language,
    )


def told(case_id: Any) -> ColumnElement[bool]:
    """The condition that the letter of the right was written in a case."""
    key = literal(f"{KIND}:{RIGHT}:") + cast(case_id, String)
    return exists().where(deliveries.c.submission_id == case_id, deliveries.c.message_key == key)


def what_of(message_key: str) -> str:
    """What a letter is about, by its key."""
    return message_key.split(":")[1]
