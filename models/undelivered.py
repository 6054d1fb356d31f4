"""Letters that could not be delivered, and sending one again by a person's hand (NT-4).

Only here does a state go back, and only from a failure: what was delivered is never sent again.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import Session

from models import permissions
from models.calendar import now
from models.database import changed, table_of
from models.delivery import DeliveryAttempt, DeliveryState, deliveries
from models.errors import NotAllowed, NotFound
from models.event import TELLS
from models.permissions import Action, Thing
from models.permissions_of_cases import reached
from models.submission import submissions
from models.subscription import SubscriptionState, subscriptions
from models.suppression import Why, in_force, suppressions
from models.token import Token
from models.viewer import Viewer

PAGE = 50
MOST_AT_ONCE = 1_000
"""Letters that one press sends again; the next press takes the next."""

AGAIN = "again"
"""The outcome of the row among the tries that says: from here on it is tried anew."""

_tries = table_of(DeliveryAttempt)
_tokens = table_of(Token)
# Written out, because SQLite uses a partial index only for the very condition it was made with.
_DEAD = deliveries.c.state.in_(
    [literal_column("'permanent_failure'"), literal_column("'technical_failure'")]
)


def _held() -> Any:
    """Whether its address is left alone, for such a letter (see notifications/staleness.py): what
    was asked for goes; a complaint holds back only what is about something she followed.
    """
    return and_(
        suppressions.c.contact_id == deliveries.c.contact_id,
        in_force(),
        deliveries.c.event_id.is_not(None),
        or_(suppressions.c.why != Why.COMPLAINED, deliveries.c.subscription_id.is_not(None)),
    )


def _why_not() -> Any:
    """Why it would not go now: a code, or '' when it may."""
    return case(
        (suppressions.c.contact_id.is_not(None), suppressions.c.why),
        (
            and_(
                deliveries.c.subscription_id.is_not(None),
                subscriptions.c.state != SubscriptionState.ACTIVE,
            ),
            "unsubscribed",
        ),
        (
            and_(
                deliveries.c.event_id.is_(None),
                deliveries.c.message_key.startswith("token:"),
                or_(
                    # A rule took its button away (models.retention).
                    _tokens.c.id.is_(None),
                    _tokens.c.used_at.is_not(None),
                    _tokens.c.expires_at <= now(),
                ),
            ),
            "too_late",
        ),
        else_="",
    )


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(deliveries)
        .outerjoin(suppressions, _held())
        .outerjoin(subscriptions, subscriptions.c.id == deliveries.c.subscription_id)
        .outerjoin(_tokens, _tokens.c.id == deliveries.c.token_id)
        .where(_DEAD)
    )


def hers(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """The condition, over delivery, for the letters that the viewer may see: of cases whose sender
    she may reach; and of no case, for whoever does so for all units.
    """
    about = deliveries.c.submission_id
    allowed = reached(session, viewer, Action.LETTERS)
    case = select(submissions.c.id).where(submissions.c.id == about, allowed).correlate(deliveries)
    if permissions.may(viewer, Action.LETTERS, Thing()):
        return or_(about.is_(None), case.exists())
    return case.exists()


def page(
    session: Session, seen: ColumnElement[bool], *, after: int | None = None, code: str = ""
) -> list[Row[Any]]:
    """The newest first: one more than `PAGE`, so that the caller sees whether there are others.
    `seen` is the condition that `hers` makes.

    `why_not` is '' or why it may not go again: what holds the address, unsubscribed, too_late.
    """
    wanted = _joined(
        deliveries.c.id,
        deliveries.c.channel,
        deliveries.c.address,
        deliveries.c.kind,
        deliveries.c.code,
        deliveries.c.state,
        deliveries.c.attempts,
        deliveries.c.created_at,
        submissions.c.reference,
        _why_not().label("why_not"),
    ).outerjoin(submissions, submissions.c.id == deliveries.c.submission_id)
    wanted = wanted.where(seen)
    if after is not None:
        wanted = wanted.where(deliveries.c.id < after)
    if code:
        wanted = wanted.where(deliveries.c.code == code)
    return list(session.execute(wanted.order_by(deliveries.c.id.desc()).limit(PAGE + 1)))


def codes(
    session: Session, seen: ColumnElement[bool], *, most: int = 10_000
) -> list[tuple[str, int]]:
    """Why letters failed, and how many of the latest `most` for each reason, most first."""
    latest = (
        select(deliveries.c.code)
        .where(_DEAD, seen)
        .order_by(deliveries.c.id.desc())
        .limit(most)
        .subquery()
    )
    rows = session.execute(
        select(latest.c.code, func.count())
        .group_by(latest.c.code)
        .order_by(func.count().desc(), latest.c.code)
        .limit(PAGE)
    )
    return [(row[0], row[1]) for row in rows]


def send_again(session: Session, seen: ColumnElement[bool], delivery_id: int) -> None:
    """Try one of them anew. What was tried before stays on record.

    Raises NotFound for what is no failed letter, NotAllowed when it may not go: the code says why.
    """
    row = session.execute(
        _joined(deliveries.c.id, _why_not().label("why_not")).where(
            deliveries.c.id == delivery_id, seen
        )
    ).first()
    if row is None:
        raise NotFound
    if row.why_not:
        raise NotAllowed(str(row.why_not))
    if not _requeue(session, [delivery_id]):
        raise NotFound


def send_all_again(session: Session, seen: ColumnElement[bool], code: str) -> int:
    """Try every letter anew that failed for this reason and may go; how many those are, at most
    `MOST_AT_ONCE`. What may not go stays where it is.
    """
    wanted = _joined(deliveries.c.id).where(deliveries.c.code == code, _why_not() == "", seen)
    found = session.scalars(wanted.order_by(deliveries.c.id).limit(MOST_AT_ONCE)).all()
    return _requeue(session, list(found)) if found else 0


def _requeue(session: Session, ids: list[int]) -> int:
    at = now()
    session.info[TELLS] = True
    again = changed(
        session,
        update(deliveries)
        .where(deliveries.c.id.in_(ids), _DEAD)
        .values(
            state=DeliveryState.QUEUED,
            code="",
            sent_at=None,
            not_before=at,
            lease_owner=None,
            lease_until=None,
        ),
    )
    session.execute(
        insert(_tries),
        [{"delivery_id": one, "at": at, "outcome": AGAIN, "code": "", "took": None} for one in ids],
    )
    return again
