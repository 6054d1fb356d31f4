"""People, and the addresses that make them: a confirmed contact is what makes a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    String,
    UniqueConstraint,
    bindparam,
    false,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import calendar
from models.actor import Role
from models.calendar import Moment
from models.database import (
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
    upsert,
)
from models.masking import Masked


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class Person(SQLModel, table=True):
    """Somebody we can reach. The name is hers to give; most give none."""

    id: int | None = Field(default=None, sa_column=id_column())
    name: str = Field(default="", sa_column=Column(Masked(80), nullable=False))
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    suspended: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    staff_mail: bool = Field(
        default=True, sa_column=Column(Boolean, nullable=False, server_default=true())
    )
    """Whether she wants the daily mail of her work; what cannot wait comes all the same."""
    created_at: Moment = Field(sa_column=moment_column())
    protected: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Her identity is protected: nothing that could lead to her is shown or sent (spec L17)."""
    born_on: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """As an e-identification said it; None for everybody else."""
    signed_in_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """The last time, so that whoever stays away for years can be told and erased."""


class Contact(SQLModel, table=True):
    """One canonical address. Unconfirmed until a button in a message to it was pressed."""

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: int | None = Field(default=None, sa_column=id_column())
    channel: Channel = Field(sa_column=enum_column(Channel))
    address: str = Field(sa_column=Column(String(254), nullable=False))
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    confirmed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    heard_since: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was last taken out of silence: what happened before may have been kept from it."""


class Appointment(SQLModel, table=True):
    """A role held by a person, from a day until a day, for a unit or for all."""

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    role: Role = Field(sa_column=enum_column(Role))
    unit_id: int | None = Field(default=None, sa_column=reference_column("unit.id", nullable=True))
    from_date: date = Field(sa_column=Column(Date, nullable=False))
    until_date: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    lead: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """She leads the unit: told of what cannot wait, and of what nobody has."""
    trusted: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """She may have the cases of people whose identity is protected (spec L17)."""
    source: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    """The provider whose claims gave this role, and may take it; "" for one that we gave."""


_people = table_of(Person)
_contacts = table_of(Contact)
_appointments = table_of(Appointment)
_FIND = select(_contacts.c.id, _contacts.c.person_id, _contacts.c.confirmed_at).where(
    _contacts.c.channel == bindparam("by"), _contacts.c.address == bindparam("to")
)


@dataclass(frozen=True)
class Place:
    """Where a confirmed or unconfirmed address stands."""

    id: int
    person_id: int | None
    confirmed: bool


def reach(session: Session, channel: Channel, address: str) -> Place:
    """The contact of a canonical address, made unconfirmed when it is new."""
    made = session.execute(
        upsert(_contacts)
        .values(channel=channel, address=address)
        .on_conflict_do_nothing()
        .returning(_contacts.c.id)
    ).scalar()
    if made is not None:
        return Place(made, None, False)
    row = session.execute(_FIND, {"by": channel, "to": address}).one()
    return Place(row.id, row.person_id, row.confirmed_at is not None)


def confirm(session: Session, contact_id: int, *, name: str = "", language: str = "sv") -> int:
    """A button was pressed in a message to this address: it is real. Returns the person's id.

    Pressing it twice changes nothing.
    """
    # Locked: two buttons pressed at once, in letters to one address, make one person.
    wanted = lock_rows(select(Contact).where(_contacts.c.id == contact_id))
    contact: Contact = session.scalars(wanted).one()
    if contact.person_id is None:
        contact.person_id = session.execute(
            insert(_people)
            .values(name=name, language=language, suspended=False, created_at=calendar.now())
            .returning(_people.c.id)
        ).scalar_one()
    if contact.confirmed_at is None:
        contact.confirmed_at = calendar.now()
    session.flush()
    return contact.person_id


def contact(session: Session, contact_id: int | None) -> Contact | None:
    """The contact of an id, or None."""
    return session.get(Contact, contact_id) if contact_id is not None else None


_CONFIRMED = select(_contacts.c.id).where(
    _contacts.c.person_id == bindparam("person"), _contacts.c.confirmed_at.is_not(None)
)


def whose(session: Session, channel: Channel, address: str) -> int | None:
    """The person who has confirmed a canonical address, or None."""
    row = session.execute(_FIND, {"by": channel, "to": address}).first()
    return row.person_id if row is not None and row.confirmed_at is not None else None


def contacts_of(session: Session, person_id: int) -> list[int]:
    """The ids of every confirmed address of a person."""
    return list(session.scalars(_CONFIRMED, {"person": person_id}))


def is_suspended(session: Session, contact_id: int) -> bool:
    """Whether the person behind an address may not take part now. What she hands in is handled."""
    return bool(
        session.execute(
            select(_people.c.suspended)
            .join(_contacts, _contacts.c.person_id == _people.c.id)
            .where(_contacts.c.id == contact_id)
        ).scalar()
    )


def appoint(
    session: Session,
    person_id: int,
    role: Role,
    *,
    unit_id: int | None = None,
    until: date | None = None,
    lead: bool = False,
) -> None:
    """Give a role from today, for good or `until` a day. A role that is held stays as it is, but
    for `lead`: whoever has it leads the unit from now on.
    """
    held = session.execute(
        select(_appointments.c.id).where(
            _appointments.c.person_id == person_id,
            _appointments.c.role == role,
            _appointments.c.unit_id.is_not_distinct_from(unit_id),
            or_(
                _appointments.c.until_date.is_(None),
                _appointments.c.until_date >= calendar.today(),
            ),
        )
    ).first()
    if held is None:
        session.execute(
            insert(_appointments).values(
                person_id=person_id,
                role=role,
                unit_id=unit_id,
                from_date=calendar.today(),
                until_date=until,
                lead=lead,
            )
        )
    elif lead:
        session.execute(
            update(_appointments).where(_appointments.c.id == held.id).values(lead=True)
        )


def promote(
    session: Session,
    email: str,
    role: Role,
    *,
    name: str = "",
    unit_id: int | None = None,
    lead: bool = False,
) -> int:
    """Make whoever has this canonical address hold a role; for the operator's command line."""
    place = reach(session, Channel.EMAIL, email)
    person_id = confirm(session, place.id, name=name)
    if name:
        session.execute(update(_people).where(_people.c.id == person_id).values(name=name))
    appoint(session, person_id, role, unit_id=unit_id, lead=lead)
    return person_id
