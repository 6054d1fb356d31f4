"""Texts that nobody read in time: found by the clock, written into their history, and told once to
their authors (MQ-19). Staff hear of it by their own letter (notifications/review_alerts).
"""

from sqlalchemy import select
from sqlmodel import Session

from models import review_letter, review_wait
from models.actor import SYSTEM
from models.calendar import now
from models.database import transaction
from models.event import EventKind, record
from models.profile import site
from models.review import IS_OPEN, OPEN, Reviewable, reviewables
from models.states import Publication
from moderation import backlog
from moderation.modes import waits
from moderation.subjects import Subject, held

BATCH = 100
"""Texts in one minute; each has a short transaction of its own."""

_r = reviewables.c


def each_minute() -> bool:
    """Find what has become late, count how long it takes, and tell whoever waits. True when there
    is something to tell.
    """
    with transaction(write=False) as session:
        late = session.scalars(
            select(_r.id)
            .where(IS_OPEN, _r.missed_at.is_(None), _r.due_at < now())
            .order_by(_r.due_at)
            .limit(BATCH)
        ).all()
        counted = backlog.count(session, site(session)) if backlog.is_due(session) else None
    told = False
    for item_id in late:
        with transaction() as session:
            told |= miss(session, item_id)
    if counted is not None:
        with transaction() as session:
            review_wait.note(session, counted)
    return _tell_waiting() or told


def miss(session: Session, item_id: int) -> bool:
    """Note that the promised time of an item has passed and tell its author, unless somebody judged
    it in this moment. True when it was noted.
    """
    item, subject = held(session, item_id)
    if item.state not in OPEN or item.missed_at is not None or item.due_at >= now():
        return False
    item.missed_at = now()
    session.add(item)
    session.flush()
    # That a comment, a change or a report waits is known to few.
    public = subject.comment is None and subject.thing.publication is Publication.QUEUED
    unread = "text" if subject.comment is None else "comment"
    facts = {"unread": unread, "item": item.id, "comment": subject.comment_id}
    record(
        session,
        subject.submission.stream,
        EventKind.PROMISE_MISSED,
        by=SYSTEM,
        facts=facts,
        public=public,
    )
    _tell(session, item, subject)
    return True


def _tell_waiting() -> bool:
    """While it takes longer than promised, tell whoever waits and has not been told."""
    with transaction(write=False) as session:
        counted = review_wait.last(session)
        if counted is None or not counted.behind:
            return False
        found = session.scalars(
            select(_r.id).where(IS_OPEN, _r.told_at.is_(None)).order_by(_r.id).limit(BATCH)
        ).all()
    for item_id in found:
        with transaction() as session:
            item, subject = held(session, item_id)
            if item.state in OPEN:
                _tell(session, item, subject)
    return bool(found)


def _tell(session: Session, item: Reviewable, subject: Subject) -> None:
    """Only whoever waits: of what everyone can read already nobody is told that it is read late."""
    contact_id = subject.thing.contact_id if waits(subject) and not item.reports else None
    confirmed = subject.comment is not None or subject.submission.confirmed_at is not None
    review_letter.tell(
        session,
        item,
        case_id=subject.submission.id or 0,
        contact_id=contact_id if confirmed else None,
        language=subject.submission.language if subject.comment is None else "",
    )
