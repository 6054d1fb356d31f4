"""What a letter to staff says, read in the moment it is written: None when nothing is left to say.

Personal details are few: a number, a kind and a day; a title only where everyone may read it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import absence, belonging, duties
from models.actor import Role
from models.calendar import DAY, Moment, moment, today, zone
from models.clock import is_late
from models.database import table_of
from models.delivery import DeliveryState, deliveries
from models.event import Event
from models.opening import Opening
from models.organisation import Unit
from models.permissions import Action
from models.permissions_of_cases import may
from models.person import Appointment, Contact, Person
from models.profile import site
from models.settings import settings
from models.submission import Submission
from models.viewer import Viewer
from notifications import desk_counts
from notifications.links import of_case

DAILY, ALERT = "staff_daily", "staff_alert"
"""The kinds of letters to staff."""
WORK = frozenset({DAILY, ALERT})
OF_PASSING = frozenset({"passed", "circle"})
"""Alerts to whoever leads the unit that gave a case, or the one that received it."""

LOOKED_BACK = 14 * DAY
"""However long ago the last mail was, no morning tells of more."""

_PREFIX = "staff"
_WENT = (
    DeliveryState.QUEUED,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.TEMPORARY_FAILURE,
)

_people = table_of(Person)
_contacts = table_of(Contact)
_units = table_of(Unit)
_appointments = table_of(Appointment)
_events = table_of(Event)

Words = dict[str, Any]


def key(code: str, of: dt.date | int | str) -> str:
    """The message key of a letter: one for each day or each event, whoever writes it."""
    return f"{_PREFIX}:{code}:{of}"


def since(session: Session, contact_id: int, before: Moment, opening: Opening) -> Moment:
    """From when on a mail tells what happened: since the last one, or the morning of the last
    working day where there is none.
    """
    last = session.scalar(
        select(deliveries.c.created_at)
        .where(
            deliveries.c.contact_id == contact_id,
            deliveries.c.kind == DAILY,
            deliveries.c.created_at < before,
            deliveries.c.state.in_(_WENT),
        )
        .order_by(deliveries.c.created_at.desc())
        .limit(1)
    )
    if last is not None:
        return max(int(last), before - LOOKED_BACK)
    day = opening.day_of(before) - dt.timedelta(days=1)
    while not opening.is_working_day(day):
        day -= dt.timedelta(days=1)
    return moment(dt.datetime.combine(day, dt.time(7), tzinfo=zone())) - 1


def read(session: Session, row: Row[Any]) -> Words | None:
    """The words of one delivery; None when it is about nothing any more, or she is not here."""
    who = session.execute(
        select(_people.c.id, _people.c.staff_mail)
        .join(_contacts, _contacts.c.person_id == _people.c.id)
        .where(_contacts.c.id == row.contact_id, _people.c.id.in_(_staff()))
    ).first()
    if who is None:
        return None
    _, code, of = row.message_key.split(":")
    if row.kind == DAILY:
        return _daily(session, row, who) if of == today().isoformat() else None
    return _alert(session, row, who.id, code)


def _staff() -> Any:
    """Everybody who may be written to about work: officials and administrators of today."""
    return (
        select(_appointments.c.person_id)
        .join(_people, _people.c.id == _appointments.c.person_id)
        .where(
            _appointments.c.role.in_((Role.OFFICIAL, Role.ADMINISTRATOR)),
            belonging.in_force(),
            _people.c.suspended.is_(False),
        )
    )


def _daily(session: Session, row: Row[Any], who: Row[Any]) -> Words | None:
    if not who.staff_mail:
        return None
    opening = site(session).opening
    found = duties.of(
        session,
        who.id,
        since=since(session, row.contact_id, row.created_at, opening),
        until=row.created_at,
        works=opening.is_working_day,
    )
    texts = None
    if who.id in desk_counts.reviewers(session):
        texts = desk_counts.waiting(session, who.id)
    if not (found or texts):
        return None
    return {
        "reference": "",
        "title": "",
        "place": "",
        "goes_on": f"{settings().base_url}/casework",
        "review": texts,
        "groups": [
            {
                "code": group.code,
                "rows": [{**vars(duty), "url": _case(duty.reference)} for duty in group.rows],
                "more": group.more,
            }
            for group in found
        ],
    }


def _alert(session: Session, row: Row[Any], person_id: int, code: str) -> Words | None:
    case = session.get(Submission, row.submission_id)
    if (
        case is None
        or case.status not in duties.OURS
        or not _STANDS[code](session, case, person_id)
    ):
        return None
    goes_on = _case(case.reference)
    if not _may(session, case, person_id):
        if code not in OF_PASSING or case.protected:
            return None
        # She leads the unit that passed it on: it is not on her desk any more.
        goes_on = of_case(case.reference) if case.is_public else f"{settings().base_url}/casework"
    name = _units.c.name_en if row.language == "en" else _units.c.name_sv
    holder = session.get(Person, case.assignee_id) if case.assignee_id is not None else None
    return {
        "what": code,
        "unit": session.execute(select(name).where(_units.c.id == case.unit_id)).scalar_one(),
        "count": case.handovers,
        "day": case.answer_by,
        "who": holder.name if holder else "",
        "goes_on": goes_on,
    }


def _may(session: Session, case: Submission, person_id: int) -> bool:
    """Nobody is told of a case that she may not have on her desk."""
    viewer = Viewer(person_id, posts=belonging.posts_of(session, person_id))
    return may(session, viewer, Action.DESK, case)


def _is_hers(session: Session, case: Submission, person_id: int) -> bool:
    return case.assignee_id in absence.mine(session, person_id)


def _goes_on(_session: Session, case: Submission, _person_id: int) -> bool:
    return case.answered_at is None


def _still_alone(session: Session, case: Submission, _person_id: int) -> bool:
    found = absence.away(session)
    return (
        is_late(case)
        and case.assignee_id in found
        and absence.stand_in(found, case.assignee_id) is None
    )


def _is_nobodys(_session: Session, case: Submission, _person_id: int) -> bool:
    return case.assignee_id is None


_STANDS: Mapping[str, Callable[[Session, Submission, int], bool]] = {
    "given": _is_hers,
    "urgent": _goes_on,
    "passed": _goes_on,
    "circle": _goes_on,
    "alone": _still_alone,
    "gone": _is_nobodys,
}
"""By the code of an alert, whether it is still true."""


def _case(reference: str) -> str:
    return f"{settings().base_url}/casework/{reference}"
