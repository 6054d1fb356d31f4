"""Who may decide an appeal: nobody who had a part in what it is against (MQ-11)."""

from typing import Any

from sqlalchemy import Select, or_, select, union
from sqlmodel import Session

from models import belonging, permissions
from models.actor import Role
from models.comment import comments
from models.database import table_of
from models.event import Event
from models.permissions import Action, Thing
from models.person import Appointment, Contact, Person
from models.report import Report
from models.review_appeal import ReviewAppeal, appeals
from models.sanction import sanctions
from models.second_opinion import second_opinions
from models.submission import Submission, stream_of, submissions
from models.verdict import verdicts
from models.viewer import Post, Viewer

DESK = (Role.MODERATOR, Role.ADMINISTRATOR)

_people = table_of(Person)
_contacts = table_of(Contact)
_appointments = table_of(Appointment)
_events = table_of(Event)
_reports = table_of(Report)
_v, _s, _a = verdicts.c, submissions.c, appeals.c


def involved(session: Session, appeal: ReviewAppeal) -> frozenset[int]:
    """Whoever gave a verdict on that item or agreed to it, reported or wrote the text, handed it
    in, has the case, or appeals: for all of them it would be to judge their own work.
    """
    hers = [select(_contacts.c.person_id).where(_contacts.c.id == appeal.contact_id)]
    if appeal.sanction_id is not None:
        one = sanctions.c.id == appeal.sanction_id
        parts: list[Select[Any]] = [
            select(column).where(one)
            for column in (sanctions.c.by_id, sanctions.c.second_id, sanctions.c.person_id)
        ]
    else:
        parts = _of_verdict(appeal.verdict_id or 0)
    found = session.scalars(union(*hers, *parts))
    return frozenset(person for person in found if person is not None)


def _of_verdict(verdict_id: int) -> list[Select[Any]]:
    this = verdicts.alias("this")
    case = select(this.c.submission_id).where(this.c.id == verdict_id).scalar_subquery()
    comment = select(this.c.comment_id).where(this.c.id == verdict_id).scalar_subquery()
    item = select(this.c.reviewable_id).where(this.c.id == verdict_id).scalar_subquery()
    handed_in = select(stream_of("") + _s.reference).where(_s.id == case).scalar_subquery()

    def behind(contact: Any, *wanted: Any) -> Select[Any]:
        return select(_contacts.c.person_id).where(
            _contacts.c.id.in_(select(contact).where(*wanted))
        )

    return [
        select(_v.by_id).where(
            or_(
                _v.reviewable_id == item,
                (_v.submission_id == case) & _v.comment_id.is_not_distinct_from(comment),
            )
        ),
        behind(_reports.c.contact_id, _reports.c.reviewable_id == item),
        behind(_s.contact_id, _s.id == case),
        behind(comments.c.contact_id, comments.c.id == comment),
        select(_s.assignee_id).where(_s.id == case),
        select(second_opinions.c.asked_by).where(second_opinions.c.reviewable_id == item),
        select(second_opinions.c.answered_by).where(second_opinions.c.reviewable_id == item),
        select(_events.c.actor_id).where(_events.c.stream == handed_in, _events.c.seq == 1),
    ]


def deciders(session: Session, appeal: ReviewAppeal) -> list[int]:
    """The ids of those on the desk who may decide: they judge such texts, and had no part in it."""
    thing = _thing(session, appeal)
    barred = involved(session, appeal)
    return [
        person
        for person, posts in _desk(session).items()
        if person not in barred
        and permissions.may(Viewer(person, posts=frozenset(posts)), Action.JUDGE, thing)
    ]


def _desk(session: Session) -> dict[int, list[Post]]:
    """Moderators and administrators of today with what they hold: few in every town."""
    a = _appointments.c
    rows = session.execute(
        select(a.person_id, a.role, a.unit_id, a.lead, a.trusted)
        .join(_people, _people.c.id == a.person_id)
        .where(a.role.in_(DESK), belonging.in_force(), _people.c.suspended.is_(False))
        .order_by(a.person_id)
    )
    found: dict[int, list[Post]] = {}
    for row in rows:
        post = Post(Role(row.role), row.unit_id, row.lead, row.trusted)
        found.setdefault(row.person_id, []).append(post)
    return found


def _thing(session: Session, appeal: ReviewAppeal) -> Thing:
    """What the table of permissions asks of the case; of a sanction, that of the item judged."""
    case = session.get(Submission, appeal.submission_id) if appeal.submission_id else None
    if case is None:
        return Thing()
    return Thing(case.unit_id, case.assignee_id, case.protected)
