"""What becomes of a text message that somebody sent us (spec NT-23)."""

from sqlalchemy import insert, select
from sqlmodel import Session

from models import address, allowance, keys, received, supplement, text
from models.actor import Actor, Role
from models.calendar import now
from models.database import table_of
from models.delivery import DeliveryState, deliveries
from models.errors import Invalid, TooMany
from models.event import TELLS
from models.person import Channel, Contact, Person
from models.prose import clean
from notifications.sms.operator import Received

A_DAY = 86_400

_people = table_of(Person)
_contacts = table_of(Contact)


def to_a_person(session: Session, got: Received, contact_id: int | None) -> None:
    """Words of one's own: they go to the sender's case, when it is clear which, else to the list
    that officials look through. Nothing is sent, whoever wrote.
    """
    source = clean(got.text)[: received.LONGEST]
    try:
        number = address.phone(got.number)
    except Invalid:
        return
    if not source:
        return
    case = received.open_case(session, contact_id) if contact_id is not None else None
    if case is None:
        received.keep(session, number, contact_id, source)
        return
    contact = session.get_one(Contact, contact_id)
    by = Actor(Role.RESIDENT, contact.person_id)
    supplement.reply(session, case, by=by, written=text.write(session, source=source))


def answer(session: Session, kind: str, contact_id: int, number: str) -> None:
    """The one answer of a kind to a number on a day: two machines do not talk to each other."""
    who = keys.key("allowance", kind, number)
    try:
        allowance.spend(session, f"answer:{kind}", who, most=1, seconds=A_DAY)
    except TooMany:
        return
    language = session.execute(
        select(_people.c.language)
        .join(_contacts, _contacts.c.person_id == _people.c.id)
        .where(_contacts.c.id == contact_id)
    ).scalar()
    session.info[TELLS] = True
    session.execute(
        insert(deliveries).values(
            channel=Channel.SMS,
            address=number,
            message_key=f"{kind}:{now()}",
            kind=kind,
            language=language or "sv",
            contact_id=contact_id,
            state=DeliveryState.QUEUED,
            code="",
            attempts=0,
            not_before=now(),
            created_at=now(),
        )
    )
