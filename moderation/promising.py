"""The promise of review: where a text stands in the queue, and by when somebody reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models import review_wait
from models.calendar import Moment, now
from models.profile import Site
from models.review import IS_OPEN, reviewables
from moderation import order

MOST = 100
"""Places that are counted; further back it is said that there are more before it."""

_r = reviewables.c
_ITEMS = select(_r.id, _r.submission_id, _r.comment_id, _r.due_at, _r.missed_at).where(IS_OPEN)
_OF_CASES = _ITEMS.where(_r.submission_id.in_(bindparam("some", expanding=True)))
_OF_COMMENTS = _ITEMS.where(_r.comment_id.in_(bindparam("some", expanding=True)))


@dataclass(frozen=True)
class Place:
    """Where one text stands: `number` is None behind the first MOST. `missed` says that the time in
    `due_at` has passed. `expected` is when we count on reading it, where that is later than
    promised and can be told.
    """

    number: int | None
    due_at: Moment
    missed: bool
    expected: Moment | None


def cases(session: Session, site: Site, ids: Iterable[int]) -> dict[int, Place]:
    """The places of cases that wait to be read, by id; of the others nothing is said. The same
    bounded number of questions for one and for a list.
    """
    rows = session.execute(_OF_CASES, {"some": list(ids)}).all()
    return _places(session, site, {row.submission_id: row for row in rows})


def comments(session: Session, site: Site, ids: Iterable[int]) -> dict[int, Place]:
    """The same for comments."""
    rows = session.execute(_OF_COMMENTS, {"some": list(ids)}).all()
    return _places(session, site, {row.comment_id: row for row in rows})


def _places(session: Session, site: Site, found: dict[int, Row[Any]]) -> dict[int, Place]:
    if not found:
        return {}
    first = order.in_order(session, select(_r.id), limit=MOST)
    numbers = {row.id: number for number, row in enumerate(first, start=1)}
    likely = expected(session, site)
    at = now()
    return {
        one: Place(
            number=numbers.get(row.id),
            due_at=row.due_at,
            missed=row.missed_at is not None or row.due_at < at,
            expected=likely if likely is not None and likely > row.due_at else None,
        )
        for one, row in found.items()
    }


def expected(session: Session, site: Site) -> Moment | None:
    """When a text that comes in now will be read, where that takes longer than promised (MQ-19);
    None while we keep up, and where nobody can say.
    """
    counted = review_wait.last(session)
    if counted is None or not counted.behind or counted.expected is None:
        return None
    return site.opening.add_minutes(now(), counted.expected)
