"""What came back: one row for each try of a delivery that the post reported on."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Integer, Row, String, UniqueConstraint, func, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now
from models.database import (
    changed,
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
    upsert,
)


class BounceKind(StrEnum):
    """What a report means for us (RFC 3463, RFC 5965)."""

    GONE = "gone"
    """There is no such address, and there will be none: 5.1.1 and its like."""
    REFUSED = "refused"
    """This letter was not wanted there, or none of ours: 5.7.1, too large. It may be our fault."""
    FULL = "full"
    """The mailbox is full (5.2.2, 4.2.2): people come back from holidays."""
    LATER = "later"
    """The relay gave up on something that passes: 4.x.x, or 5.4.7 after days."""
    COMPLAINT = "complaint"
    """Whoever reads there called it unwanted."""


SOFT = (BounceKind.FULL, BounceKind.LATER)
"""What is held against an address only when it comes again."""

SOFT_MOST, SOFT_WITHIN = 3, 14 * DAY
"""Three in fourteen days (NT-17)."""


class Bounce(SQLModel, table=True):
    """One report. The same one twice, by mail and by webhook, is one row."""

    __table_args__ = (UniqueConstraint("delivery_id", "attempt", "kind"),)

    id: int | None = Field(default=None, sa_column=id_column())
    delivery_id: int = Field(sa_column=reference_column("delivery.id", index=False))
    attempt: int = Field(sa_column=Column(Integer, nullable=False))
    """Which try of the delivery it is about, so that a second try may come back as well."""
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    kind: BounceKind = Field(sa_column=enum_column(BounceKind))
    status: str = Field(default="", sa_column=Column(String(12), nullable=False))
    """The enhanced status code (RFC 3463), or ''."""
    at: Moment = Field(sa_column=moment_column(index=True))


bounces = table_of(Bounce)


def note(session: Session, delivery: Row[Any], kind: BounceKind, status: str) -> bool:
    """Write a report down. False when it is known already: then nothing more follows from it.

    `delivery` has its id, attempts and contact_id.
    """
    values = {
        "delivery_id": delivery.id,
        "attempt": delivery.attempts,
        "contact_id": delivery.contact_id,
        "kind": kind,
        "status": status[:12],
        "at": now(),
    }
    return bool(changed(session, upsert(bounces).values(values).on_conflict_do_nothing()))


def comes_again(session: Session, contact_id: int) -> bool:
    """Whether letters to this address have come back so often that we wait for a while."""
    lately: int = session.execute(
        select(func.count()).where(
            bounces.c.contact_id == contact_id,
            bounces.c.kind.in_(SOFT),
            bounces.c.at > now() - SOFT_WITHIN,
        )
    ).scalar_one()
    return lately >= SOFT_MOST
