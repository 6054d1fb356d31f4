"""Telling a person by letter that what opens her account has changed (ASVS 6.3.7)."""

from enum import StrEnum

from sqlmodel import Session

from models import delivery, keys, person
from models.person import Channel, Person

KIND = "factor_changed"
"""The folder of templates/mail and templates/sms that words it."""


class What(StrEnum):
    """What happened; stands in the delivery's key, because there is no event to stand in."""

    ADDED = "added"
    REMOVED = "removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"


def tell(session: Session, person_id: int, what: What) -> None:
    """Write to each of her confirmed addresses; to a telephone only where there is no mailbox."""
    hers = [person.contact(session, one) for one in person.contacts_of(session, person_id)]
    known = [one for one in hers if one is not None]
    mailboxes = [one for one in known if one.channel is Channel.EMAIL]
    language = session.get_one(Person, person_id).language
    key = f"{KIND}:{what.value}:{keys.nonce()}"
    for contact in mailboxes or known:
        delivery.post(session, KIND, contact, key=key, language=language)


def said(message_key: str) -> What:
    """What a letter's key says that it tells."""
    return What(message_key.split(":")[1])
