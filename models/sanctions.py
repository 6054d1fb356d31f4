"""Warnings and pauses: what follows when somebody breaks the rules again and again (MQ-15).

By the DSA (EU 2022/2065) article 23: a warning comes first, a pause has an end, and both have a
reason that can be appealed against. A pause is lifted exactly at its time because every question
about it asks for the time: nothing runs that could be late. Reading, and being answered, never
stop.
"""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlmodel import Session

from models import allowance, keys
from models.actor import Actor, Role
from models.calendar import Moment, now
from models.database import Id, lock_rows, table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.person import Contact
from models.sanction import Conduct, Measure, Sanction, sanctions
from models.states import Kind

__all__ = [
    "NO_LONGER_NEEDED",
    "WRONG",
    "Conduct",
    "InForce",
    "Measure",
    "Paused",
    "Sanction",
    "check",
    "give",
    "in_force",
    "is_suspended",
    "lift",
    "of",
    "stays_with_us",
    "suspends",
]

WRONG, NO_LONGER_NEEDED = "wrong", "no_longer_needed"
"""Why a measure is lifted; an appeal has codes of its own. What was wrong counts as never given."""
RESTRICTED_WRITES = (3, 86_400)
"""So many texts in so many seconds of somebody who is restricted, where they are to be shown."""
CODE_BYTES = 10
"""Of the address of a sanction's own page: 80 bits, which nobody guesses."""

_contacts = table_of(Contact)
_s = sanctions.c


class InForce(NamedTuple):
    """A pause that holds now."""

    id: int
    code: str
    kind: Measure
    reason: str
    until_at: Moment


class Paused(NotAllowed):
    """She may not write or support now. `values` say until when, why, and the code of the page
    that says how to appeal.
    """

    def __init__(self, pause: InForce) -> None:
        super().__init__("paused", until=pause.until_at, reason=pause.reason, page=pause.code)


def _of(person: Any, contact: Any) -> ColumnElement[bool]:
    """That a sanction is against a person or an address: hers by either."""
    behind = select(_contacts.c.person_id).where(_contacts.c.id == contact).scalar_subquery()
    hers = select(_contacts.c.id).where(_contacts.c.person_id == person)
    beside = select(_contacts.c.id).where(
        _contacts.c.person_id.is_not(None), _contacts.c.person_id == behind
    )
    return or_(
        _s.person_id == person,
        _s.person_id == behind,
        _s.contact_id == contact,
        _s.contact_id.in_(hers),
        _s.contact_id.in_(beside),
    )


def holds(at: Any) -> ColumnElement[bool]:
    """That a pause holds at a moment: from its first to before its last, and not lifted."""
    return and_(
        _s.kind != Measure.WARNING, _s.lifted_at.is_(None), _s.from_at <= at, _s.until_at > at
    )


_PERSON, _CONTACT = bindparam("person", type_=Id), bindparam("contact", type_=Id)
_IN_FORCE = (
    select(_s.id, _s.code, _s.kind, _s.reason, _s.until_at)
    .where(_of(_PERSON, _CONTACT), _s.conduct == bindparam("about"), holds(bindparam("at")))
    # Suspended goes before restricted, and of two alike the longer one.
    .order_by(_s.kind.desc(), _s.until_at.desc())
    .limit(1)
)


def in_force(
    session: Session,
    person_id: int | None,
    contact_id: int | None = None,
    *,
    about: Conduct = Conduct.WRITING,
) -> InForce | None:
    """The strictest pause that holds now for a person, by any of her addresses, or for an address
    and whoever stands behind it; None when there is none. A warning holds nothing back.
    """
    if person_id is None and contact_id is None:
        return None
    asked = {"person": person_id, "contact": contact_id, "about": about, "at": now()}
    row = session.execute(_IN_FORCE, asked).first()
    return InForce(*row) if row is not None else None


def suspends(person: Any, at: Any) -> ColumnElement[bool]:
    """The condition that a person is suspended from writing, for statements that ask in one go."""
    hers = select(_contacts.c.id).where(_contacts.c.person_id == person)
    return exists().where(
        or_(_s.person_id == person, _s.contact_id.in_(hers)),
        _s.kind == Measure.SUSPENDED,
        _s.conduct == Conduct.WRITING,
        holds(at),
    )


