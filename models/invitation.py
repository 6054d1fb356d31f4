"""Invitations: an administrator offers a role to whoever reads the mail of an address.

One holds for seven days, once, by its own link alone, and only while whoever invites is an
administrator. The address is known to us by its button and by nothing before, so no other letter to
it gives what an invitation offers (spec T15). What is done with them stands in models.inviting.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    and_,
    false,
    select,
    text,
)
from sqlmodel import Field, Session, SQLModel

from models import token
from models.actor import Role
from models.belonging import in_force
from models.calendar import Moment, now
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.errors import Gone, NotFound
from models.organisation import Unit
from models.person import Appointment, Contact, Person
from models.token import Purpose, Token

SHOWN = 100

_OPEN = text("accepted_at IS NULL AND withdrawn_at IS NULL")


class Invitation(SQLModel, table=True):
    """A role that waits for its button to be pressed. Of several letters the last one counts."""

    __table_args__ = (Index("invitation_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int | None = Field(default=None, sa_column=id_column())
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    name: str = Field(sa_column=Column(String(80), nullable=False))
    """What colleagues and residents will call her."""
    role: Role = Field(sa_column=enum_column(Role))
    unit_id: int | None = Field(default=None, sa_column=reference_column("unit.id", nullable=True))
    lead: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    until_date: date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    by_id: int = Field(sa_column=reference_column("person.id"))
    """Who invites: it holds only while she is an administrator."""
    token_id: int | None = Field(
        default=None,
        sa_column=Column(
            Id, ForeignKey("token.id", ondelete="SET NULL"), index=True, nullable=True
        ),
    )
    """The button of the letter that was sent last."""
    sent_at: Moment = Field(sa_column=moment_column())
    accepted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    withdrawn_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


invitations = table_of(Invitation)
_i = invitations.c
_tokens = table_of(Token)
_contacts = table_of(Contact)
_people = table_of(Person)
_units = table_of(Unit)
_appointments = table_of(Appointment)
IS_OPEN = and_(_i.accepted_at.is_(None), _i.withdrawn_at.is_(None))


def still_open(session: Session) -> Sequence[Row[Any]]:
    """What was offered and not answered, the newest first, SHOWN at most: id, name, address, role,
    unit_sv and unit_en (None for all), lead, until_date, by_name, sent_at, and `over`: whether its
    link works no more.
    """
    return session.execute(
        _told((_tokens.c.expires_at <= now()).label("over"))
        .where(IS_OPEN)
        .order_by(_i.id.desc())
        .limit(SHOWN)
    ).all()


def offer(session: Session, given: str) -> Row[Any]:
    """What a link offers, with the columns of `still_open`. Raises NotFound for a forged one, Gone
    for one that holds no more.
    """
    if token.known(session, given).purpose is not Purpose.INVITATION:
        raise NotFound
    button = token.find(session, given)
    row = session.execute(
        _told(_i.contact_id, _i.unit_id).where(
            _i.token_id == button.id,
            IS_OPEN,
            _i.by_id.in_(_administrators()),
        )
    ).first()
    if row is None:
        raise Gone("expired")
    return row


def of_button(session: Session, token_id: int) -> Row[Any] | None:
    """What the letter with a button says, with the columns of `still_open`."""
    return session.execute(_told().where(_i.token_id == token_id)).first()


def _told(*more: Any) -> Select[Any]:
    return (
        select(
            _i.id,
            _i.name,
            _contacts.c.address,
            _i.role,
            _units.c.name_sv.label("unit_sv"),
            _units.c.name_en.label("unit_en"),
            _i.lead,
            _i.until_date,
            _i.by_id,
            _people.c.name.label("by_name"),
            _i.sent_at,
            *more,
        )
        .select_from(invitations)
        .join(_contacts, _contacts.c.id == _i.contact_id)
        .join(_people, _people.c.id == _i.by_id)
        .outerjoin(_units, _units.c.id == _i.unit_id)
        .outerjoin(_tokens, _tokens.c.id == _i.token_id)
    )


def _administrators() -> Select[Any]:
    return (
        select(_appointments.c.person_id)
        .join(_people, _people.c.id == _appointments.c.person_id)
        .where(
            _appointments.c.role == Role.ADMINISTRATOR,
            in_force(),
            _people.c.suspended.is_(False),
        )
    )
