"""Signed-in browsers: server-side sessions that end when we say so."""

import secrets
from typing import Any

from sqlalchemy import Column, Row, String, bindparam, delete, insert, select, update
from sqlmodel import Field, Session, SQLModel

from models import keys
from models.actor import Role
from models.calendar import DAY, HOUR, MINUTE, Moment, now, today
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.organisation import Unit
from models.person import Appointment, Person
from models.settings import settings
from models.viewer import NOBODY, EnteredBy, Post, Viewer

IDLE = 14 * DAY
ABSOLUTE = 60 * DAY
STRONG, STRONG_IDLE = 12 * HOUR, 2 * HOUR
"""How long a shown second factor is enough, and how long after the last use of the browser.

Shorter than the session itself (ASVS 7.1.1): who does not show it again stays signed in as a
resident, and what she typed is there when she has.
"""
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
    entered_by: EnteredBy = Field(
        default=EnteredBy.LETTER,
        sa_column=enum_column(EnteredBy, guarded=False, server_default="letter"),
    )
    provider: str = Field(
        default="", sa_column=Column(String(40), nullable=False, server_default="")
    )
    """The provider's name in our settings; "" for a letter."""
    strong_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When a second factor was last shown in this browser; 0 when that is too long ago to count."""
    challenge: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    """What a passkey is asked to sign in this browser (models/challenge.py)."""
    challenge_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


_sessions = table_of(BrowserSession)
_people = table_of(Person)
_appointments = table_of(Appointment)
_units = table_of(Unit)


def begin(
    session: Session,
    person_id: int,
    *,
    by: EnteredBy = EnteredBy.LETTER,
    provider: str = "",
    strong: bool = False,
) -> str:
    """Sign a person in and return the cookie's value, which is not kept.

    `strong`: she showed a second factor on the way in.
    """
    cookie = secrets.token_urlsafe(32)
    session.execute(update(_people).where(_people.c.id == person_id).values(signed_in_at=now()))
    session.execute(
        insert(_sessions).values(
            token_hash=keys.stored(cookie),
            person_id=person_id,
            created_at=now(),
            last_seen_at=now(),
            entered_by=by,
            provider=provider,
            strong_at=now() if strong else None,
        )
    )
    return cookie


def strengthen(session: Session, viewer: Viewer) -> str:
    """A second factor was shown in the viewer's browser. Returns the value of its new cookie: the
    old one, which somebody may have seen, signs nobody in any more (spec T14).
    """
    cookie = secrets.token_urlsafe(32)
    session.execute(
        update(_sessions)
        .where(_sessions.c.id == viewer.session_id)
        .values(token_hash=keys.stored(cookie), strong_at=now(), last_seen_at=now())
    )
    return cookie


_WHOSE = (
    select(
        _sessions.c.id,
        _sessions.c.person_id,
        _sessions.c.last_seen_at,
        _sessions.c.created_at,
        _people.c.name,
        _people.c.protected,
        _sessions.c.entered_by,
        _sessions.c.provider,
        _sessions.c.strong_at,
        _appointments.c.role,
        _appointments.c.unit_id,
        _appointments.c.lead,
        _appointments.c.trusted,
        _units.c.service_centre,
        _appointments.c.from_date,
        _appointments.c.until_date,
    )
    .join(_people, _people.c.id == _sessions.c.person_id)
    .outerjoin(_appointments, _appointments.c.person_id == _people.c.id)
    .outerjoin(_units, _units.c.id == _appointments.c.unit_id)
    .where(
        _sessions.c.token_hash == bindparam("cookie"),
        _sessions.c.last_seen_at > bindparam("seen"),
        _sessions.c.created_at > bindparam("begun"),
        _people.c.suspended.is_(False),
    )
)


def whose(session: Session, cookie: str) -> Viewer:
    """Who is signed in with this cookie, in one query; NOBODY when it is unknown, idle or ended.

    Roles are held only where a second factor was shown: until then whoever has some is a resident,
    and `waits_for_factor`.
    """
    at = now()
    rows = session.execute(
        _WHOSE,
        {"cookie": keys.stored(cookie), "seen": at - IDLE, "begun": at - ABSOLUTE},
    ).all()
    if not rows:
        return NOBODY
    day = today()
    posts = frozenset(
        Post(Role(row.role), row.unit_id, row.lead, row.trusted, bool(row.service_centre))
        for row in rows
        if row.role and row.from_date <= day and (row.until_date is None or day <= row.until_date)
    )
    first = rows[0]
    held = posts if _is_strong(first, at) else frozenset()
    return Viewer(
        first.person_id,
        first.name,
        frozenset(post.role for post in held),
        first.id,
        first.last_seen_at,
        posts=held,
        held_back=posts - held,
        protected=first.protected,
        entered_by=first.entered_by,
        provider=first.provider,
        strong_at=first.strong_at,
        begun_at=first.created_at,
    )


def _is_strong(row: Row[Any], at: Moment) -> bool:
    """Whether roles are held in this browser now."""
    config = settings()
    if config.second_factor == "off" or (config.demo and row.entered_by == EnteredBy.DEMO):
        return True
    shown = row.strong_at is not None and row.strong_at > at - STRONG
    return shown and row.last_seen_at > at - STRONG_IDLE


def seen(session: Session, viewer: Viewer) -> None:
    """Keep an active session alive. One of the three writes that a GET may cause."""
    values: dict[str, Any] = {"last_seen_at": now()}
    if viewer.lapsed:
        # A factor that was too long ago must not count again because she came back.
        values["strong_at"] = 0
    session.execute(update(_sessions).where(_sessions.c.id == viewer.session_id).values(**values))


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


def end_all(session: Session, person_id: int) -> None:
    """Sign a person out in every browser."""
    session.execute(delete(_sessions).where(_sessions.c.person_id == person_id))


def end_others(session: Session, viewer: Viewer) -> None:
    """Sign every other browser of the viewer out."""
    session.execute(
        delete(_sessions).where(
            _sessions.c.person_id == viewer.person_id, _sessions.c.id != viewer.session_id
        )
    )
