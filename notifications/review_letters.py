"""What a letter says to an author whose text is read later than promised, as it is written."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models import review_letter, review_wait
from models.calendar import now
from models.comment import comments
from models.dialogue.kinds import thing_of
from models.profile import site
from models.review import IS_OPEN, reviewables
from models.settings import settings
from models.states import PUBLIC, Publication
from models.submission import submissions
from notifications.contexts.common import Context

REVIEW_LATE = review_letter.KIND

_r = reviewables.c
_s = submissions.c
_c = comments.c


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when somebody has read the text, it waits no more, or the
    address is another's now.
    """
    item = session.execute(
        select(
            _r.due_at,
            _r.comment_id,
            _c.section,
            (_r.text_id == _s.pending_text_id).label("is_change"),
            _s.publication,
            _s.contact_id,
            _c.publication.label("comment_publication"),
            _c.contact_id.label("writer_id"),
        )
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(_r.id == review_letter.item_of(row.message_key), IS_OPEN)
    ).first()
    if item is None or not _waits(item, row.contact_id):
        return None
    counted = review_wait.last(session)
    expected = None
    if counted is not None and counted.expected is not None:
        expected = site(session).opening.add_minutes(now(), counted.expected)
    said: Context = {
        "thing": _thing(item),
        "missed": item.due_at < now(),
        "promised": item.due_at,
        "expected": expected if expected is not None and expected > item.due_at else None,
    }
    if item.comment_id is not None:
        said["goes_on"] = f"{settings().base_url}/me/comments"
    return said


def _thing(item: Row[Any]) -> str:
    if item.comment_id is not None:
        return thing_of(item.section)
    return "change" if item.is_change else "case"


def _waits(item: Row[Any], contact_id: int) -> bool:
    if item.comment_id is not None:
        waits = item.comment_publication == Publication.QUEUED and item.publication in PUBLIC
        return waits and item.writer_id == contact_id
    waits = item.publication == Publication.QUEUED or bool(item.is_change)
    return waits and item.contact_id == contact_id
