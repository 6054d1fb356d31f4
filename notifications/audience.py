"""From an event to whoever hears of it (spec NT-9).

The author of a submission needs no subscription. Followers hear of it only while it is public. The
one who acted is not told what she did, and nobody is told twice for wishing twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union, union_all
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import table_of
from models.event import EventKind
from models.pause import pauses
from models.person import Channel, Contact
from models.silence import silences
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.subscription import Extent, Frequency, SubscriptionState, Topic, subscriptions
from notifications.asked import not_asked
from notifications.telling import Told, telling

contacts = table_of(Contact)

CASE = (
    submissions.c.id,
    submissions.c.reference,
    submissions.c.status,
    submissions.c.outcome,
    submissions.c.publication,
    submissions.c.category_id,
    submissions.c.unit_id,
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
    batch: str = ""
    """What several events of one act have in common: one address is told of them in one message."""

    @property
    def author_kind(self) -> str:
        """The letter to the author: another one, or none, until she has confirmed her address."""
        if not self.told.author or self.case.contact_id is None:
            return ""
        return self.told.kind if self.case.confirmed_at is not None else self.told.unconfirmed


PAUSED = "paused"
"""How often somebody hears who wants to hear nothing until a day."""


TOGETHER = 20
"""Cases in one question of who hears: a statement of more is larger than what it saves."""


class Span(NamedTuple):
    """Some contacts by their id: those after the first, up to and with the last."""

    after: int
    last: int


def count(session: Session, submission: Any, kind: EventKind, *, by: Actor | None = None) -> int:
    """How many people an event of this kind would be told to, now. Exact: distinct addresses.

    `by` is who is about to act: she would not be told. Neither are those who want to hear nothing
    until a day; who hears once a day or once a week is told.
    """
    told = telling(kind, {})
    if told is None:
        return 0
    matter = Matter(submission, told, by.person_id if by else None, now())
    heard, author = followers(matter), to_author(matter)
    total = 0
    if heard is not None:
        total = session.execute(_hearing(heard, func.count())).scalar_one()
    if author is not None and session.execute(author).first() is not None:
        total += 1
    return total


def count_together(
    session: Session, cases: Iterable[Any], kind: EventKind, *, by: Actor | None = None
) -> int:
    """As `count`, of one event in each of these cases: whoever hears of several counts once."""
    told = telling(kind, {})
    if told is None:
        return 0
    found: set[int] = set()
    matters = [Matter(one, told, by.person_id if by else None, now()) for one in cases]
    for first in range(0, len(matters), TOGETHER):
        some = matters[first : first + TOGETHER]
        hearing = [_hearing(heard) for one in some if (heard := followers(one)) is not None]
        authors = [select(it.subquery().c.id) for one in some if (it := to_author(one)) is not None]
        if hearing or authors:
            found.update(session.scalars(union(*hearing, *authors)))
    return len(found)


def _hearing(heard: Select[Any], what: Any = None) -> Select[Any]:
    """Those who follow and are not paused: their contacts, or `what` of them."""
    often = heard.subquery()
    wanted = often.c.contact_id if what is None else what
    return select(wanted).select_from(often).where(often.c.often != PAUSED)


def to_author(matter: Matter) -> Select[Any] | None:
    """The author's contact: at most one row of id, channel and address."""
    if not matter.author_kind:
        return None
    actor_id = None if matter.told.receipt else matter.actor_id
    return _contact(matter.case.contact_id, actor_id).where(not_asked(matter))


def to_writer(matter: Matter) -> Select[Any] | None:
    """The contact of the comment's writer: at most one row of id, channel and address."""
    if not matter.told.writer or matter.writer_id is None:
        return None
    return _contact(matter.writer_id, matter.actor_id).where(contacts.c.confirmed_at.is_not(None))


