"""What waits for judgement: the list, its counts, who is reading what, and one item in full."""

from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, select, tuple_
from sqlmodel import Session

from models.calendar import Moment, end_of, now, today
from models.comment import comments
from models.database import table_of
from models.errors import NotFound
from models.permissions import Action
from models.permissions_of_cases import reached
from models.person import Person
from models.review import IS_OPEN, reviewables
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer
from moderation.claims import CLAIM_LASTS, claim
from moderation.items import Item, item
from moderation.screening import screen

__all__ = ["Counts", "Item", "Waiting", "check", "claim", "counts", "item", "waiting"]

EXCERPT = 200
"""Characters of a text that a list shows."""

_texts = table_of(Text)
_case_texts = _texts.alias("case_text")
_people = table_of(Person)
_r = reviewables.c
_s = submissions.c
_c = comments.c


class Waiting(NamedTuple):
    """One row of the queue.

    `target` is submission or comment; `kind`, `reference` and `title` are the submission's,
    `number` is the comment's. `claimed_by` is the name of who reads it just now, else empty.
    `flags` says how many places screening found; `change` that a shown text waits to be replaced.
    """

    id: int
    target: str
    kind: str
    reference: str
    number: int | None
    title: str
    excerpt: str
    waited_since: Moment
    due_at: Moment
    urgent: bool
    reports: int
    flags: int
    claimed_by: str
    claimed_by_id: int | None
    publication: str
    state: str
    change: bool


class Counts(NamedTuple):
    """How much waits in all; how much of it is urgent, reported, late, or due before tomorrow."""

    waiting: int
    urgent: int
    reported: int
    overdue: int
    due_today: int


def waiting(
    session: Session, viewer: Viewer, *, limit: int = 50, after: int | None = None
) -> list[Waiting]:
    """Open items of the cases whose texts the viewer judges: the urgent first, then the oldest.
    `after` is the id of the last one seen, which may have been decided since. Three queries at
    most. Raises NotFound for an unknown `after`.
    """
    seen = _place(session, after)
    hers = reached(session, viewer, Action.JUDGE)
    found: list[Waiting] = []
    for urgent in (True, False):
        if len(found) == limit or (urgent and seen is not None and not seen.urgent):
            continue
        wanted = _listed().where(IS_OPEN, _r.urgent == urgent, hers)
        if seen is not None and seen.urgent == urgent:
            wanted = wanted.where(tuple_(_r.created_at, _r.id) > (seen.created_at, seen.id))
        rows = session.execute(wanted.order_by(_r.created_at, _r.id).limit(limit - len(found)))
        found += [_waiting(row) for row in rows]
    return found


def _place(session: Session, after: int | None) -> Row[Any] | None:
    """Where in the order an item stands, or stood."""
    if after is None:
        return None
    row = session.execute(select(_r.urgent, _r.created_at, _r.id).where(_r.id == after)).first()
    if row is None:
        raise NotFound(str(after))
    return row


def _listed() -> Select[Any]:
    return (
        select(
            _r.id,
            _s.kind,
            _s.reference,
            _c.number,
            _case_texts.c.title,
            _texts.c.source,
            _r.created_at,
            _r.due_at,
            _r.urgent,
            _r.reports,
            _people.c.name.label("claimed_by"),
            _people.c.id.label("claimed_by_id"),
            func.coalesce(_c.publication, _s.publication).label("publication"),
            _r.state,
            (_r.text_id == _s.pending_text_id).label("change"),
        )
        .select_from(reviewables)
        .join(_texts, _texts.c.id == _r.text_id)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .join(_case_texts, _case_texts.c.id == _s.text_id)
        .outerjoin(
            _people,
            and_(_people.c.id == _r.claimed_by, _r.claimed_at > now() - CLAIM_LASTS),
        )
    )


def _waiting(row: Row[Any]) -> Waiting:
    is_comment = row.number is not None
    found = screen(row.source) if is_comment else screen(row.title) + screen(row.source)
    return Waiting(
        id=row.id,
        target="comment" if is_comment else "submission",
        kind=row.kind,
        reference=row.reference,
        number=row.number,
        title=row.title,
        excerpt=row.source[:EXCERPT],
        waited_since=row.created_at,
        due_at=row.due_at,
        urgent=row.urgent,
        reports=row.reports,
        flags=len(found),
        claimed_by=row.claimed_by or "",
        claimed_by_id=row.claimed_by_id,
        publication=row.publication,
        state=row.state,
        change=bool(row.change),
    )


def check(session: Session, viewer: Viewer, item_id: int) -> None:
    """Raises NotFound unless the viewer judges texts of the case that an item is about."""
    row = session.execute(
        select(_s.reference)
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(_r.id == item_id, reached(session, viewer, Action.JUDGE))
    ).first()
    if row is None:
        raise NotFound(str(item_id))


def counts(session: Session, viewer: Viewer) -> Counts:
    """How much waits for the viewer, in one query over the open items."""

    def how_many(condition: Any) -> Any:
        return func.count().filter(condition)

    at = now()
    row = session.execute(
        select(
            func.count(),
            how_many(_r.urgent),
            how_many(_r.reports > 0),
            how_many(_r.due_at < at),
            how_many(_r.due_at.between(at, end_of(today()))),
        )
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(IS_OPEN, reached(session, viewer, Action.JUDGE))
    ).one()
    return Counts(*row)