def is_suspended(session: Session, person_id: int | None, contact_id: int | None = None) -> bool:
    """Whether somebody may show nothing now. What she hands in for us alone is handled."""
    pause = in_force(session, person_id, contact_id)
    return pause is not None and pause.kind is Measure.SUSPENDED


def check(session: Session, person_id: int | None, contact_id: int | None = None) -> None:
    """Before something of hers is written that is to be shown. Raises Paused for somebody who is
    suspended, and TooMany for somebody restricted who has written as often today as she may.
    """
    pause = in_force(session, person_id, contact_id)
    if pause is None:
        return
    if pause.kind is Measure.SUSPENDED:
        raise Paused(pause)
    _spend(session, pause)


def _spend(session: Session, pause: InForce) -> None:
    most, seconds = RESTRICTED_WRITES
    allowance.spend(
        session,
        "restricted",
        keys.key("restricted", pause.id, pause.code),
        most=most,
        seconds=seconds,
    )


def stays_with_us(
    session: Session, by: Actor, contact_id: int | None, *, kind: Kind, shown: bool
) -> bool:
    """Whether a case that was to be shown is taken in without being shown, because its sender is
    suspended. A proposal is always to be shown.

    Whoever is signed in is told: raises Invalid for `shown`, and TooMany as `check`. Of an address
    that a stranger writes on a form nothing may be said (T09).
    """
    if not shown and kind is not Kind.PROPOSAL:
        return False
    herself = in_force(session, by.person_id) if by.role is Role.RESIDENT else None
    if herself is not None and herself.kind is Measure.RESTRICTED:
        _spend(session, herself)
    elif herself is not None:
        code = "paused_proposal" if kind is Kind.PROPOSAL else "paused"
        raise Invalid("shown", code, until=herself.until_at, page=herself.code)
    return is_suspended(session, None, contact_id)


def give(
    session: Session,
    kind: Measure,
    *,
    person_id: int | None,
    contact_id: int | None,
    reason: str,
    by_id: int,
    until: Moment | None = None,
    conduct: Conduct = Conduct.WRITING,
    message: str = "",
    reviewable_id: int | None = None,
    second_id: int | None = None,
) -> Sanction:
    """Write a measure down; it holds from now. moderation.sanctions says who may and when."""
    made = Sanction(
        code=secrets.token_hex(CODE_BYTES),
        person_id=person_id,
        contact_id=None if person_id is not None else contact_id,
        kind=kind,
        conduct=conduct,
        reason=reason,
        message=message,
        reviewable_id=reviewable_id,
        by_id=by_id,
        second_id=second_id,
        from_at=now(),
        until_at=until,
    )
    session.add(made)
    session.flush()
    return made


def lift(session: Session, sanction_id: int, *, by_id: int, why: str) -> Sanction:
    """End a measure before its time, and return it. What is over or lifted already stays as it is:
    `why` is WRONG, an appeal's code, or NO_LONGER_NEEDED. Raises NotFound.
    """
    found: Sanction | None = session.scalars(
        lock_rows(select(Sanction).where(_s.id == sanction_id))
    ).first()
    if found is None:
        raise NotFound(str(sanction_id))
    if found.lifted_at is None and (found.until_at is None or found.until_at > now()):
        found.lifted_at, found.lifted_by, found.lifted_why = now(), by_id, why
        session.add(found)
        session.flush()
    return found


_EVERY = (
    select(sanctions)
    .where(_of(_PERSON, _CONTACT))
    .order_by(_s.from_at.desc(), _s.id.desc())
    .limit(bindparam("most"))
)


def of(
    session: Session, person_id: int | None, contact_id: int | None = None, *, most: int = 20
) -> list[Any]:
    """Everything that was done about somebody, newest first: rows of the table."""
    asked = {"person": person_id, "contact": contact_id, "most": most}
    return list(session.execute(_EVERY, asked))
