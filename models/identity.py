"""Who a provider of identities says somebody is: an identity is (issuer, subject), nothing else.

An e-mail address from a provider, verified or not, never finds anybody (spec T16). A personal
number only recognises the same person again, as a keyed hash; the number itself is stored nowhere
(dataskyddslagen 2018:218, 3:10; spec L16).
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import id_column, moment_column, reference_column, table_of
from models.person import Person

SHOWN = 20
"""Identities of one person that a page lists, those used last."""


class Identity(SQLModel, table=True):
    """Somebody at a provider, who is a person here."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    provider: str = Field(sa_column=Column(String(40), nullable=False))
    """The name that the operator's file gives the provider."""
    issuer: str = Field(sa_column=Column(String(255), nullable=False))
    subject: str = Field(sa_column=Column(String(255), nullable=False))
    identified: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Whether the provider vouches for who she is, as an e-identification does."""
    resident: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    """Whether she lives in the municipality, as the provider last said; None for not said."""
    resident_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    made_at: Moment = Field(sa_column=moment_column())
    last_used_at: Moment = Field(sa_column=moment_column())


class KnownNumber(SQLModel, table=True):
    """The keyed hash of a personal number or coordination number. One person may have had both."""

    __tablename__ = "known_number"

    digest: str = Field(sa_column=Column(String(64), primary_key=True))
    person_id: int = Field(sa_column=reference_column("person.id"))


class Proofs(NamedTuple):
    """What providers have proved of a person, for rules that ask for it."""

    identified: bool
    """An e-identification vouches for who she is."""
    resident: bool | None
    """She lives in the municipality; None where nobody has said."""
    born_on: date | None


NO_PROOFS = Proofs(identified=False, resident=None, born_on=None)

_identities = table_of(Identity)
_numbers = table_of(KnownNumber)
_people = table_of(Person)

_PROVED = (
    select(_people.c.born_on, _identities.c.identified, _identities.c.resident)
    .outerjoin(_identities, _identities.c.person_id == _people.c.id)
    .where(_people.c.id == bindparam("person"))
    .order_by(_identities.c.resident_at.desc().nulls_last(), _identities.c.id.desc())
    .limit(SHOWN)
)
_OF_PERSON = (
    select(
        _identities.c.id,
        _identities.c.provider,
        _identities.c.issuer,
        _identities.c.subject,
        _identities.c.identified,
        _identities.c.resident,
        _identities.c.resident_at,
        _identities.c.made_at,
        _identities.c.last_used_at,
    )
    .where(_identities.c.person_id == bindparam("person"))
    .order_by(_identities.c.last_used_at.desc(), _identities.c.id.desc())
    .limit(SHOWN)
)


def proofs(session: Session, person_id: int) -> Proofs:
    """What is proved of a person, in one query. Nothing for a person that is not there."""
    rows = session.execute(_PROVED, {"person": person_id}).all()
    if not rows:
        return NO_PROOFS
    said = [row.resident for row in rows if row.resident is not None]
    return Proofs(any(row.identified for row in rows), said[0] if said else None, rows[0].born_on)


def identities(session: Session, person_id: int) -> list[Row[Any]]:
    """Her identities, the last used first: `id`, `provider`, `issuer`, `subject`, `identified`,
    `resident`, `resident_at`, `made_at` and `last_used_at`.
    """
    return list(session.execute(_OF_PERSON, {"person": person_id}))
