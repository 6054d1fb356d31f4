"""Signed-in browsers: server-side sessions that end when we say so."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Column, Row, String, bindparam, delete, insert, or_, select, update
from sqlmodel import Field, Session, SQLModel

from models import keys
from models.actor import Actor, Role
from models.calendar import DAY, MINUTE, Moment, now, today
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import NotFound
from models.person import Appointment, Person

IDLE = 14 * DAY
ABSOLUTE = 60 * DAY
SEEN_EVERY = 5 * MINUTE
SHOWN = 20
"""Browsers of one person that a page lists, those used last."""


class BrowserSession(SQLModel, table=True):
    """A browser that is signed in. Only the hash of its cookie is known here."""

    __tablename__ = "browser_session"

    id: int | None = Field(default=None, sa_column=id_column())
    token_hash: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    person_id: int = Field(sa_column=reference_column("person.id"))
    created_at: Moment = Field(sa_column=moment_column())
    last_seen_at: Moment = Field(sa_column=moment_column())


@dataclass(frozen=True)
class Viewer:
    """Whoever reads or acts in one request: nobody, a person, with the roles held today."""

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    session_id: int | None = None
    last_seen_at: Moment = 0
    keys: dict[str, str] = field(default_factory=dict)
    """Tracking keys of this browser, by reference; each is checked where it is used."""

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    def acting(self, *roles: Role) -> Actor:
        """The actor of a verb in the first of `roles` that is held; a resident without any.

        Raises NotFound when roles are asked for and none is held: strangers learn nothing.
        """
        for role in roles:
            if role in self.roles:
                return Actor(role, self.person_id)
        if roles:
            raise NotFound
        return Actor(Role.RESIDENT, self.person_id)

    def with_key(self, reference: str, key: str) -> "Viewer":
        """The same viewer, holding the tracking key of one case."""
        return replace(self, keys={**self.keys, reference: key})


NOBODY = Viewer()

_sessions = table_of(BrowserSession)
_people = table_of(Person)
_appointments = table_of(Appointment)


def begin(session: Session, person_id: int) -> str:
    """Sign a person in and return the cookie's value, which is not kept."""
    cookie = secrets.token_urlsafe(32)
    session.execute(
        insert(_sessions).values(
            token_hash=keys.stored(cookie),
            person_id=person_id,
            created_at=now(),
            last_seen_at=now(),
        )
    )
    return cookie


_WHOSE = (
    select(
        _sessions.c.id,
        _sessions.c.person_id,
        _sessions.c.last_seen_at,
        _people.c.name,
        _appointments.c.role,
        _appointments.c.from_date,
        _appointments.c.until_date,
    )
    .join(_people, _people.c.id == _sessions.c.person_id)
    .outerjoin(_appointments, _appointments.c.person_id == _people.c.id)
    .where(
        _sessions.c.token_hash == bindparam("cookie"),
        _sessions.c.last_seen_at > bindparam("seen"),
        _sessions.c.created_at > bindparam("begun"),
        _people.c.suspended.is_(False),
    )
)


def whose(session: Session, cookie: str) -> Viewer:
    """Who is signed in with this cookie, in one query; NOBODY when it is unknown, idle or ended."""
    at = now()
    rows = session.execute(
        _WHOSE,
        {"cookie": keys.stored(cookie), "seen": at - IDLE, "begun": at - ABSOLUTE},
    ).all()
    if not rows:
        return NOBODY
    day = today()
    roles = frozenset(
        Role(row.role)
        for row in rows
        if row.role and row.from_date <= day and (row.until_date is None or day <= row.until_date)
    )
    first = rows[0]
    return Viewer(first.person_id, first.name, roles, first.id, first.last_seen_at)


def seen(session: Session, viewer: Viewer) -> None:
    """Keep an active session alive. One of the three writes that a GET may cause."""
    session.execute(
        update(_sessions).where(_sessions.c.id == viewer.session_id).values(last_seen_at=now())
    )


def end(session: Session, viewer: Viewer) -> None:
    """Sign this browser out, on the server, at once."""
    session.execute(delete(_sessions).where(_sessions.c.id == viewer.session_id))


_OF_PERSON = (
    select(_sessions.c.id, _sessions.c.created_at, _sessions.c.last_seen_at)
    .where(
        _sessions.c.person_id == bindparam("person"),
        _sessions.c.last_seen_at > bindparam("seen"),
        _sessions.c.created_at > bindparam("begun"),
    )
    .order_by(_sessions.c.last_seen_at.desc(), _sessions.c.id.desc())
    .limit(SHOWN)
)


def of_person(session: Session, person_id: int) -> list[Row[Any]]:
    """Where somebody is signed in: `id`, `created_at` and `last_seen_at`, the latest used first."""
    since = {"person": person_id, "seen": now() - IDLE, "begun": now() - ABSOLUTE}
    return list(session.execute(_OF_PERSON, since))


def end_one(session: Session, viewer: Viewer, session_id: int) -> None:
    """Sign another browser of the same person out. One of somebody else's is none to her."""
    session.execute(
        delete(_sessions).where(
            _sessions.c.id == session_id, _sessions.c.person_id == viewer.person_id
        )
    )


def end_others(session: Session, viewer: Viewer) -> None:
    """Sign every other browser of the viewer out."""
    session.execute(
        delete(_sessions).where(
            _sessions.c.person_id == viewer.person_id, _sessions.c.id != viewer.session_id
        )
    )


def forget_ended(session: Session) -> None:
    """Delete what signs nobody in any more: who was here and when is kept no longer."""
    at = now()
    session.execute(
        delete(_sessions).where(
            or_(_sessions.c.last_seen_at <= at - IDLE, _sessions.c.created_at <= at - ABSOLUTE)
        )
    )
