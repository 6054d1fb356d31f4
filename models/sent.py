"""What was sent to one address of what it follows, for whoever holds its link."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlmodel import Session

from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryReason, deliveries
from models.following import describing
from models.states import PUBLIC
from models.submission import submissions
from models.subscription import subscriptions
from models.text import Text

SHOWN = 50

_carried = table_of(DeliveryEvent)
_reasons = table_of(DeliveryReason)
_texts = table_of(Text)
_d = deliveries.c


def to(session: Session, contact_id: int) -> list[Row[Any]]:
    """The last messages to an address of what it follows, newest first.

    `at` is when it went, or when it was written while it has not; `events` how many it tells of;
    `title` None for a case that is not public now.
    """
    events = (
        select(func.count()).where(_carried.c.delivery_id == _d.id, _carried.c.code == "")
    ).scalar_subquery()
    public = submissions.c.publication.in_(PUBLIC)
    return list(
        session.execute(
            select(
                _d.id,
                func.coalesce(_d.sent_at, _d.created_at).label("at"),
                _d.not_before,
                _d.kind,
                _d.state,
                _d.code,
                events.label("events"),
                submissions.c.reference,
                case((public, _texts.c.title)).label("title"),
            )
            .join_from(deliveries, submissions, submissions.c.id == _d.submission_id)
            .join(_texts, _texts.c.id == submissions.c.text_id)
            .where(_d.contact_id == contact_id, _d.subscription_id.is_not(None))
            .order_by(_d.id.desc())
            .limit(SHOWN)
        )
    )


def reasons(session: Session, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The wishes that each of these messages was sent for, standing or not, as they are told."""
    pairs = session.execute(
        select(_reasons.c.delivery_id, _reasons.c.subscription_id)
        .where(_reasons.c.delivery_id.in_(ids))
        .distinct()
        .order_by(_reasons.c.delivery_id, _reasons.c.subscription_id)
    ).all()
    wanted = {pair.subscription_id for pair in pairs}
    wishes = {
        row.id: row for row in session.execute(describing().where(subscriptions.c.id.in_(wanted)))
    }
    found: dict[int, list[Row[Any]]] = {}
    for pair in pairs:
        found.setdefault(pair.delivery_id, []).append(wishes[pair.subscription_id])
    return found
