"""Cases of somebody who cannot work here any more: suspended, or without the role.

They are their unit's again, for somebody else to take: nothing is held by whoever cannot do it.
An absence is another matter (models.absence): she comes back, and somebody stands in for her.
"""

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from models.actor import SYSTEM, Role
from models.calendar import today
from models.database import lock_rows, table_of
from models.event import EventKind, record
from models.person import Appointment, Person
from models.states import OPEN_STATUSES
from models.submission import Submission, submissions

BATCH = 200

_s = submissions.c
_a = table_of(Appointment).c
_people = table_of(Person)


def _able() -> Select[tuple[int]]:
    """Officials whose role is not over. One that has not begun is none that is lost: a clock that
    was set back takes no case from anybody.
    """
    return (
        select(_a.person_id)
        .join(_people, _people.c.id == _a.person_id)
        .where(
            _a.role == Role.OFFICIAL,
            or_(_a.until_date.is_(None), _a.until_date >= today()),
            _people.c.suspended.is_(False),
        )
    )


def held(session: Session, *, most: int = BATCH) -> list[int]:
    """Open cases that somebody has who cannot work, by id, the oldest first."""
    return list(
        session.scalars(
            select(_s.id)
            .where(
                _s.status.in_(OPEN_STATUSES),
                _s.assignee_id.is_not(None),
                _s.assignee_id.not_in(_able()),
            )
            .order_by(_s.id)
            .limit(most)
        )
    )


def let_go(session: Session, ids: list[int]) -> dict[tuple[int, int], int]:
    """These cases are nobody's but their unit's. Returns one case of each person and unit, for
    whoever is told; none that somebody has taken over meanwhile.
    """
    wanted = (
        select(Submission).where(_s.id.in_(ids), _s.assignee_id.not_in(_able())).order_by(_s.id)
    )
    found: dict[tuple[int, int], int] = {}
    for submission in session.scalars(lock_rows(wanted)).all():
        left = submission.assignee_id or 0
        submission.assignee_id = None
        submission.version += 1
        session.add(submission)
        session.flush()
        # 0 is nobody; who had it is an id, as everywhere.
        facts = {"assignee": 0, "let_go": left}
        record(session, submission.stream, EventKind.ASSIGNED, by=SYSTEM, facts=facts, public=False)
        found.setdefault((left, submission.unit_id), submission.id or 0)
    return found
