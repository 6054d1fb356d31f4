"""Invitations: an administrator offers a role to whoever reads the mail of an address.

One holds for seven days, once, and by its own link alone (T15): the address is in no way known to
us before its button is pressed, so no other letter to it gives what the invitation offers.
"""

from datetime import date

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, false, text
from sqlmodel import Field, SQLModel

from models.actor import Role
from models.calendar import Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of

_OPEN = text("accepted_at IS NULL AND withdrawn_at IS NULL")


class Invitation(SQLModel, table=True):
    """A role that waits for its button to be pressed. Of several letters the last one counts."""

    __table_args__ = (Index("invitation_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int | None = Field(default=None, sa_column=id_column())
    contact_id: int = Field(sa_column=reference_column("contact.id"))
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
