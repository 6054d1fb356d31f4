"""The frequent questions as those see them who keep them: what to look over first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlmodel import Session

from models.calendar import today
from models.permissions import Action, Thing, may
from models.question import READ, questions_table
from models.viewer import Viewer

RETIRED = 50
"""The last ones that were retired."""

_q = questions_table.c
_COLUMNS = (
    _q.id,
    _q.slug,
    _q.question_sv,
    _q.question_en,
    _q.unit_id,
    _q.review_on,
    _q.published_at,
    _q.retired_at,
    _q.updated_at,
    _q.version,
)
_STANDING = select(*_COLUMNS).where(_q.retired_at.is_(None))
_IN_USE = _STANDING.where(_q.published_at.is_not(None)).order_by(_q.position, _q.id).limit(READ)
_DRAFTS = _STANDING.where(_q.published_at.is_(None)).order_by(_q.updated_at.desc()).limit(READ)
_GONE = (
    select(*_COLUMNS)
    .where(_q.retired_at.is_not(None))
    .order_by(_q.retired_at.desc(), _q.id.desc())
    .limit(RETIRED)
)


def in_use(session: Session) -> Sequence[Row[Any]]:
    """Those on the site, in the order in which they stand there."""
    return session.execute(_IN_USE).all()


def drafts(session: Session) -> Sequence[Row[Any]]:
    """Those that are being written, the last changed first."""
    return session.execute(_DRAFTS).all()


def retired(session: Session) -> Sequence[Row[Any]]:
    """Those that are shown no more, the last first."""
    return session.execute(_GONE).all()


def is_due(row: Any) -> bool:
    """Whether the day has come to look a question over."""
    shown = row.published_at is not None and row.retired_at is None
    return shown and row.review_on is not None and row.review_on <= today()


def count_due(session: Session, viewer: Viewer) -> int:
    """How many of those that are hers to keep wait to be looked over."""
    due = select(func.count()).where(
        _q.published_at.is_not(None), _q.retired_at.is_(None), _q.review_on <= today()
    )
    found: int = session.execute(due.where(_hers(viewer))).scalar_one()
    return found


def _hers(viewer: Viewer) -> ColumnElement[bool]:
    """Of her units; and those of no unit, for whoever may word what is for all."""
    if may(viewer, Action.TEMPLATES, Thing()):
        return true()
    units = {post.unit_id for post in viewer.posts if post.unit_id is not None}
    return _q.unit_id.in_(
        [unit for unit in units if may(viewer, Action.TEMPLATES, Thing(unit_id=unit))]
    )
