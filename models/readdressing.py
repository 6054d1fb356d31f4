"""What happens to the rows of two addresses when somebody changes one for the other.

Everything hangs on the row of a contact: cases, comments, wishes, what was sent. Where all of it
goes along, the two rows exchange their addresses, so that ten thousand letters stay as they are,
and back again as easily.
"""

from typing import Any

from sqlalchemy import Table, case, delete, exists, insert, select, update
from sqlmodel import Session

from models import keys
from models.bounce import Bounce
from models.calendar import now
from models.comment import comments
from models.database import lock_rows, table_of
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.person import Channel, Contact, Person
from models.received import TextReceived
from models.reply import ReplyBy
from models.report import Report
from models.session import BrowserSession
from models.silence import silences
from models.submission import submissions
from models.subscription import Frequency, SubscriptionState, subscriptions
from models.suppression import suppressions
from models.token import Purpose, Token

_contacts = table_of(Contact)
_people = table_of(Person)
_tokens = table_of(Token)
_sessions = table_of(BrowserSession)
_bounces = table_of(Bounce)
_carried = table_of(DeliveryEvent)
_received = table_of(TextReceived)
_w = subscriptions.c
_WRITTEN: tuple[Table, ...] = (submissions, comments, table_of(Report), _received)
_ENTERS = (Purpose.SIGN_IN, Purpose.NEW_ADDRESS)


def language_of(session: Session, person_id: int) -> str:
    """The language that her messages come in."""
    said: str = session.execute(
        select(_people.c.language).where(_people.c.id == person_id)
    ).scalar_one()
    return said


def give(session: Session, contact_id: int, person_id: int) -> None:
    """An address is hers from now on. Whoever else it belonged to is signed out."""
    former = _take(session, contact_id).person_id
    if former is not None and former != person_id:
        session.execute(delete(_sessions).where(_sessions.c.person_id == former))
    _set(session, contact_id, person_id=person_id, confirmed_at=now())


def part(session: Session, contact_id: int) -> None:
    """An address is hers no more. What was written from it stays with it, for whoever reads there:
    that is somebody of her own from now on. Without any of that the address is nobody's.
    """
    found = _take(session, contact_id)
    if not _is_used(session, contact_id):
        _set(session, contact_id, person_id=None, confirmed_at=None, heard_since=None)
        return
    language = "sv" if found.person_id is None else language_of(session, found.person_id)
    nobody = session.execute(
        insert(_people)
        .values(name="", language=language, suspended=False, created_at=now())
        .returning(_people.c.id)
    ).scalar_one()
    _set(session, contact_id, person_id=nobody)


def _is_used(session: Session, contact_id: int) -> bool:
    used = [exists().where(table.c.contact_id == contact_id) for table in _WRITTEN]
    follows = exists().where(_w.contact_id == contact_id, _w.state == SubscriptionState.ACTIVE)
    return any(session.scalar(select(one)) for one in (*used, follows))


def exchange(session: Session, one_id: int, other_id: int) -> None:
    """Each row gets the address of the other, and what we know of it: that letters come back from
    it, or that its reader wants none. What waits to be sent goes to the new address.
    """
    one, other = _take(session, one_id), _take(session, other_id)
    # Two rows never have the same address, not for a moment.
    _set(session, one_id, address=f"{one_id}:{one.address[:200]}")
    at = now()
    # What was told at the former address is not missing at this one (notifications.differences).
    _set(session, other_id, channel=one.channel, address=one.address, heard_since=at)
    _set(session, one_id, channel=other.channel, address=other.address, heard_since=at)
    for row, to in ((one, other), (other, one)):
        _redirect(session, row, to)
        _answer_by(session, row.id, to.channel)
        _renew_links(session, row.id)
    session.execute(
        update(_bounces)
        .where(_bounces.c.contact_id.in_((one_id, other_id)))
        .values(contact_id=case((_bounces.c.contact_id == one_id, other_id), else_=one_id))
    )
    for table in (suppressions, silences):
        _swap(session, table, one_id, other_id)
    session.execute(
        update(_tokens)
        .where(
            _tokens.c.contact_id.in_((one_id, other_id)),
            _tokens.c.purpose.in_(_ENTERS),
            _tokens.c.used_at.is_(None),
        )
        .values(expires_at=at)
    )


