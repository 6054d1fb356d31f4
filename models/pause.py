"""Addresses that want to hear nothing of what they follow until a day."""

from datetime import date

from sqlalchemy import Column, ForeignKey, delete, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now, start_of, today
from models.database import Id, moment_column, table_of, upsert
from models.errors import Invalid

LONGEST_DAYS = 366


class Pause(SQLModel, table=True):
    """Until when one address is told nothing of what it follows. Its own cases go on."""

    contact_id: int = Field(sa_column=Column(Id, ForeignKey("contact.id"), primary_key=True))
    until: Moment = Field(sa_column=moment_column())


pauses = table_of(Pause)


def begin(session: Session, contact_id: int, day: date) -> None:
    """Tell this address nothing until the morning of `day`. A later word replaces the earlier.

    Raises Invalid for a day that is not to come, or is more than a year away.
    """
    days = (day - today()).days
    if not 0 < days <= LONGEST_DAYS:
        raise Invalid("until", "past" if days <= 0 else "too_far")
    until = start_of(day)
    session.execute(
        upsert(pauses)
        .values(contact_id=contact_id, until=until)
        .on_conflict_do_update(index_elements=["contact_id"], set_={"until": until})
    )


def end(session: Session, contact_id: int) -> None:
    """Go on at once."""
    session.execute(delete(pauses).where(pauses.c.contact_id == contact_id))


def until(session: Session, contact_id: int) -> Moment | None:
    """Until when this address is paused, or None when it is not."""
    found: Moment | None = session.execute(
        select(pauses.c.until).where(pauses.c.contact_id == contact_id, pauses.c.until > now())
    ).scalar()
    return found
