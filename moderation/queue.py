"""What waits for judgement: the list in its order, and which item comes next."""

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.comment import comments
from models.database import table_of
from models.dialogue.kinds import Section
from models.errors import NotFound, Stale
from models.event import Event
from models.permissions import Action
from models.permissions_of_cases import reached
from models.person import Contact, Person
from models.review import reviewables
from models.submission import stream_of, submissions
from models.text import Text
from models.viewer import Viewer
from moderation import order, views
from moderation.claims import CLAIM_LASTS, claim
from moderation.items import Item, item
from moderation.order import Heap
from moderation.screening import screen
from moderation.views import EVERYTHING, Only

__all__ = ["Item", "Waiting", "check", "claim", "following", "item", "take_following", "waiting"]

EXCERPT = 200
"""Characters of a text that a list shows."""
RACES = 20
"""How often somebody else may be faster before nobody is given anything."""

_texts = table_of(Text)
_case_texts = _texts.alias("case_text")
_people = table_of(Person)
_contacts = table_of(Contact)
_events = table_of(Event)
_r = reviewables.c
_s = submissions.c
_c = comments.c


class Waiting(NamedTuple):
    """One row of the queue.

    `target` is submission or comment; `kind`, `reference` and `title` are the submission's,
    `section` and `number` are the comment's. `claimed_by` is the name of who reads it just now,
    else empty.
    `flags` says how many places screening found; `change` that a shown text waits to be replaced.
    """

    id: int
    target: str
    kind: str
    section: Section | None
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


def waiting(
    session: Session,
    viewer: Viewer,
    *,
    limit: int = 50,
    after: int | None = None,
    heap: Heap | None = None,
    only: Only = EVERYTHING,
) -> list[Waiting]:
    """Open items of the cases whose texts the viewer judges, in the order of moderation.order.

    `after` is the id of the last one seen, which may have been decided since. Raises NotFound for
    an unknown `after`.
    """
    wanted = _listed().where(_hers(session, viewer, only))
    rows = order.in_order(session, wanted, limit=limit, after=after, heap=heap)
    return [_waiting(row) for row in rows]


def following(
    session: Session,
    viewer: Viewer,
    *,
    after: int | None = None,
    heap: Heap | None = None,
    only: Only = EVERYTHING,
) -> int | None:
    """The item that the viewer may take up next, of what comes after one, else of all: nobody else
    reads it, and she did not write it. None when there is none.
    """
    free = or_(views.is_unclaimed(), _r.claimed_by == viewer.person_id)
    wanted = _cases(select(_r.id, _r.urgent, _r.score, _r.created_at)).where(
        free, not_(_own(viewer)), _hers(session, viewer, only)
    )
    for begin in dict.fromkeys((after, None)):
        found = order.in_order(session, wanted, limit=2, after=begin, heap=heap)
        for row in found:
            if row.id != after:
                return int(row.id)
    return None


def take_following(
    session: Session,
    viewer: Viewer,
    *,
    by: Actor,
    after: int | None = None,
    heap: Heap | None = None,
    only: Only = EVERYTHING,
) -> int | None:
    """The same, and it is hers from now on: of any number who go on at once each gets another."""
    for _ in range(RACES):
        found = following(session, viewer, after=after, heap=heap, only=only)
        if found is None:
            return None
        try:
            claim(session, found, by)
        except (Stale, NotFound):
            # Somebody was faster: what is free now is another.
            continue
        return found
    return None


def _hers(session: Session, viewer: Viewer, only: Only) -> ColumnElement[bool]:
    return and_(reached(session, viewer, Action.JUDGE), only.condition(viewer.person_id))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    """That she wrote it, or handles the case: nobody judges that (moderation.admission)."""
    written = case((_r.comment_id.is_(None), _s.contact_id), else_=_c.contact_id)
    by_contact = exists().where(
        _contacts.c.id == written, _contacts.c.person_id == viewer.person_id
    )
    by_hand = exists().where(
        _r.comment_id.is_(None),
        _events.c.stream == literal(stream_of("")) + _s.reference,
        _events.c.seq == 1,
        _events.c.actor_id == viewer.person_id,
    )
    return or_(by_contact, by_hand, _s.assignee_id.is_not_distinct_from(viewer.person_id))


def _cases(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
    )


def _listed() -> Select[Any]:
    wanted = select(
        _r.id,
        _s.kind,
        _s.reference,
        _c.section,
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
    return (
        _cases(wanted)
        .join(_texts, _texts.c.id == _r.text_id)
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
        section=row.section,
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
    wanted = _cases(select(_s.reference)).where(
        _r.id == item_id, reached(session, viewer, Action.JUDGE)
    )
    if session.execute(wanted).first() is None:
        raise NotFound(str(item_id))
