"""How much waits for a moderator: by heap and time, and by what a list can be kept to."""

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session

from models.calendar import Moment
from models.comment import comments
from models.database import table_of
from models.permissions import Action
from models.permissions_of_cases import reached
from models.report import Report
from models.review import IS_OPEN, reviewables
from models.submission import submissions
from models.viewer import Viewer
from moderation import views
from moderation.order import Heap, in_heap

MANY = 30
"""Reasons, units and subjects that are offered each."""

_reports = table_of(Report)
_r = reviewables.c
_s = submissions.c


class Counts(NamedTuple):
    """How much waits in all and in each heap; of all, how much was reported, is late, has used
    three quarters of its time, is hers, and is nobody's.
    """

    waiting: int
    urgent: int
    read: int
    fine: int
    reported: int
    overdue: int
    near: int
    mine: int
    unclaimed: int


class Ways(NamedTuple):
    """What a list can be kept to: pairs of a reason, a unit's or a subject's id and how many open
    items it has, the most first.
    """

    reasons: list[tuple[str, int]]
    units: list[tuple[int, int]]
    subjects: list[tuple[int, int]]


def _of(session: Session, viewer: Viewer, wanted: Any) -> Select[Any]:
    found: Select[Any] = (
        wanted.select_from(reviewables)
        .outerjoin(comments, comments.c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, comments.c.submission_id))
        .where(IS_OPEN, reached(session, viewer, Action.JUDGE))
    )
    return found


def counts(session: Session, viewer: Viewer) -> Counts:
    """How much waits for the viewer, in one query over the open items."""

    def how_many(condition: Any) -> Any:
        return func.count().filter(condition)

    wanted = select(
        func.count(),
        *(how_many(in_heap(heap)) for heap in Heap),
        how_many(_r.reports > 0),
        how_many(views.is_overdue()),
        how_many(views.is_near()),
        how_many(views.is_mine(viewer.person_id)),
        how_many(views.is_unclaimed()),
    )
    return Counts(*session.execute(_of(session, viewer, wanted)).one())


class News(NamedTuple):
    """What came since a moment, and how much of what waits is due before another."""

    came: int
    due: int


def news(session: Session, viewer: Viewer, *, since: Moment, before: Moment) -> News:
    """One query over the open items."""
    came, due = func.count().filter(_r.created_at >= since), func.count().filter(_r.due_at < before)
    wanted = select(came, due)
    return News(*session.execute(_of(session, viewer, wanted)).one())


def ways(session: Session, viewer: Viewer) -> Ways:
    """What there is to keep a list to, in two queries over the open items."""
    many = func.count().label("many")
    wanted = select(_s.unit_id, _s.category_id, many).group_by(_s.unit_id, _s.category_id)
    units: dict[int, int] = {}
    subjects: dict[int, int] = {}
    for row in session.execute(_of(session, viewer, wanted)):
        units[row.unit_id] = units.get(row.unit_id, 0) + row.many
        if row.category_id is not None:
            subjects[row.category_id] = subjects.get(row.category_id, 0) + row.many
    reported = func.count(_r.id.distinct()).label("many")
    asked = select(_reports.c.reason, reported).group_by(_reports.c.reason)
    told = _of(session, viewer, asked).join(
        _reports, and_(_reports.c.reviewable_id == _r.id, _r.reports > 0)
    )
    reasons = {row.reason: row.many for row in session.execute(told)}
    return Ways(_most(reasons), _most(units), _most(subjects))


def _most(found: dict[Any, int]) -> list[tuple[Any, int]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MANY]
