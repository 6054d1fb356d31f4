"""The second factor of staff: passkeys, an app that shows codes, and codes on paper.

Who reads a mailbox must not rule a town: roles are held only in a browser in which one of these was
shown (models.session). NIST SP 800-63B 4.2; ASVS 6.3.3.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    LargeBinary,
    Row,
    String,
    bindparam,
    delete,
    select,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import factor_letter
from models import session as sessions
from models.calendar import DAY, Moment, now
from models.database import (
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import NotAllowed, NotFound
from models.factor_letter import What

MOST = 10
"""Passkeys and apps of one person."""
UNFINISHED = DAY
"""How long an app may wait for its first code."""


class FactorKind(StrEnum):
    PASSKEY = "passkey"
    APP = "app"
    CODE = "code"
    """One of ten codes on paper, for the day when the others are lost."""


OWN = (FactorKind.PASSKEY, FactorKind.APP)
"""Those that she chose and can name; codes on paper come along."""


class Factor(SQLModel, table=True):
    """One thing that a person shows. None of them can be shown by who reads this table alone."""

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    kind: FactorKind = Field(sa_column=enum_column(FactorKind))
    name: str = Field(default="", sa_column=Column(String(60), nullable=False))
    """What she calls it."""
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """A passkey's public key; an app's secret, encrypted; the keyed hash of a code."""
    credential: str | None = Field(
        default=None, sa_column=Column(String(1400), nullable=True, unique=True)
    )
    """The id by which a passkey is known to the browser (at most 1023 bytes, WebAuthn 4)."""
    counter: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """A passkey's own count of its uses; the last half minute whose code an app has shown."""
    created_at: Moment = Field(sa_column=moment_column())
    confirmed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was first shown to work; until then it counts for nothing."""
    used_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was last shown. A code on paper that was shown is used up."""


factors = table_of(Factor)
_f = factors.c
_MINE = select(_f.id).where(
    _f.person_id == bindparam("person"), _f.kind.in_(OWN), _f.confirmed_at.is_not(None)
)
_LIST = (
    select(_f.id, _f.kind, _f.name, _f.created_at, _f.used_at)
    .where(_f.person_id == bindparam("person"), _f.kind.in_(OWN), _f.confirmed_at.is_not(None))
    .order_by(_f.id)
    .limit(MOST)
)


def kinds(session: Session, person_id: int) -> frozenset[FactorKind]:
    """Of which kinds she has something to show; nothing for whoever never set one up."""
    found = session.scalars(
        select(_f.kind)
        .where(
            _f.person_id == person_id,
            _f.confirmed_at.is_not(None),
            (_f.kind != FactorKind.CODE) | _f.used_at.is_(None),
        )
        .distinct()
    )
    return frozenset(found)


def has(session: Session, person_id: int) -> bool:
    """Whether she has a passkey or an app."""
    return session.execute(_MINE.limit(1), {"person": person_id}).first() is not None


def of_person(session: Session, person_id: int) -> list[Row[Any]]:
    """Her passkeys and apps, the oldest first: `id`, `kind`, `name`, `created_at`, `used_at`."""
    return list(session.execute(_LIST, {"person": person_id}))


def room_for_one(session: Session, person_id: int) -> None:
    """Raises NotAllowed for whoever has as many as anybody may have."""
    if len(of_person(session, person_id)) >= MOST:
        raise NotAllowed("too_many_factors")


def shown(session: Session, factor_id: int, counter: int) -> bool:
    """Note that it was shown. False where somebody else showed the same a moment before."""
    result = session.execute(
        update(factors)
        .where(_f.id == factor_id, _f.counter < counter)
        .values(counter=counter, used_at=now())
        .returning(_f.id)
    )
    return result.first() is not None


def added(session: Session, person_id: int) -> None:
    """A letter to her says that there is a new way to show that it is she."""
    factor_letter.tell(session, person_id, What.ADDED)


def remove(session: Session, person_id: int, factor_id: int, *, needs_one: bool) -> None:
    """Take one away, and tell her by letter. With the last one go the codes on paper.

    Raises NotFound for one of somebody else's, NotAllowed for the last one of whoever `needs_one`.
    """
    mine = list(session.scalars(lock_rows(_MINE), {"person": person_id}))
    if factor_id not in mine:
        raise NotFound
    last = len(mine) == 1
    if last and needs_one:
        raise NotAllowed("last_factor")
    gone = _f.person_id == person_id
    session.execute(delete(factors).where(gone if last else gone & (_f.id == factor_id)))
    factor_letter.tell(session, person_id, What.REMOVED)


def reset(session: Session, person_id: int) -> None:
    """All of it gone, and she signed out everywhere: for an administrator whom she has told that
    everything is lost, and who tells her that it is done. Her next letter leads her to set up anew.
    """
    session.execute(delete(factors).where(_f.person_id == person_id))
    sessions.end_all(session, person_id)


def forget_unfinished(session: Session) -> None:
    """Delete apps whose first code never came."""
    old = (_f.confirmed_at.is_(None)) & (_f.created_at <= now() - UNFINISHED)
    session.execute(delete(factors).where(old))
