"""What comes back: receipts of the SMS operator, answers to text messages, and stop links.

The web's handlers call these verbs in their own transaction. What arrives may be late, doubled or
out of order: a verb that is called again changes nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select, update
from sqlmodel import Session

from models import following, keys, silence, sms_routes, subscription
from models.calendar import now
from models.database import table_of
from models.delivery import DeliveryState, deliveries
from models.errors import NotFound, Refusal
from models.person import Channel, Contact
from models.settings import settings
from models.settings.providers import SMS_OPERATORS
from models.silence import silences
from models.sms_routes import PROMPT
from models.subscription import Subscription, SubscriptionState
from notifications.due import STOP_CONFIRMED, TEXT_HELP
from notifications.letter import STOPPED
from notifications.links import DIGESTS, RECEIPT, SILENCE, speaks
from notifications.settling import CODE_LENGTH
from notifications.sms import answers, operator
from notifications.sms.operator import BadReceipt, Called, Received
from notifications.sms.operators import OPERATORS, gateway_of
from notifications.sms.replies import Word, stop_word

INBOX = "sms-inbox"

_contacts = table_of(Contact)
_S = DeliveryState

_FROM = {
    _S.SENT: (_S.QUEUED, _S.SENDING, _S.TEMPORARY_FAILURE),
    _S.DELIVERED: (_S.QUEUED, _S.SENDING, _S.TEMPORARY_FAILURE, _S.SENT),
    _S.TEMPORARY_FAILURE: (_S.QUEUED, _S.SENDING, _S.SENT),
    _S.PERMANENT_FAILURE: (_S.QUEUED, _S.SENDING, _S.SENT),
    _S.SUPPRESSED: (_S.QUEUED, _S.SENDING, _S.SENT),
}
"""From which states a receipt leads on. No final one, but what was given up may still arrive."""


class Forged(Refusal):
    """Whoever called does not know the secret part of the address; 403 (NT-21)."""

    status = 403


def receipt(session: Session, token: str, form: Mapping[str, str], *, signature: str = "") -> None:
    """What an operator says became of one text message. `token` is the last part of the address.

    A receipt for a message that is no longer known changes nothing. Raises Forged, or Refusal for
    a form that is no receipt.
    """
    delivery_id, name = _proven(token, RECEIPT)
    called = Called(f"{settings().base_url}/sms/receipts/{token}", form, signature)
    try:
        said = OPERATORS[name].receipt(called, gateway_of(name))
    except operator.Forged:
        raise Forged from None
    except BadReceipt:
        raise Refusal from None
    row = session.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(_FROM[said.state]))
        .values(
            state=said.state,
            code=said.code[:CODE_LENGTH],
            # It may be faster than the worker who waits for the operator's answer.
            sent_at=func.coalesce(deliveries.c.sent_at, now()),
            provider_ref=func.coalesce(deliveries.c.provider_ref, said.provider_ref),
        )
        .returning(deliveries.c.sent_at, deliveries.c.contact_id)
    ).first()
    if row is None:
        return
    if said.state is _S.DELIVERED and (said.delivered_at or now()) - row.sent_at <= PROMPT:
        sms_routes.note(session, name, at=row.sent_at, prompt=1)
    if said.code == STOPPED:
        silence.begin(session, row.contact_id)


def inbox(name: str = SMS_OPERATORS[0]) -> str:
    """The secret last part of the address that an operator posts answers of residents to."""
    return keys.key(INBOX, "", speaks(name))


def read(token: str, form: Mapping[str, str], *, signature: str = "") -> Received:
    """Who wrote what to us, from whichever operator knows this address. Raises Forged."""
    name = _speaker(token)
    called = Called(f"{settings().base_url}/sms/inbox/{token}", form, signature)
    try:
        return OPERATORS[name].received(called, gateway_of(name))
    except operator.Forged:
        raise Forged from None


def silence_of(token: str) -> tuple[str, str]:
    """What tells the operator of an address to send nothing back: a body and its media type."""
    return OPERATORS[_speaker(token)].silence


def text_received(session: Session, received: Received) -> Word | None:
    """A text message came. Returns the word it was, None for other words (NT-23).

    STOP ends every message to the number but codes, and is confirmed once; START resumes what STOP
    ended; HELP is answered once a day. Other words go to the sender's case, when it is clear which,
    else to a person. Nothing is ever sent to a number that we do not know.
    """
    word, number = stop_word(received.text), received.number
    contact_id = session.execute(
        select(_contacts.c.id).where(
            _contacts.c.channel == Channel.SMS, _contacts.c.address == number
        )
    ).scalar()
    if word is None:
        answers.to_a_person(session, received, contact_id)
    elif contact_id is None:
        return word
    elif word == "stop" and silence.begin(session, contact_id):
        answers.answer(session, STOP_CONFIRMED, contact_id, number)
    elif word == "start":
        silence.end(session, contact_id)
    elif word == "help":
        answers.answer(session, TEXT_HELP, contact_id, number)
    return word


def _speaker(token: str) -> str:
    for name in SMS_OPERATORS:
        if keys.fits(token, INBOX, "", speaks(name)):
            return name
    raise Forged


@dataclass(frozen=True)
class Standing:
    """What a stop link is about: one wish; where `wish` is None all digests of an address, or else
    all text messages to a number.
    """

    contact_id: int
    wish: Subscription | None
    stopped: bool
    digests: bool = False


def standing(session: Session, link: str) -> Standing:
    """What stands behind a stop link. Raises NotFound for a forged one."""
    purpose = {"c": SILENCE, "d": DIGESTS}.get(link[:1])
    if purpose is None:
        wish = subscription.by_link(session, link)
        return Standing(wish.contact_id, wish, wish.state is SubscriptionState.STOPPED)
    number, _, key = link[1:].partition(".")
    contact = session.get(Contact, int(number)) if _is_id(number) else None
    if contact is None or not keys.fits(key, purpose, contact.id or 0, contact.address):
        raise NotFound
    contact_id = contact.id or 0
    if purpose == DIGESTS:
        hears = following.hears_digests(session, contact_id)
        return Standing(contact_id, None, stopped=not hears, digests=True)
    silent = select(silences.c.at).where(silences.c.contact_id == contact_id)
    return Standing(contact_id, None, session.execute(silent).first() is not None)


def unsubscribe(session: Session, link: str) -> Standing:
    """One click: no more of this, at once, however often it is pressed. Raises NotFound."""
    found = standing(session, link)
    if found.wish is not None:
        subscription.stop(session, found.wish)
    elif found.digests:
        following.stop_all(session, found.contact_id, digests=True)
    else:
        silence.begin(session, found.contact_id)
    return replace(found, stopped=True)


def resume(session: Session, link: str) -> None:
    """Take back what `unsubscribe` did with the same link. Raises NotFound."""
    found = standing(session, link)
    if found.wish is not None:
        following.resume(session, found.wish)
    elif found.digests:
        following.resume_all(session, found.contact_id, digests=True)
    else:
        silence.end(session, found.contact_id)


def _proven(token: str, purpose: str) -> tuple[int, str]:
    """The delivery of an address, and the operator that it was given to."""
    number, _, proof = token.partition(".")
    if _is_id(number):
        for name in SMS_OPERATORS:
            if keys.fits(proof, purpose, int(number), speaks(name)):
                return int(number), name
    raise Forged


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
