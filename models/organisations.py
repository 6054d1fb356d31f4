"""Organisations that write in their own name: an association, a company, a housing co-operative.

An administrator enters one, and invites who manages it (models.joining). It hands in and comments
through its members, and never supports or votes: a vote is one person's. One that has ended stays
as the name under its texts.
"""

from sqlalchemy import Column, String, func, select
from sqlmodel import Field, Session, SQLModel

from models import access_log
from models.access_log import What
from models.actor import Actor, Role
from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotFound

LONGEST_NAME = 50
"""With "through" and who writes it stands on one line by a text."""


class Organisation(SQLModel, table=True):
    """One organisation. `number` is the ten digits of its registration, "" for one without."""

    id: int | None = Field(default=None, sa_column=id_column())
    name: str = Field(sa_column=Column(String(LONGEST_NAME), nullable=False))
    number: str = Field(default="", sa_column=Column(String(10), nullable=False))
    email: str = Field(default="", sa_column=Column(String(254), nullable=False))
    """Where the municipality reaches it; shown to administrators and members alone."""
    made_at: Moment = Field(sa_column=moment_column())
    made_by_id: int = Field(sa_column=reference_column("person.id", index=False))
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


organisations = table_of(Organisation)
_o = organisations.c


def number_of(given: str) -> str:
    """The ten digits of an organisation number as it was typed, "" for none.

    Raises Invalid for one that no organisation can have: its third digit is 2 at least, which tells
    it from a personal number, and its last is the check digit (lagen 1974:174 om identitets-
    beteckning; Luhn).
    """
    if not given.strip():
        return ""
    digits = "".join(sign for sign in given if not sign.isspace()).replace("-", "")
    digits = digits[2:] if len(digits) == 12 and digits.startswith("16") else digits
    if not (len(digits) == 10 and digits.isascii() and digits.isdigit() and digits[2] >= "2"):
        raise Invalid("number", "bad")
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    if sum(value // 10 + value % 10 for value in doubled) % 10:
        raise Invalid("number", "bad")
    return digits


def enter(
    session: Session, name: str, *, number: str = "", email: str = "", by: Actor
) -> Organisation:
    """An administrator enters an organisation. Nobody is a member yet.

    Raises NotFound for anybody else, Invalid for a name or a number that another one has.
    """
    check_administrator(by)
    standing = [_o.ended_at.is_(None)]
    if session.execute(select(_o.id).where(func.lower(_o.name) == name.lower(), *standing)).first():
        raise Invalid("name", "taken")
    if number and session.execute(select(_o.id).where(_o.number == number, *standing)).first():
        raise Invalid("number", "taken")
    made = Organisation(
        name=name, number=number, email=email, made_at=now(), made_by_id=by.person_id or 0
    )
    session.add(made)
    session.flush()
    access_log.note(session, by, What.ORGANISATION_ENTERED, number=made.id)
    return made


def find(session: Session, organisation_id: int) -> Organisation:
    """One organisation, ended or not. Raises NotFound."""
    one: Organisation | None = session.get(Organisation, organisation_id)
    if one is None:
        raise NotFound
    return one


def check_administrator(by: Actor) -> None:
    """Raises NotFound for anybody else: strangers do not learn what is done here."""
    if by.role is not Role.ADMINISTRATOR:
        raise NotFound
