"""Erasing: an address and all that leads to it goes, whoever holds its link may ask (GDPR 17).

What she wrote and its history stay, because they are public records: her cases go on without
anybody to answer. What was sent stays as a number, so that the books of notices still add up.
"""

from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlmodel import Session

from models import keys
from models.actor import STRANGER
from models.bounce import Bounce
from models.calendar import now
from models.comment import comments
from models.database import lock_rows, table_of
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.demo_message import DemoMessage
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.pause import pauses
from models.person import Appointment, Contact, Person
from models.received import TextReceived
from models.reply import ReplyBy
from models.review import Report
from models.session import BrowserSession
from models.silence import silences
from models.states import Status
from models.submission import Submission, submissions
from models.subscription import Subscription, SubscriptionState, subscriptions
from models.suppression import Suppression
from models.token import Token

ERASED = "erased"
"""The code of messages that waited, and the rule that the history names."""

_contacts = table_of(Contact)
_people = table_of(Person)
_carried = table_of(DeliveryEvent)
_tokens = table_of(Token)
_received = table_of(TextReceived)
_appointments = table_of(Appointment)
_sessions = table_of(BrowserSession)
_demo = table_of(DemoMessage)

_UNSETTLED = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE)


def unfinished(session: Session, contact_id: int) -> list[str]:
    """References of her cases that are still open: we cannot tell her how they end."""
    mine = submissions.c.contact_id == contact_id
    wanted = select(submissions.c.reference).where(
        mine, submissions.c.done_at.is_(None), submissions.c.status != Status.CLOSED
    )
    return list(session.scalars(wanted.order_by(submissions.c.id).limit(20)))


def erase(session: Session, contact_id: int) -> None:
    """Forget an address. There is no way back.

    Raises NotAllowed for the address of somebody who works here: an administrator ends that first.
    """
    found = session.scalars(lock_rows(select(Contact).where(_contacts.c.id == contact_id))).first()
    if found is None:
        raise NotFound
    contact: Contact = found
    if works_here(session, contact.person_id):
        raise NotAllowed("staff")
    address, person_id = contact.address, contact.person_id
    _forget_cases(session, contact_id, address)
    _forget_sent(session, contact_id, address)
    _forget_wishes(session, contact_id)
    contact.address, contact.person_id, contact.confirmed_at = _nobody(contact_id), None, None
    session.add(contact)
    session.flush()
    _forget_person(session, person_id)


def works_here(session: Session, person_id: int | None) -> bool:
    """Whether somebody holds a role, or has held one: what she did at work keeps her name."""
    held = select(_appointments.c.id).where(_appointments.c.person_id == person_id).limit(1)
    return person_id is not None and session.execute(held).first() is not None


def _nobody(contact_id: int) -> str:
    return f"{ERASED}:{contact_id}"


def _forget_cases(session: Session, contact_id: int, address: str) -> None:
    """Her cases and comments have nobody behind them; the history of each case says so."""
    mine = session.scalars(
        lock_rows(
            select(Submission)
            .where((submissions.c.contact_id == contact_id) | (submissions.c.reply_to == address))
            .order_by(submissions.c.id)
        )
    ).all()
    for case in mine:
        if case.contact_id == contact_id:
            case.contact_id, case.name = None, ""
        case.reply_by, case.reply_to = ReplyBy.NONE, ""
        case.version += 1
        session.add(case)
        session.flush()
        facts: dict[str, str | int] = {"rule": ERASED}
        record(session, case.stream, EventKind.DISPOSED, by=STRANGER, facts=facts, public=False)
    for table in (comments, table_of(Report)):
        session.execute(
            update(table).where(table.c.contact_id == contact_id).values(contact_id=None)
        )


def _forget_sent(session: Session, contact_id: int, address: str) -> None:
    """What was sent stays as a row without an address; what waits does not go."""
    nobody = _nobody(contact_id)
    mine = deliveries.c.contact_id == contact_id
    session.execute(
        update(_carried)
        .where(_carried.c.delivery_id.in_(select(deliveries.c.id).where(mine)))
        .values(address=nobody)
    )
    session.execute(
        update(deliveries)
        .where(mine, deliveries.c.state.in_(_UNSETTLED))
        .values(state=DeliveryState.CANCELLED, code=ERASED, lease_owner=None, lease_until=None)
    )
    session.execute(update(deliveries).where(mine).values(address=nobody, token_id=None))
    session.execute(
        update(_received)
        .where(_received.c.contact_id == contact_id)
        .values(address=nobody, contact_id=None)
    )
    session.execute(delete(_demo).where(_demo.c.address == address))


def _forget_wishes(session: Session, contact_id: int) -> None:
    """Nothing is followed any more, and no link of any letter leads anywhere."""
    session.execute(delete(_tokens).where(_tokens.c.contact_id == contact_id))
    wishes = session.scalars(
        lock_rows(select(Subscription).where(subscriptions.c.contact_id == contact_id))
    ).all()
    for wish in wishes:
        wish.state, wish.stopped_at = SubscriptionState.STOPPED, now()
        # Never confirmed: not to be resumed. And with another nonce no link fits.
        wish.confirmed_at, wish.nonce = None, keys.nonce()
        session.add(wish)
    session.flush()
    beside: tuple[Table, ...] = (silences, pauses, table_of(Suppression), table_of(Bounce))
    for table in beside:
        gone: Any = delete(table).where(table.c.contact_id == contact_id)
        session.execute(gone)


def _forget_person(session: Session, person_id: int | None) -> None:
    """Whoever had no other address is nobody now: without a name, and signed out everywhere."""
    other = select(_contacts.c.id).where(_contacts.c.person_id == person_id).limit(1)
    if person_id is None or session.execute(other).first() is not None:
        return
    session.execute(update(_people).where(_people.c.id == person_id).values(name="", language="sv"))
    session.execute(delete(_sessions).where(_sessions.c.person_id == person_id))