def _redirect(session: Session, row: Any, to: Any) -> None:
    """Letters of a row that have not begun. One written for the other channel goes as it was."""
    if row.channel != to.channel:
        return
    waits = select(deliveries.c.id).where(
        deliveries.c.contact_id == row.id,
        deliveries.c.address == row.address,
        deliveries.c.state == DeliveryState.QUEUED,
    )
    ids = session.scalars(waits).all()
    for table, column in ((deliveries, deliveries.c.id), (_carried, _carried.c.delivery_id)):
        session.execute(update(table).where(column.in_(ids)).values(address=to.address))


def _answer_by(session: Session, contact_id: int, channel: Channel) -> None:
    session.execute(
        update(submissions)
        .where(
            submissions.c.contact_id == contact_id,
            submissions.c.reply_by.in_((ReplyBy.EMAIL, ReplyBy.SMS)),
        )
        .values(reply_by=ReplyBy(channel.value))
    )
    if channel is Channel.SMS:
        # There are no digests by text message (models.following).
        session.execute(
            update(subscriptions)
            .where(_w.contact_id == contact_id)
            .values(frequency=Frequency.AT_ONCE)
        )


def _renew_links(session: Session, contact_id: int) -> None:
    """Old letters lie in the mailbox of the former address: their links end with it."""
    hers = session.scalars(lock_rows(select(_w.id).where(_w.contact_id == contact_id))).all()
    for wish_id in hers:
        session.execute(update(subscriptions).where(_w.id == wish_id).values(nonce=keys.nonce()))


def _swap(session: Session, table: Table, one_id: int, other_id: int) -> None:
    both = {one_id: other_id, other_id: one_id}
    rows = session.execute(select(table).where(table.c.contact_id.in_(both))).mappings().all()
    session.execute(delete(table).where(table.c.contact_id.in_(both)))
    for row in rows:
        session.execute(insert(table).values({**row, "contact_id": both[row["contact_id"]]}))


def bring(session: Session, from_id: int, to_id: int) -> None:
    """What hangs on one row hangs on the other, which is about to get its address."""
    former = _take(session, from_id).person_id
    if former is not None:
        session.execute(delete(_sessions).where(_sessions.c.person_id == former))
    for table in (*_WRITTEN, deliveries):
        session.execute(update(table).where(table.c.contact_id == from_id).values(contact_id=to_id))
    theirs = subscriptions.alias("theirs")
    same = exists().where(
        theirs.c.contact_id == to_id,
        theirs.c.topic == _w.topic,
        *(
            theirs.c[name].is_not_distinct_from(_w[name])
            for name in ("submission_id", "category_id", "unit_id")
        ),
    )
    session.execute(
        update(subscriptions).where(_w.contact_id == from_id, ~same).values(contact_id=to_id)
    )
    session.execute(
        update(subscriptions)
        .where(_w.contact_id == from_id)
        .values(state=SubscriptionState.STOPPED, stopped_at=now())
    )
    _set(session, from_id, person_id=None)


def _take(session: Session, contact_id: int) -> Any:
    return session.execute(
        lock_rows(
            select(
                _contacts.c.id, _contacts.c.channel, _contacts.c.address, _contacts.c.person_id
            ).where(_contacts.c.id == contact_id)
        )
    ).one()


def _set(session: Session, contact_id: int, **values: object) -> None:
    session.execute(update(_contacts).where(_contacts.c.id == contact_id).values(**values))
    session.expire_all()
