"""One way in for companies and associations: whom they turn to, whichever units have their cases.

Exactly one person coordinates what an organisation has handed in; the database refuses such a case
without one. It is somebody of the service centre, or of the unit for business where there is one.
Who it is changes who answers the phone, not who has the case.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select
from sqlmodel import Session

from models import belonging
from models.actor import SYSTEM, Actor, Role
from models.database import table_of
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.organisation import Unit
from models.organisations import organisations
from models.person import Appointment, Person
from models.states import OPEN_STATUSES
from models.submission import Submission, stream_of, submissions, take

BUSINESS = "business"
"""The slug of the unit that companies turn to, where the profile has one."""
AT_A_TIME = 100

_people, _units = table_of(Person), table_of(Unit)
_a = table_of(Appointment).c
_s = submissions.c


def able(session: Session) -> Sequence[Row[Any]]:
    """Who can coordinate today, by name: id and name."""
    return session.execute(
        select(_people.c.id, _people.c.name)
        .where(_people.c.id.in_(_working()))
        .order_by(_people.c.name, _people.c.id)
    ).all()


def first(session: Session, organisation_id: int | None) -> int | None:
    """Who coordinates a new case: whoever coordinates the organisation's last one, if she still
    can; else whoever has fewest of them. Where nobody works yet, whoever entered the organisation.
    None for what no organisation hands in.
    """
    if organisation_id is None:
        return None
    last = session.scalar(
        select(_s.coordinator_id)
        .where(_s.organisation_id == organisation_id, _s.coordinator_id.in_(_working()))
        .order_by(_s.id.desc())
        .limit(1)
    )
    if last is not None:
        return int(last)
    has = (
        select(func.count())
        .where(_s.coordinator_id == _people.c.id)
        .correlate(_people)
        .scalar_subquery()
    )
    of_business = _people.c.id.in_(_working(_units.c.slug == BUSINESS))
    free = session.scalar(
        select(_people.c.id)
        .where(_people.c.id.in_(_working()))
        .order_by(case((of_business, 0), else_=1), has, _people.c.id)
        .limit(1)
    )
    if free is not None:
        return int(free)
    entered: int | None = session.execute(
        select(organisations.c.made_by_id).where(organisations.c.id == organisation_id)
    ).scalar_one()
    return entered


def begin(session: Session, reference: str, person_id: int | None) -> None:
    """A case that an organisation handed in has its first coordinator; any other has none."""
    if person_id is not None:
        _tell(session, reference, person_id, by=SYSTEM)


def change(session: Session, submission: Submission, *, by: Actor, person_id: int) -> int:
    """Somebody else coordinates it from now on. One event, which nobody but us reads.

    Raises NotAllowed for what no organisation handed in, Invalid for whoever cannot, or does so
    already.
    """
    if submission.organisation_id is None:
        raise NotAllowed("no_organisation")
    if person_id == submission.coordinator_id:
        raise Invalid("coordinator", "same")
    if person_id not in {row.id for row in able(session)}:
        raise Invalid("coordinator", "unknown")
    submission.coordinator_id = person_id
    submission.version += 1
    session.add(submission)
    session.flush()
    return _tell(session, submission.reference, person_id, by=by)


def _tell(session: Session, reference: str, person_id: int, *, by: Actor) -> int:
    return record(
        session,
        stream_of(reference),
        EventKind.COORDINATED,
        by=by,
        facts={"coordinator": person_id},
        public=False,
    )


def left_alone(session: Session) -> list[str]:
    """References of open cases whose coordinator works here no more while somebody else could."""
    if not able(session):
        return []
    return list(
        session.scalars(
            select(_s.reference)
            .where(
                _s.coordinator_id.is_not(None),
                _s.coordinator_id.not_in(_working()),
                _s.status.in_(OPEN_STATUSES),
            )
            .order_by(_s.id)
            .limit(AT_A_TIME)
        )
    )


def give_on(session: Session, reference: str) -> None:
    """Somebody who works here coordinates it from now on."""
    submission = take(session, reference)
    working = {row.id for row in able(session)}
    found = first(session, submission.organisation_id)
    if found is not None and submission.coordinator_id not in working and found in working:
        submission.coordinator_id = found
        submission.version += 1
        session.add(submission)
        session.flush()
        _tell(session, reference, found, by=SYSTEM)


def _working(*wanted: ColumnElement[bool]) -> Select[tuple[int]]:
    """Officials of the service centre, of the unit for business, and of no unit alone: in a small
    town there are no others.
    """
    return (
        select(_a.person_id)
        .join(_people, _people.c.id == _a.person_id)
        .outerjoin(_units, _units.c.id == _a.unit_id)
        .where(
            _a.role == Role.OFFICIAL,
            or_(_a.unit_id.is_(None), _units.c.service_centre, _units.c.slug == BUSINESS),
            belonging.in_force(),
            _people.c.suspended.is_(False),
            *wanted,
        )
    )
