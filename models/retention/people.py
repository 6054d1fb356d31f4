"""Whoever was not here for years: she is written to, and nobody a month later if she stays away.

A sign of life is signing in, handing in, commenting, supporting, confirming an address. Whoever
still follows something, has a case that is open, works here or worked here, or is suspended stays.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    delete,
    exists,
    func,
    insert,
    select,
)
from sqlmodel import Session

from models import delivery, erasing
from models.actor import SYSTEM
from models.calendar import DAY, Moment, now
from models.comment import comments
from models.database import table_of
from models.errors import NotAllowed
from models.person import Contact, Person
from models.retention.bookkeeping import pointing_at
from models.retention.cases import A_FEW
from models.retention.doing import Doing, keyed
from models.retention.long_away import long_away
from models.retention.rules import Rule
from models.retention.what import NOTICE
from models.submission import submissions
from models.subscription import SubscriptionState, subscriptions
from models.vote import votes

KIND = "long_away"
"""The folder of templates/mail that words the letter."""


_people = table_of(Person)
_contacts = table_of(Contact)
_p, _s = _people.c, submissions.c
_hers = _contacts.alias("hers")
_OF_HER = select(_hers.c.id).where(_hers.c.person_id == _p.id).correlate(_people)

STAYING = frozenset(
    {"contact", "vote", "long_away", "identity", "known_number", "declaration", "public_profile"}
    | {"own_download", "address_change", "factor", "move_question", "sanction", "poll_roll"}
    | {"helpful", "sign_up"}
)
"""Tables that name a person without keeping her: any other row that does is a reason to stay."""


def _away(before: Moment) -> tuple[ColumnElement[bool], ...]:
    """No sign of life since, and nothing that still binds her to us."""
    mine = _s.contact_id.in_(_OF_HER)
    follows = (
        subscriptions.c.contact_id.in_(_OF_HER),
        subscriptions.c.state != SubscriptionState.STOPPED,
    )
    lately = (
        exists().where(_hers.c.person_id == _p.id, _hers.c.confirmed_at >= before),
        exists().where(mine, _s.received_at >= before),
        exists().where(comments.c.contact_id.in_(_OF_HER), comments.c.created_at >= before),
        exists().where(votes.c.person_id == _p.id, votes.c.changed_at >= before),
    )
    open_case = exists().where(mine, _s.done_at.is_(None))
    bound = [
        exists().where(column == _p.id)
        for column in pointing_at(_people)
        if column.table.name not in STAYING
    ]
    return (
        _p.created_at < before,
        func.coalesce(_p.signed_in_at, 0) < before,
        _p.suspended.is_(False),
        exists().where(_hers.c.person_id == _p.id),
        ~open_case,
        ~exists().where(*follows),
        *(~one for one in (*lately, *bound)),
    )


def away(before: Moment) -> Select[Any]:
    return keyed(_p.id).where(*_away(before)).order_by(_p.id)


def _told(before: Moment) -> Select[Any]:
    """Still away when the month is over."""
    told = exists().where(
        long_away.c.person_id == _p.id, long_away.c.told_at < now() - NOTICE * DAY
    )
    return away(before).where(told)


def tell(session: Session, rule: Rule) -> bool:
    """Write to some who have been away for so long; whoever came back is forgotten here. True when
    nobody is left to write to.
    """
    still = away(rule.before()).order_by(None).with_only_columns(_p.id)
    session.execute(delete(long_away).where(long_away.c.person_id.not_in(still)))
    wanted = away(rule.before()).where(~exists().where(long_away.c.person_id == _p.id))
    rows = session.execute(wanted.limit(A_FEW)).all()
    for row in rows:
        session.execute(insert(long_away).values(person_id=row.key, told_at=now()))
        _write(session, row.key)
    return len(rows) < A_FEW


def _write(session: Session, person_id: int) -> None:
    """One letter, to the address that she confirmed last."""
    contact = session.scalars(
        select(Contact)
        .where(_contacts.c.person_id == person_id, _contacts.c.confirmed_at.is_not(None))
        .order_by(_contacts.c.confirmed_at.desc(), _contacts.c.id.desc())
        .limit(1)
    ).first()
    if contact is not None:
        language = session.get_one(Person, person_id).language
        key = f"{KIND}:{person_id}:{now() // DAY}"
        delivery.post(session, KIND, contact, key=key, language=language)


def _forget(session: Session, rows: Sequence[Row[Any]], rule: Rule, _run: int) -> int:
    gone = 0
    for row in rows:
        try:
            erasing.erase_person(session, row.key, texts=erasing.Texts.STAY, by=SYSTEM)
        except NotAllowed:
            # She was given a role this moment.
            continue
        gone += 1
    return gone


PEOPLE = Doing(_told, _forget, at_once=A_FEW, prepare=tell)
