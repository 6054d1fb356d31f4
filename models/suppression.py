"""Addresses that letters do not reach: nothing more goes there, but what a person asks for (NT-17).

A wish of such an address stays as it is and rests: what it would have been told is marked as held
back, and nothing is to be set right when the address works again. A button pressed in a letter
proves that letters arrive, and lifts it (models/token.py).
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Row, and_, delete, func, or_, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now
from models.database import Id, changed, enum_column, moment_column, table_of, upsert
from models.person import Contact


class Why(StrEnum):
    """What the post of this address told us."""

    BOUNCED = "bounced"
    """There is no such mailbox."""
    REPEATED = "repeated"
    """Letters came back again and again: a full mailbox, or a post office that refuses ours."""
    COMPLAINED = "complained"
    """Whoever reads there has called our letters unwanted: only what is her own case still goes."""


LASTS: dict[Why, Moment | None] = {Why.BOUNCED: 180 * DAY, Why.REPEATED: 14 * DAY}
"""How long; what is not here lasts until the address is confirmed anew."""


class Suppression(SQLModel, table=True):
    """One address, since when, and until when at the latest."""

    contact_id: int = Field(sa_column=Column(Id, ForeignKey("contact.id"), primary_key=True))
    why: Why = Field(sa_column=enum_column(Why))
    since: Moment = Field(sa_column=moment_column())
    until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


suppressions = table_of(Suppression)
_contacts = table_of(Contact)


def begin(session: Session, contact_id: int, why: Why) -> None:
    """Send no more there. A dead mailbox outweighs all else; what is weaker never shortens it."""
    held = session.get(Suppression, contact_id, populate_existing=True)
    if held is not None and _stands(held.until) and _outweighs(held.why, why):
        return
    lasts = LASTS.get(why)
    values = {"why": why, "since": now(), "until": None if lasts is None else now() + lasts}
    session.execute(
        upsert(suppressions)
        .values(contact_id=contact_id, **values)
        .on_conflict_do_update(index_elements=["contact_id"], set_=values)
    )


def lift(session: Session, contact_id: int) -> bool:
    """Letters arrive there again: somebody has pressed a button in one. False when it was well."""
    return bool(
        changed(session, delete(suppressions).where(suppressions.c.contact_id == contact_id))
    )


def in_force() -> ColumnElement[bool]:
    """Whether a row of the table still counts."""
    return or_(suppressions.c.until.is_(None), suppressions.c.until > now())


def standing(session: Session, contact_ids: Collection[int]) -> Row[Any] | None:
    """The first of these contacts that nothing reaches: contact_id, channel, address, why, since,
    until; None when all are well. A complaint is no reason that a letter does not arrive.
    """
    if not contact_ids:
        return None
    return session.execute(
        select(
            suppressions.c.contact_id,
            _contacts.c.channel,
            _contacts.c.address,
            suppressions.c.why,
            suppressions.c.since,
            suppressions.c.until,
        )
        .join(_contacts, _contacts.c.id == suppressions.c.contact_id)
        .where(
            suppressions.c.contact_id.in_(contact_ids),
            and_(in_force(), suppressions.c.why != Why.COMPLAINED),
        )
        .order_by(suppressions.c.contact_id)
        .limit(1)
    ).first()


def count(session: Session, *, since: Moment = 0) -> int:
    """How many addresses are held now, or have been since a moment."""
    counted = select(func.count()).select_from(suppressions)
    total: int = session.execute(
        counted.where(in_force(), suppressions.c.since >= since)
    ).scalar_one()
    return total


def _stands(until: Moment | None) -> bool:
    return until is None or until > now()


def _outweighs(held: Why, new: Why) -> bool:
    """Whether what stands is kept instead of what is new."""
    order = (Why.COMPLAINED, Why.REPEATED, Why.BOUNCED)
    return order.index(held) > order.index(new)
