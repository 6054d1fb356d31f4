"""Who works here, by unit; people by name or address; and one of them as administrators see her.

Every list is bounded, and read by administrators alone: each reading is logged.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlmodel import Session

from models import address
from models.calendar import today
from models.database import table_of
from models.duties import OURS
from models.errors import Invalid, NotFound
from models.organisation import Unit
from models.person import Appointment, Channel, Contact, Person
from models.session import BrowserSession
from models.submission import submissions

MOST = 500
"""Appointments that the list of staff shows."""
FOUND = 25
CASES_SHOWN = 25
FEWEST = 2
"""Characters of a name that can be looked for."""

_people = table_of(Person)
_contacts = table_of(Contact)
_appointments = table_of(Appointment)
_units = table_of(Unit)
_sessions = table_of(BrowserSession)
_p = _people.c
_a = _appointments.c
_s = submissions.c


def staff(session: Session) -> Sequence[Row[Any]]:
    """Every appointment of today or to come, by unit (those for all of them first) and name."""
    return session.execute(
        _held()
        .add_columns(_p.id.label("person_id"), _p.name, _p.suspended, _p.protected)
        .join(_people, _p.id == _a.person_id)
        .order_by(_units.c.position.is_not(None), _units.c.position, _units.c.id, _p.name, _p.id)
        .limit(MOST)
    ).all()


def appointments(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """Hers of today or to come, the oldest first."""
    return session.execute(
        _held().where(_a.person_id == person_id).order_by(_a.from_date, _a.id).limit(MOST)
    ).all()


def find(session: Session, asked: str) -> list[Row[Any]]:
    """People by a part of their name, or by a whole address: id, name, suspended, protected, and
    `works`, whether they hold a role; by name, FOUND at most.
    """
    wanted = by_name_or_address(asked)
    if wanted is None:
        return []
    works = select(_a.person_id).where(_in_force_or_later())
    return list(
        session.execute(
            select(_p.id, _p.name, _p.suspended, _p.protected, _p.id.in_(works).label("works"))
            .where(wanted)
            .order_by(_p.name, _p.id)
            .limit(FOUND)
        )
    )


def by_name_or_address(asked: str) -> Any:
    """The condition, over person, for whoever is looked for; None where that is too little. Whose
    identity is protected is found by her address alone.
    """
    of_contact = select(_contacts.c.person_id).where(_contacts.c.person_id.is_not(None))
    for channel, canonical in ((Channel.EMAIL, address.email), (Channel.SMS, address.sms_number)):
        try:
            to = canonical(asked)
        except Invalid:
            continue
        return _p.id.in_(
            of_contact.where(_contacts.c.channel == channel, _contacts.c.address == to)
        )
    if len(asked) < FEWEST:
        return None
    # SQLite knows no upper case beyond ASCII: both forms of the first letter are looked for.
    forms = {asked, asked[:1].upper() + asked[1:], asked[:1].lower() + asked[1:]}
    named = or_(*(_p.name.contains(form, autoescape=True) for form in sorted(forms)))
    return and_(named, _p.protected.is_(False))


def person(session: Session, person_id: int) -> Row[Any]:
    """One person: id, name, suspended, protected, created_at, how many `browsers` are signed in as
    her and when one was used last. Raises NotFound.
    """
    row = session.execute(
        select(
            _p.id,
            _p.name,
            _p.suspended,
            _p.protected,
            _p.created_at,
            func.count(_sessions.c.id).label("browsers"),
            func.max(_sessions.c.last_seen_at).label("last_seen_at"),
        )
        .outerjoin(_sessions, _sessions.c.person_id == _p.id)
        .where(_p.id == person_id)
        .group_by(_p.id)
    ).first()
    if row is None:
        raise NotFound(str(person_id))
    return row


def addresses(session: Session, person_id: int) -> list[str]:
    """Her confirmed addresses, each only partly: enough to know her by."""
    rows = session.execute(
        select(_contacts.c.address)
        .where(_contacts.c.person_id == person_id, _contacts.c.confirmed_at.is_not(None))
        .order_by(_contacts.c.id)
    )
    return [address.masked(row.address) for row in rows]


def has_cases(session: Session, person_id: int) -> list[str]:
    """The numbers of the cases that she has and that wait for us, the soonest due first; one more
    than CASES_SHOWN when there are more.
    """
    return list(
        session.scalars(
            select(_s.reference)
            .where(_s.assignee_id == person_id, _s.status.in_(OURS))
            .order_by(_s.answer_by, _s.id)
            .limit(CASES_SHOWN + 1)
        )
    )


def _in_force_or_later() -> Any:
    return or_(
        _a.until_date.is_(None), and_(_a.until_date >= today(), _a.until_date >= _a.from_date)
    )


def _held() -> Select[Any]:
    return (
        select(
            _a.id,
            _a.role,
            _a.unit_id,
            _units.c.name_sv.label("unit_sv"),
            _units.c.name_en.label("unit_en"),
            _a.lead,
            _a.trusted,
            _a.from_date,
            _a.until_date,
            _a.source,
        )
        .select_from(_appointments)
        .outerjoin(_units, _units.c.id == _a.unit_id)
        .where(_in_force_or_later())
    )