def followers(matter: Matter, span: Span | None = None) -> Select[Any] | None:
    """The contacts that follow, one row each: `contact_id`, `subscription_id` (of several wishes of
    one contact the oldest stands for all) and `often`, a Frequency or PAUSED: of several the most
    immediate. None when no follower may hear.
    """
    met = matching(matter, span)
    if met is None:
        return None
    wish = met.subquery()
    often = case(
        (pauses.c.until > now(), PAUSED),
        # Text messages are short: there are no digests of them.
        (contacts.c.channel == Channel.SMS, Frequency.AT_ONCE.value),
        else_=func.min(wish.c.frequency),
    )
    return (
        select(
            wish.c.contact_id,
            func.min(wish.c.subscription_id).label("subscription_id"),
            often.label("often"),
        )
        .join_from(wish, contacts, contacts.c.id == wish.c.contact_id)
        .outerjoin(pauses, pauses.c.contact_id == contacts.c.id)
        .where(may_hear(matter))
        .group_by(wish.c.contact_id, contacts.c.channel, pauses.c.until)
    )


def matching(matter: Matter, span: Span | None = None) -> Any:
    """Every wish that an event meets, whoever's: rows of contact_id, subscription_id, frequency.

    Only what was wished for by then counts: whoever confirms today is not told of yesterday. None
    when no follower may hear.
    """
    found = wished(matter)
    if not found:
        return None
    arms = []
    for topic in found:
        arm = select(
            subscriptions.c.contact_id,
            subscriptions.c.id.label("subscription_id"),
            subscriptions.c.frequency,
        ).where(topic.about, topic.much, subscriptions.c.confirmed_at <= matter.at)
        if span is not None:
            # Said of the subscription: said of the contact, every chunk would look at everyone.
            who = subscriptions.c.contact_id
            arm = arm.where(who > span.after, who <= span.last)
        arms.append(arm)
    return union_all(*arms)


class Wished(NamedTuple):
    """One way to have wished for it: what is found by an index, and what is looked at then."""

    about: ColumnElement[bool]
    much: ColumnElement[bool]


ACTIVE = subscriptions.c.state == SubscriptionState.ACTIVE


def wished(matter: Matter, standing: ColumnElement[bool] = ACTIVE) -> list[Wished]:
    """Every way to have wished for something. Empty when nobody who follows may hear of it.

    `standing` says over subscription which wishes count: those of now, or of some other moment.
    """
    withdrawn = matter.told.tombstone and matter.case.publication == Publication.WITHDRAWN
    if not (matter.case.publication in PUBLIC or withdrawn):
        return []
    w, told, it = subscriptions.c, matter.told, matter.case
    found: list[Wished] = []

    def add(topic: Topic, about: ColumnElement[bool], least: Extent) -> None:
        found.append(Wished(and_(w.topic == topic, about, standing), w.extent.in_(least.hearing)))

    if told.followers is not None:
        add(Topic.SUBMISSION, w.submission_id == it.id, told.followers)
        if told.moved:
            elsewhere = and_(w.moved_from_id == it.id, w.submission_id != it.id)
            add(Topic.SUBMISSION, elsewhere, told.followers)
    if told.decisions:
        add(Topic.DECISIONS, w.submission_id.is_(None), Extent.DECISION)
    if told.lists is not None:
        if it.category_id is not None:
            add(Topic.CATEGORY, w.category_id == it.category_id, told.lists)
        add(Topic.UNIT, w.unit_id == it.unit_id, told.lists)
    return found


def may_hear(matter: Matter) -> ColumnElement[bool]:
    """Over contact: confirmed, and not of who acted, or is told as the author or the writer."""
    wanted = and_(contacts.c.confirmed_at.is_not(None), _listens(matter.actor_id))
    if matter.author_kind:
        wanted = and_(wanted, contacts.c.id != matter.case.contact_id)
    if matter.writer_id is not None:
        wanted = and_(wanted, contacts.c.id != matter.writer_id)
    return and_(wanted, not_asked(matter))


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
