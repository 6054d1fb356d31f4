"""What every change to somebody's rights has in common: lock, log, letter, and signing out.

All of it takes effect on the next request, because a browser's rights are read anew with each
(models.session; ASVS 7.4.2, 8.3.2). Whoever gets a role, loses one or has it changed is signed out
everywhere besides: no session outlives the rights it was begun with (spec T14).
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import access_log, account_notice
from models import session as sessions
from models.access_log import SIGHTS, What
from models.actor import Actor, Role
from models.belonging import in_force
from models.database import lock_rows, table_of
from models.errors import NotAllowed, NotFound, Stale
from models.person import Appointment, Person

_people = table_of(Person)
_appointments = table_of(Appointment)
_log = access_log.access_log.c


def last_change(session: Session, person_id: int) -> int:
    """The last change to somebody's rights, for the form that makes the next; 0 without any."""
    row = session.execute(_last(person_id)).first()
    return int(row.id) if row is not None else 0


def taken(session: Session, person_id: int, known: int | None = None) -> Person:
    """Her row, locked, for a change. `known` is the `last_change` that whoever does it has seen: of
    two administrators one comes second, and is told so.

    Raises NotFound, and Stale when somebody changed her rights since.
    """
    wanted = lock_rows(select(Person).where(_people.c.id == person_id))
    found: Person | None = session.scalars(wanted).first()
    if found is None:
        raise NotFound(str(person_id))
    last = session.execute(_last(person_id)).first()
    if known is not None and last is not None and last.id > known:
        raise Stale(who=last.name, when=last.at, what="person")
    return found


def done(
    session: Session,
    person_id: int,
    what: What,
    *,
    by: Actor,
    detail: str = "",
    number: int | None = None,
) -> None:
    """Write a change down and tell her of it; her browsers are signed out, unless it is her own."""
    row_id = access_log.note(session, by, what, person_id=person_id, detail=detail, number=number)
    account_notice.tell(session, person_id, row_id)
    if person_id != by.person_id:
        sessions.end_all(session, person_id)


def leave_one(session: Session, person_id: int) -> None:
    """Raises NotAllowed when nobody but her is an administrator today: the town would be locked out
    of its own site. The others are locked, so that two of them cannot end each other.
    """
    others = (
        select(_appointments.c.id)
        .join(_people, _people.c.id == _appointments.c.person_id)
        .where(
            _appointments.c.role == Role.ADMINISTRATOR,
            _appointments.c.person_id != person_id,
            in_force(),
            _people.c.suspended.is_(False),
        )
    )
    if session.execute(lock_rows(others)).first() is None:
        raise NotAllowed("last_administrator")


def _last(person_id: int) -> Any:
    return (
        select(_log.id, _log.at, _people.c.name)
        .outerjoin(_people, _people.c.id == _log.person_id)
        .where(_log.about_person_id == person_id, _log.what.not_in(SIGHTS))
        .order_by(_log.id.desc())
        .limit(1)
    )
