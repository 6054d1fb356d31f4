"""From an event to whoever hears of it (spec NT-9).

The author of a submission needs no subscription. Followers hear of it only while it is public. The
one who acted is not told what she did, and nobody is told twice for wishing twice.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import table_of
from models.event import EventKind
from models.person import Contact
from models.silence import silences
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.subscription import Extent, SubscriptionState, Topic, subscriptions
from notifications.telling import Told, telling

contacts = table_of(Contact)

CASE = (
    submissions.c.id,
    submissions.c.reference,
    submissions.c.status,
    submissions.c.outcome,
    submissions.c.publication,
    submissions.c.contact_id,
    submissions.c.confirmed_at,
    submissions.c.language,
)
"""What the questions below need to know of a submission: a row of these, or the object."""


@dataclass(frozen=True)
class Matter:
    """Something that happened, or is about to, and all that decides who hears of it."""

    case: Any
    told: Told
    actor_id: int | None
    at: Moment
    writer_id: int | None = None
    """The contact of whoever wrote the comment that it is about."""

    @property
    def author_kind(self) -> str:
        """The letter to the author: another one, or none, until she has confirmed her address."""
        if not self.told.author or self.case.contact_id is None:
            return ""
        return self.told.kind if self.case.confirmed_at is not None else self.told.unconfirmed


def count(session: Session, submission: Any, kind: EventKind, *, by: Actor | None = None) -> int:
    """How many people an event of this kind would be told to, now. Exact: distinct addresses.

    `by` is who is about to act: she would not be told.
    """
    told = telling(kind, {})
    if told is None:
        return 0
    matter = Matter(submission, told, by.person_id if by else None, now())
    heard, author = followers(matter), to_author(matter)
    total = 0
    if heard is not None:
        total = session.execute(select(func.count()).select_from(heard.subquery())).scalar_one()
    if author is not None and session.execute(author).first() is not None:
        total += 1
    return total


def to_author(matter: Matter) -> Select[Any] | None:
    """The author's contact: at most one row of id, channel and address."""
    if not matter.author_kind:
        return None
    actor_id = None if matter.told.receipt else matter.actor_id
    return _contact(matter.case.contact_id, actor_id)


def to_writer(matter: Matter) -> Select[Any] | None:
    """The contact of the comment's writer: at most one row of id, channel and address."""
    if not matter.told.writer or matter.writer_id is None:
        return None
    return _contact(matter.writer_id, matter.actor_id).where(contacts.c.confirmed_at.is_not(None))


def followers(matter: Matter) -> Select[tuple[int, int]] | None:
    """The contacts that follow: one row of `contact_id` and `subscription_id` each.

    Of several wishes of one contact the oldest stands for all. None when no follower may hear.
    """
    wanted = matching(matter)
    if wanted is None:
        return None
    return (
        select(
            subscriptions.c.contact_id.label("contact_id"),
            func.min(subscriptions.c.id).label("subscription_id"),
        )
        .join(contacts, contacts.c.id == subscriptions.c.contact_id)
        .where(wanted)
        .group_by(subscriptions.c.contact_id)
    )


def matching(matter: Matter) -> ColumnElement[bool] | None:
    """The condition, over subscription joined with contact, for every wish that is met.

    Only what was wished for by then counts: whoever confirms today is not told of yesterday.
    """
    withdrawn = matter.told.tombstone and matter.case.publication == Publication.WITHDRAWN
    if matter.told.followers is None or not (matter.case.publication in PUBLIC or withdrawn):
        return None
    wanted = and_(
        _topics(matter),
        subscriptions.c.state == SubscriptionState.ACTIVE,
        subscriptions.c.confirmed_at <= matter.at,
        contacts.c.confirmed_at.is_not(None),
        _listens(matter.actor_id),
    )
    if matter.author_kind:
        wanted = and_(wanted, contacts.c.id != matter.case.contact_id)
    if matter.writer_id is not None:
        wanted = and_(wanted, contacts.c.id != matter.writer_id)
    return wanted


def _topics(matter: Matter) -> ColumnElement[bool]:
    about = subscriptions.c.submission_id == matter.case.id
    if matter.told.moved:
        about = or_(about, subscriptions.c.moved_from_id == matter.case.id)
    case = and_(subscriptions.c.topic == Topic.SUBMISSION, about)
    if matter.told.followers is Extent.EVERYTHING:
        case = and_(case, subscriptions.c.extent == Extent.EVERYTHING)
    if not matter.told.decisions:
        return case
    decisions = and_(
        subscriptions.c.topic == Topic.DECISIONS, subscriptions.c.submission_id.is_(None)
    )
    return or_(case, decisions)


def _contact(contact_id: int, actor_id: int | None) -> Select[Any]:
    return select(contacts.c.id, contacts.c.channel, contacts.c.address).where(
        contacts.c.id == contact_id, _listens(actor_id)
    )


def _listens(actor_id: int | None) -> ColumnElement[bool]:
    """Neither silent nor the one who acted, at any of her addresses."""
    heard = contacts.c.id.not_in(select(silences.c.contact_id))
    if actor_id is None:
        return heard
    return and_(heard, or_(contacts.c.person_id.is_(None), contacts.c.person_id != actor_id))
