"""Changes of a person's addresses, one row each: what she asked for, and whether it holds."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.token import LIFETIME, Purpose


class Change(StrEnum):
    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


class AddressChange(SQLModel, table=True):
    """One change. It waits until it is applied, holds until it is undone or `over` by another.

    `old` and `new` are rows of contact. Where cases and updates go `along`, the two rows exchange
    their addresses, so that all that hangs on the old one reaches the new one (readdressing).
    """

    __tablename__ = "address_change"

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    kind: Change = Field(sa_column=enum_column(Change))
    old_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    new_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    along: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    asked_at: Moment = Field(sa_column=moment_column())
    applied_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    over_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was undone, or given up for another one."""


changes = table_of(AddressChange)
_WAITS = changes.c.applied_at.is_(None) & changes.c.over_at.is_(None)


def waiting(session: Session, person_id: int) -> AddressChange | None:
    """The change that waits for its button to be pressed, while it can be."""
    since = now() - LIFETIME[Purpose.NEW_ADDRESS]
    wanted = select(AddressChange).where(
        changes.c.person_id == person_id, _WAITS, changes.c.asked_at > since
    )
    found: AddressChange | None = session.scalars(wanted).first()
    return found


def give_up(session: Session, person_id: int) -> None:
    """She wants another address, or none: the button that is under way does nothing any more."""
    session.execute(
        update(changes).where(changes.c.person_id == person_id, _WAITS).values(over_at=now())
    )
