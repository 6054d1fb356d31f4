"""Telling those who review: one mail a morning of how much waits, and at once what is urgent.

Who is away is not written to, nor who may not judge the text; what a letter says is read when it is
written, so that what was judged meanwhile is not told.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, Select, func, select, true
from sqlmodel import Session

from models import absence, belonging, job
from models.calendar import Moment, end_of, local, now, start_of, today
from models.comment import comments
from models.database import table_of, transaction
from models.delivery import deliveries
from models.permissions import Action
from models.permissions_of_cases import may, reached
from models.person import Contact
from models.profile import site
from models.review import IS_OPEN, reviewables
from models.review_appeal import IS_WAITING, appeals
from models.second_opinion import IS_OPEN as IS_PROPOSED
from models.second_opinion import second_opinions
from models.second_person import second_person
from models.settings import settings
from models.submission import Submission, submissions
from models.viewer import Viewer
from notifications.contexts.common import Context
from notifications.review_alerts import moderators
from notifications.staff_letters import key
from notifications.staff_post import people, post
from notifications.staff_post import reached as addresses_of

REVIEW_WORK = "review_work"
"""The kind of these letters."""
DAILY, URGENT = "texts", "urgent_text"
JOB = "desk_mail"
MORNING = 7
"""The hour, on the municipality's clocks (as notifications.staff)."""
MOST = 50
"""Urgent texts that are told of in one minute."""

_contacts = table_of(Contact)
_r = reviewables.c
_s = submissions.c
_c = comments.c


def each_minute() -> bool:
    """The clock's part; True when there is something to send."""
    urgent = _tell_urgent()
    return _morning() or urgent


def _morning() -> bool:
    """Once a working day, at seven or as soon after as a clock runs."""
    at, day = local(now()), today().isoformat()
    with transaction(write=False) as session:
        opening = site(session).opening
        if at.hour < MORNING or not opening.is_working_day(at.date()):
            return False
        if job.has_run(session, JOB, day):
            return False
        wanted = [
            row
            for row in _here(session, _reviewers(session), people.c.staff_mail.is_(True))
            if _anything(_waiting(session, _viewer(session, row.person_id)))
        ]
    with transaction() as session:
        if not job.first_time(session, JOB, day):
            return False
        return sum(post(session, one, REVIEW_WORK, key(DAILY, today())) for one in wanted) > 0


def _tell_urgent() -> bool:
    """Each urgent text once, to everybody who is here and may judge it."""
    with transaction(write=False) as session:
        items = session.execute(
            _of(_r.id, _s.id.label("case"))
            .where(IS_OPEN, _r.urgent.is_(True))
            .order_by(_r.created_at, _r.id)
            .limit(MOST)
        ).all()
        codes = [key(URGENT, item.id) for item in items]
        told = set(
            session.scalars(
                select(deliveries.c.message_key).where(deliveries.c.message_key.in_(codes))
            )
        )
        wanted = [
            (code, item.case, row)
            for code, item in zip(codes, items, strict=True)
            if code not in told
            for row in _judges(session, item.case)
        ]
    if not wanted:
        return False
    with transaction() as session:
        return sum(post(session, row, REVIEW_WORK, code, case) for code, case, row in wanted) > 0


def _reviewers(session: Session) -> set[int]:
    """Whoever judges texts, and whoever is named to agree where nobody else can."""
    named = second_person(session)
    return moderators(session) | ({named} if named is not None else set())


def _judges(session: Session, case_id: int) -> Iterable[Any]:
    case = session.get_one(Submission, case_id)
    for row in _here(session, moderators(session)):
        if may(session, _viewer(session, row.person_id), Action.JUDGE, case):
            yield row


def _here(session: Session, ids: Collection[int], *wanted: Any) -> list[Any]:
    """The addresses of those of these people who are not away today."""
    away = absence.away(session)
    here = [one for one in ids if one not in away]
    return list(session.execute(addresses_of(people.c.id.in_(here), *wanted))) if here else []


def _viewer(session: Session, person_id: int) -> Viewer:
    return Viewer(person_id, posts=belonging.posts_of(session, person_id))


def _waiting(session: Session, viewer: Viewer) -> dict[str, Any]:
    """How much waits for her: in all, urgent, late, and due before noon; and how many decisions
    wait to be looked at again: appeals, and what colleagues propose that takes two.
    """
    noon: Moment = (start_of(today()) + end_of(today())) // 2
    at = now()
    wanted = select(
        func.count().label("waiting"),
        func.count().filter(_r.urgent.is_(True)).label("urgent"),
        func.count().filter(_r.due_at < at).label("late"),
        func.count().filter(_r.due_at.between(at, noon)).label("soon"),
    )
    row = session.execute(
        _joined(wanted).where(IS_OPEN, reached(session, viewer, Action.JUDGE))
    ).one()
    hers = reached(session, viewer, Action.JUDGE)
    asked = session.execute(
        select(func.count())
        .select_from(appeals)
        .outerjoin(submissions, _s.id == appeals.c.submission_id)
        .where(IS_WAITING, appeals.c.submission_id.is_(None) | hers)
    ).scalar_one()
    named = viewer.person_id == second_person(session)
    proposed = session.execute(
        select(func.count())
        .select_from(second_opinions)
        .outerjoin(submissions, _s.id == second_opinions.c.submission_id)
        .where(
            IS_PROPOSED,
            second_opinions.c.asked_by != viewer.person_id,
            true() if named else second_opinions.c.submission_id.is_(None) | hers,
        )
    ).scalar_one()
    return {**row._asdict(), "again": asked + proposed}


def _anything(found: dict[str, Any]) -> bool:
    return bool(found["waiting"] or found["again"])


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when nothing of it is left, or she judges no more."""
    who = session.execute(
        select(people.c.id, people.c.staff_mail)
        .join(_contacts, _contacts.c.person_id == people.c.id)
        .where(_contacts.c.id == row.contact_id, people.c.suspended.is_(False))
    ).first()
    if who is None:
        return None
    _, what, of = row.message_key.split(":")
    viewer, here = _viewer(session, who.id), f"{settings().base_url}/desk"
    nothing = {"reference": "", "title": "", "place": ""}
    if what == DAILY:
        found = _waiting(session, viewer)
        if of != today().isoformat() or not (who.staff_mail and _anything(found)):
            return None
        if not found["waiting"]:
            # Both kinds are counted there, each with its own way.
            here = f"{settings().base_url}/work"
        return {**nothing, "what": what, **found, "goes_on": here}
    item = session.execute(
        _of(_r.id, _r.due_at).where(
            _r.id == int(of), IS_OPEN, _r.urgent, reached(session, viewer, Action.JUDGE)
        )
    ).first()
    if item is None:
        return None
    counts = {"waiting": 1, "urgent": 1, "late": 0, "soon": 0, "again": 0}
    return {**nothing, "what": what, **counts, "goes_on": f"{here}/{item.id}"}


def _of(*columns: Any) -> Select[Any]:
    return _joined(select(*columns))


def _joined(wanted: Any) -> Select[Any]:
    found: Select[Any] = (
        wanted.select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
    )
    return found
