"""What comes back: receipts of the SMS operator, answers to text messages, and stop links.

The web's handlers call these verbs in their own transaction. What arrives may be late, doubled or
out of order: a verb that is called again changes nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from models import following, keys, silence, subscription
from models.calendar import now
from models.database import table_of
from models.delivery import DeliveryState, deliveries
from models.errors import NotFound, Refusal
from models.event import TELLS
from models.person import Channel, Contact, Person
from models.silence import silences
from models.subscription import Subscription, SubscriptionState
from notifications.due import STOP_CONFIRMED
from notifications.links import RECEIPT, SILENCE
from notifications.sms.receipts import BadReceipt, read_receipt
from notifications.sms.replies import Word, stop_word

INBOX = "sms-inbox"

_contacts = table_of(Contact)
_people = table_of(Person)
_S = DeliveryState

_LEADS_TO = {"sent": _S.SENT, "delivered": _S.DELIVERED, "failed": _S.PERMANENT_FAILURE}
_FROM = {
    _S.SENT: (_S.QUEUED, _S.SENDING, _S.TEMPORARY_FAILURE),
    _S.DELIVERED: (_S.QUEUED, _S.SENDING, _S.TEMPORARY_FAILURE, _S.SENT),
    _S.PERMANENT_FAILURE: (_S.QUEUED, _S.SENDING, _S.SENT),
}
"""From which states a receipt leads on. No final one, but what was given up may still arrive."""


class Forged(Refusal):
    """Whoever called does not know the secret part of the address; 403 (NT-21)."""

    status = 403


def receipt(session: Session, token: str, form: Mapping[str, str]) -> None:
    """What the operator says became of one text message. `token` is the last part of the address.

    A receipt for a message that is no longer known changes nothing. Raises Forged, or Refusal for
    a form that is no receipt.
    """
    delivery_id = _proven(token, RECEIPT)
    try:
        said = read_receipt(form)
    except BadReceipt:
        raise Refusal from None
    state = _LEADS_TO[said.status]
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(_FROM[state]))
        .values(
            state=state,
            code=said.status if state is _S.PERMANENT_FAILURE else "",
            # It may be faster than the worker who waits for the operator's answer.
            sent_at=func.coalesce(deliveries.c.sent_at, now()),
            provider_ref=func.coalesce(deliveries.c.provider_ref, said.provider_ref),
        )
    )


def inbox() -> str:
    """The secret last part of the address that the operator posts answers of residents to."""
    return keys.key(INBOX, "", "")


def text_received(session: Session, token: str, number: str, text: str) -> Word | None:
    """A text message came from `number` (E.164). Returns the word it was, None for other words.

    STOP ends every message to the number but codes, and is confirmed once; START resumes what STOP
    ended (NT-23). Raises Forged.
    """
    if not keys.fits(token, INBOX, "", ""):
        raise Forged
    word = stop_word(text)
    contact_id = session.execute(
        select(_contacts.c.id).where(
            _contacts.c.channel == Channel.SMS, _contacts.c.address == number
        )
    ).scalar()
    if contact_id is None:
        return word
    if word == "stop" and silence.begin(session, contact_id):
        _confirm(session, contact_id, number)
    elif word == "start":
        silence.end(session, contact_id)
    return word


def _confirm(session: Session, contact_id: int, number: str) -> None:
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
            message_key=f"stop:{now()}",
            kind=STOP_CONFIRMED,
            language=language or "sv",
            contact_id=contact_id,
            state=_S.QUEUED,
            code="",
            attempts=0,
            not_before=now(),
            created_at=now(),
        )
    )


@dataclass(frozen=True)
class Standing:
    """What a stop link is about: one wish, or (`wish` is None) all text messages to a number."""

    contact_id: int
    wish: Subscription | None
    stopped: bool


def standing(session: Session, link: str) -> Standing:
    """What stands behind a stop link. Raises NotFound for a forged one."""
    if not link.startswith("c"):
        wish = subscription.by_link(session, link)
        return Standing(wish.contact_id, wish, wish.state is SubscriptionState.STOPPED)
    number, _, key = link[1:].partition(".")
    contact = session.get(Contact, int(number)) if _is_id(number) else None
    if contact is None or not keys.fits(key, SILENCE, contact.id or 0, contact.address):
        raise NotFound
    silent = select(silences.c.at).where(silences.c.contact_id == contact.id)
    return Standing(contact.id or 0, None, session.execute(silent).first() is not None)


def unsubscribe(session: Session, link: str) -> Standing:
    """One click: no more of this, at once, however often it is pressed. Raises NotFound."""
    found = standing(session, link)
    if found.wish is not None:
        subscription.stop(session, found.wish)
    else:
        silence.begin(session, found.contact_id)
    return Standing(found.contact_id, found.wish, stopped=True)


def resume(session: Session, link: str) -> None:
    """Take back what `unsubscribe` did with the same link. Raises NotFound."""
    found = standing(session, link)
    if found.wish is not None:
        following.resume(session, found.wish)
    else:
        silence.end(session, found.contact_id)


def _proven(token: str, purpose: str) -> int:
    number, _, proof = token.partition(".")
    if not _is_id(number) or not keys.fits(proof, purpose, int(number), ""):
        raise Forged
    return int(number)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
