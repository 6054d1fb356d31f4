"""How much waits at the desk of review for one person: for her mail of the morning."""

from typing import Any

from sqlalchemy import func, select, true
from sqlmodel import Session

from models import belonging
from models.actor import Role
from models.calendar import Moment, end_of, now, start_of, today
from models.comment import comments
from models.database import table_of
from models.permissions import Action
from models.permissions_of_cases import reached
from models.person import Appointment, Contact
from models.review import IS_OPEN, reviewables
from models.review_appeal import IS_WAITING, appeals
from models.second_opinion import IS_OPEN as IS_PROPOSED
from models.second_opinion import second_opinions
from models.second_person import second_person
from models.settings import settings
from models.submission import submissions
from models.viewer import Viewer

_appointments = table_of(Appointment)
_contacts = table_of(Contact)
_r = reviewables.c
_s = submissions.c
_c = comments.c


def moderators(session: Session) -> set[int]:
    """Everybody who judges texts today; the administrators where nobody else does."""
    found: set[int] = set()
    for role in (Role.MODERATOR, Role.ADMINISTRATOR):
        found = found or set(
            session.scalars(
                select(_appointments.c.person_id).where(
                    _appointments.c.role == role, belonging.in_force()
                )
            )
        )
    return found


def reviewers(session: Session) -> set[int]:
    """Whoever judges texts, and whoever is named to agree where nobody else can."""
    named = second_person(session)
    return moderators(session) | ({named} if named is not None else set())


def viewer_of(session: Session, person_id: int) -> Viewer:
    return Viewer(person_id, posts=belonging.posts_of(session, person_id))


def reader(session: Session, contact_id: int) -> Viewer | None:
    """Whose an address is by now, with what she may; None where it is nobody's any more."""
    wanted = select(_contacts.c.person_id).where(_contacts.c.id == contact_id)
    person_id = session.execute(wanted).scalar()
    return None if person_id is None else viewer_of(session, person_id)


def waiting(session: Session, person_id: int) -> dict[str, Any] | None:
    """How much waits for her: in all, urgent, late, and due before noon; and how many decisions
    wait to be looked at again: appeals, and what colleagues propose that takes two. `goes_on` is
    where she finds it. None where nothing does.
    """
    viewer = viewer_of(session, person_id)
    noon: Moment = (start_of(today()) + end_of(today())) // 2
    at = now()
    hers = reached(session, viewer, Action.JUDGE)
    row = session.execute(
        joined(
            select(
                func.count().label("waiting"),
                func.count().filter(_r.urgent.is_(True)).label("urgent"),
                func.count().filter(_r.due_at < at).label("late"),
                func.count().filter(_r.due_at.between(at, noon)).label("soon"),
            )
        ).where(IS_OPEN, hers)
    ).one()
    asked = session.execute(
        select(func.count())
        .select_from(appeals)
        .outerjoin(submissions, _s.id == appeals.c.submission_id)
        .where(IS_WAITING, appeals.c.submission_id.is_(None) | hers)
    ).scalar_one()
    named = person_id == second_person(session)
    proposed = session.execute(
        select(func.count())
        .select_from(second_opinions)
        .outerjoin(submissions, _s.id == second_opinions.c.submission_id)
        .where(
            IS_PROPOSED,
            second_opinions.c.asked_by != person_id,
            true() if named else second_opinions.c.submission_id.is_(None) | hers,
        )
    ).scalar_one()
    again = asked + proposed
    if not (row.waiting or again):
        return None
    # Texts have one way to them; both kinds of decisions are counted among all work.
    place = "/desk" if row.waiting else "/work"
    return {**row._asdict(), "again": again, "goes_on": f"{settings().base_url}{place}"}


def joined(wanted: Any) -> Any:
    """A statement about what is reviewed, with the case of each text."""
    return (
        wanted.select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
    )
