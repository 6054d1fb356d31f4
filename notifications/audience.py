"""From an event to whoever hears of it (spec NT-9).

The author of a submission needs no subscription. Followers hear of it only while it is public. The
one who acted is not told what she did, and nobody is told twice for wishing twice.
"""

from collections.abc import Mapping
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
from models.states import PUBLIC
from models.submission import submissions
from models.subscription import Extent, SubscriptionState, Topic, subscriptions

contacts = table_of(Contact)


@dataclass(frozen=True)
class Told:
    """How one kind of event is told. `kind` is the folder of templates/mail that words it."""

    kind: str
    author: bool = True
    followers: Extent | None = None
    """The least a follower must have asked for to hear of it; None tells no follower."""
    decisions: bool = False
    """Whether it also goes to whoever follows all decisions."""
    unconfirmed: str = ""
    """What an author gets whose address is not confirmed: nothing of the contents, or nothing."""
    receipt: bool = False
    """An acknowledgement goes to the one who acted, too."""


TOLD: Mapping[EventKind, Told] = {
    EventKind.RECEIVED: Told("receipt", unconfirmed="receipt", receipt=True),
    EventKind.PUBLISHED: Told("published"),
    EventKind.REDACTED: Told("redacted"),
    EventKind.RETURNED: Told("returned"),
    EventKind.REFUSED: Told("refused"),
    EventKind.HIDDEN: Told("hidden"),
    EventKind.UNPUBLISHED: Told("unpublished"),
    EventKind.MOVED: Told("moved", followers=Extent.EVERYTHING),
    EventKind.HANDED_OVER: Told("handed_over", followers=Extent.EVERYTHING),
    EventKind.ANSWERED: Told(
        "answered", followers=Extent.ANSWERS, unconfirmed="there_is_an_answer"
    ),
    EventKind.DECIDED: Told(
        "decided", followers=Extent.ANSWERS, decisions=True, unconfirmed="there_is_an_answer"
    ),
    EventKind.THRESHOLD_REACHED: Told("threshold_reached", followers=Extent.EVERYTHING),
    EventKind.REOPENED: Told("reopened", followers=Extent.EVERYTHING),
    EventKind.CLOSED: Told("closed", followers=Extent.ANSWERS, unconfirmed="there_is_an_answer"),
    EventKind.COMMENT_PUBLISHED: Told("commented", author=False, followers=Extent.EVERYTHING),
}
"""Everything that anybody is told of; what is missing here is told to nobody."""

CASE = (
    submissions.c.id,
    submissions.c.reference,
    submissions.c.publication,
    submissions.c.contact_id,
    submissions.c.confirmed_at,
    submissions.c.language,
)
"""What the questions below need to know of a submission: a row of these, or the object."""


def count(session: Session, submission: Any, kind: EventKind, *, by: Actor | None = None) -> int:
    """How many people an event of this kind would be told to, now. Exact: distinct addresses.

    `by` is who is about to act: she would not be told.
    """
    told = TOLD.get(kind)
    if told is None:
        return 0
    actor_id = by.person_id if by else None
    heard = followers(submission, told, actor_id=actor_id, at=now())
    total = (
        0 if heard is None else session.scalar(select(func.count()).select_from(heard.subquery()))
    )
    writer = author(submission, told, actor_id=actor_id)
    if writer is not None and session.execute(writer).first() is not None:
        return (total or 0) + 1
    return total or 0


def author_kind(case: Any, told: Told) -> str:
    """What the author is sent: another letter, or none, before she has confirmed her address."""
    if not told.author or case.contact_id is None:
        return ""
    return told.kind if case.confirmed_at is not None else told.unconfirmed


def author(case: Any, told: Told, *, actor_id: int | None) -> Select[Any] | None:
    """The author's contact: at most one row of id, channel and address."""
    if not author_kind(case, told):
        return None
    return select(contacts.c.id, contacts.c.channel, contacts.c.address).where(
        contacts.c.id == case.contact_id,
        _listens(None if told.receipt else actor_id),
    )


def followers(
    case: Any, told: Told, *, actor_id: int | None, at: Moment
) -> Select[tuple[int, int]] | None:
    """The contacts that follow: one row of `contact_id` and `subscription_id` each.

    Of several wishes of one contact the oldest stands for all. Only what was wished for by `at`
    counts: whoever confirms today is not told of yesterday. None when no follower may hear of it.
    """
    wanted = matching(case, told, actor_id=actor_id, at=at)
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


def matching(
    case: Any, told: Told, *, actor_id: int | None, at: Moment
) -> ColumnElement[bool] | None:
    """The condition, over subscription joined with contact, for every wish that an event meets."""
    if told.followers is None or case.publication not in PUBLIC:
        return None
    of_this = and_(
        subscriptions.c.topic == Topic.SUBMISSION, subscriptions.c.submission_id == case.id
    )
    if told.followers is Extent.EVERYTHING:
        of_this = and_(of_this, subscriptions.c.extent == Extent.EVERYTHING)
    topics = of_this
    if told.decisions:
        topics = or_(
            of_this,
            and_(subscriptions.c.topic == Topic.DECISIONS, subscriptions.c.submission_id.is_(None)),
        )
    wanted = and_(
        topics,
        subscriptions.c.state == SubscriptionState.ACTIVE,
        subscriptions.c.confirmed_at <= at,
        contacts.c.confirmed_at.is_not(None),
        _listens(actor_id),
    )
    if author_kind(case, told):
        wanted = and_(wanted, contacts.c.id != case.contact_id)
    return wanted


def _listens(actor_id: int | None) -> ColumnElement[bool]:
    """Neither silent nor the one who acted, at any of her addresses."""
    heard = contacts.c.id.not_in(select(silences.c.contact_id))
    if actor_id is None:
        return heard
    return and_(heard, or_(contacts.c.person_id.is_(None), contacts.c.person_id != actor_id))
