"""Erasing: an address, or a person with all of hers, and whatever leads to them (GDPR, article 17).

What she wrote and its history stay, because they are public records: her cases go on without
anybody to answer. What was sent stays as a number, so that the books of notices still add up.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, update
from sqlmodel import Session

from models import forgetting, helping, leaving, membership, person
from models.actor import STRANGER, Actor
from models.address_change import changes
from models.database import lock_rows, table_of
from models.errors import NotAllowed, NotFound
from models.event import EventKind
from models.forgetting import ERASED, nobody
from models.person import Appointment, Contact, Person
from models.recording import Entry, record_each
from models.states import Status
from models.submission import stream_of, submissions

__all__ = ["ERASED", "Texts", "erase", "erase_person", "unfinished", "works_here"]

UNFINISHED_SHOWN = 20

_contacts = table_of(Contact)
_people = table_of(Person)
_appointments = table_of(Appointment)
_HER = select(_people.c.id).where(_people.c.id == bindparam("person"))
_HERS = select(_contacts.c.id, _contacts.c.address, _contacts.c.person_id).order_by(_contacts.c.id)


class Texts(StrEnum):
    """What becomes of what she wrote and everyone can read."""

    STAY = "stay"
    """It stands there without a name."""
    GO = "go"
    """It leaves the site; the municipality keeps it, as a public record (spec L14)."""


def unfinished(session: Session, *contacts: int) -> list[str]:
    """References of her cases that are still open: we cannot tell her how they end."""
    mine = submissions.c.contact_id.in_(contacts)
    wanted = select(submissions.c.reference).where(
        mine, submissions.c.done_at.is_(None), submissions.c.status != Status.CLOSED
    )
    return list(session.scalars(wanted.order_by(submissions.c.id).limit(UNFINISHED_SHOWN)))


def works_here(session: Session, person_id: int | None) -> bool:
    """Whether somebody holds a role, or has held one: what she did at work keeps her name."""
    held = select(_appointments.c.id).where(_appointments.c.person_id == person_id).limit(1)
    return person_id is not None and session.execute(held).first() is not None


def erase(session: Session, contact_id: int) -> None:
    """Forget an address. There is no way back.

    Raises NotAllowed for the address of somebody who works here: an administrator ends that first.
    """
    row = session.execute(lock_rows(_HERS.where(_contacts.c.id == contact_id))).first()
    if row is None:
        raise NotFound
    if works_here(session, row.person_id):
        raise NotAllowed("staff")
    cases = forgetting.cases(session, [contact_id], [row.address])
    _forget(session, [row])
    _tell(session, cases, by=STRANGER)
    if row.person_id is not None and not person.contacts_of(session, row.person_id):
        _forget_person(session, row.person_id)


def erase_person(session: Session, person_id: int, *, texts: Texts, by: Actor) -> None:
    """Forget a person: every address, name and wish, every way in. There is no way back.

    Her support stays counted and her texts stay whole, as nobody's; with Texts.GO they leave the
    site as well. `by` is herself, or the rule that erases whoever was not here for long. Raises
    NotFound, and NotAllowed for somebody who works here, or has.
    """
    if session.execute(lock_rows(_HER), {"person": person_id}).first() is None:
        raise NotFound
    if works_here(session, person_id):
        raise NotAllowed("staff")
    hers = session.execute(lock_rows(_HERS.where(_is_hers(person_id)))).all()
    contacts = [row.id for row in hers]
    cases = forgetting.cases(session, contacts, [row.address for row in hers])
    if texts is Texts.GO:
        leaving.take_off(session, contacts, by=by)
        named = []
    else:
        # Below others' cases her names are seen to go.
        named = forgetting.commented(session, contacts)
    told = sorted({*cases, *named})
    forgetting.names(session, contacts)
    _forget(session, hers)
    _tell(session, told, by=by)
    _forget_person(session, person_id)


def _is_hers(person_id: int) -> ColumnElement[bool]:
    """Her addresses, and those that she has left or only asked for, while they are nobody's."""
    asked = changes.c.person_id == person_id
    named = select(changes.c.old_id).where(asked).union(select(changes.c.new_id).where(asked))
    written = select(submissions.c.id).where(submissions.c.contact_id == _contacts.c.id)
    nobodys = _contacts.c.person_id.is_(None) & ~written.exists()
    return (_contacts.c.person_id == person_id) | (nobodys & _contacts.c.id.in_(named))


def _forget(session: Session, hers: Sequence[Row[Any]]) -> None:
    contacts, addresses = [row.id for row in hers], [row.address for row in hers]
    forgetting.authors(session, contacts, addresses)
    forgetting.sent(session, contacts, addresses)
    forgetting.wishes(session, contacts)
    helping.forget(session, contacts)
    membership.forget(session, contacts)
    for contact_id in contacts:
        session.execute(
            update(_contacts)
            .where(_contacts.c.id == contact_id)
            .values(address=nobody(contact_id), person_id=None, confirmed_at=None, heard_since=None)
        )
    # Everything was done by statements: what was loaded before is not so any more.
    session.expire_all()


def _tell(session: Session, references: Sequence[str], *, by: Actor) -> None:
    """The history of each case says that somebody behind it was erased, not who."""
    facts = {"rule": ERASED}
    entries = [Entry(stream_of(it), EventKind.DISPOSED, facts, public=False) for it in references]
    record_each(session, entries, by=by)


def _forget_person(session: Session, person_id: int) -> None:
    """She is nobody now: without a name, without a way in."""
    forgetting.person(session, person_id)
    session.execute(
        update(_people)
        .where(_people.c.id == person_id)
        .values(name="", language="sv", born_on=None, protected=False)
    )
