"""Who writes for an organisation: people with a confirmed address, invited (models.joining).

Who leaves keeps nothing: what she wrote stays, and from then on she writes as herself.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, Row, String, bindparam, func, select, text, update
from sqlmodel import Field, Session, SQLModel

from models import access_log
from models.access_log import What
from models.actor import Actor, Role
from models.calendar import Moment, now
from models.database import (
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import NotFound
from models.organisations import Organisation, check_administrator, find, organisations
from models.person import Contact, Person

MOST_MEMBERS = 50
"""With those who have not answered yet."""
LISTED = 200


class Part(StrEnum):
    """What somebody is in an organisation."""

    MANAGER = "manager"
    MEMBER = "member"


_OPEN = text("ended_at IS NULL")


class Membership(SQLModel, table=True):
    """One address that was invited, and from `accepted_at` the person behind it."""

    __table_args__ = (
        Index(
            "membership_open",
            "organisation_id",
            "contact_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    organisation_id: int = Field(sa_column=reference_column("organisation.id", index=False))
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    part: Part = Field(sa_column=enum_column(Part))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    invited_at: Moment = Field(sa_column=moment_column())
    invited_by_id: int = Field(sa_column=reference_column("person.id", index=False))
    accepted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


memberships = table_of(Membership)
_o, _m = organisations.c, memberships.c
_contacts, _people = table_of(Contact), table_of(Person)


def end(session: Session, organisation_id: int, *, by: Actor) -> None:
    """It writes here no more, and has no members. Its texts stay, with its name. Twice is once."""
    check_administrator(by)
    found = find(session, organisation_id)
    if found.ended_at is None:
        found.ended_at = now()
        session.add(found)
        session.flush()
        session.execute(
            update(memberships)
            .where(_m.organisation_id == organisation_id, _m.ended_at.is_(None))
            .values(ended_at=now())
        )
        access_log.note(session, by, What.ORGANISATION_ENDED, number=organisation_id)


def dismiss(session: Session, organisation_id: int, membership_id: int, *, by: Actor) -> None:
    """A membership ends: her own, any by its manager, or by an administrator. Twice is once.

    What she wrote stays, with the organisation's name; from now on she writes as herself.
    """
    found: Membership | None = session.scalars(
        lock_rows(
            select(Membership).where(_m.id == membership_id, _m.organisation_id == organisation_id)
        )
    ).first()
    if found is None:
        raise NotFound
    if found.person_id is None or found.person_id != by.person_id:
        managed(session, organisation_id, by)
    if found.ended_at is None:
        found.ended_at = now()
        session.add(found)
        session.flush()


_MINE = (
    select(_o.id, _o.name, _o.number, _o.email, _m.id.label("membership_id"), _m.part)
    .join(memberships, _m.organisation_id == _o.id)
    .where(
        _m.person_id == bindparam("person"),
        _m.accepted_at.is_not(None),
        _m.ended_at.is_(None),
        _o.ended_at.is_(None),
    )
    .order_by(_o.name, _o.id)
    .limit(LISTED)
)


def of_person(session: Session, person_id: int | None) -> list[Row[Any]]:
    """The organisations that somebody may write for, by name: id, name, number, email, part."""
    return list(session.execute(_MINE, {"person": person_id})) if person_id else []


def speaking(session: Session, person_id: int | None, organisation_id: int) -> Row[Any]:
    """The organisation somebody writes for now. Raises NotFound unless she may."""
    for row in of_person(session, person_id):
        if row.id == organisation_id:
            return row
    raise NotFound


_OF_ONE = (
    select(
        _m.id,
        _m.part,
        _m.person_id,
        _m.invited_at,
        _m.accepted_at,
        _people.c.name,
        _contacts.c.address,
    )
    .join(_contacts, _contacts.c.id == _m.contact_id)
    .outerjoin(_people, _people.c.id == _m.person_id)
    .where(_m.organisation_id == bindparam("organisation"), _m.ended_at.is_(None))
    .order_by(_m.accepted_at.is_(None), _m.id)
    .limit(MOST_MEMBERS)
)


def members(session: Session, organisation_id: int) -> list[Row[Any]]:
    """Members and those who have not answered, for its managers and administrators."""
    return list(session.execute(_OF_ONE, {"organisation": organisation_id}))


def listed(session: Session) -> list[Row[Any]]:
    """Every organisation for administrators, those that stand first, with how many `members`."""
    many = (
        select(func.count())
        .where(_m.organisation_id == _o.id, _m.ended_at.is_(None), _m.accepted_at.is_not(None))
        .correlate(organisations)
        .scalar_subquery()
    )
    return list(
        session.execute(
            select(_o.id, _o.name, _o.number, _o.email, _o.ended_at, many.label("members"))
            .order_by(_o.ended_at.is_not(None), _o.name, _o.id)
            .limit(LISTED)
        )
    )


def forget(session: Session, contacts: Sequence[int]) -> None:
    """Addresses are erased: whoever had them is a member of nothing."""
    hers = _m.contact_id.in_(contacts)
    session.execute(update(memberships).where(hers, _m.ended_at.is_(None)).values(ended_at=now()))
    session.execute(update(memberships).where(hers).values(person_id=None))


def managed(session: Session, organisation_id: int, by: Actor) -> Organisation:
    """Raises NotFound for whoever neither manages it nor is an administrator."""
    one = find(session, organisation_id)
    manages = by.role is Role.ADMINISTRATOR or (
        speaking(session, by.person_id, organisation_id).part is Part.MANAGER
    )
    if not manages:
        raise NotFound
    return one
