"""A thread of comments as rows: one query for a page of it, however deep or long it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, exists, func, or_, select
from sqlmodel import Session

from models.comment import MAX_DEPTH, NUMBER_WIDTH, comments
from models.database import table_of
from models.states import PUBLIC, Publication
from models.text import Text

ONCE_PUBLIC = (Publication.HIDDEN, Publication.UNPUBLISHED, Publication.WITHDRAWN)
"""A comment that was shown leaves an empty place while something public hangs below it."""

_texts = table_of(Text)
_parents = comments.alias("parent")
_below = comments.alias("below")
_c = comments.c

_is_public = _c.publication.in_(PUBLIC)
_has_public_below = exists().where(
    _below.c.submission_id == _c.submission_id,
    _below.c.publication.in_(PUBLIC),
    _below.c.path > _c.path,
    # Everything that begins with this path: digits sort alike under every collation.
    _below.c.path < _c.path + "9" * (NUMBER_WIDTH * (MAX_DEPTH + 1)),
)
_parent_is_public = _parents.c.publication.in_(PUBLIC)

COLUMNS = (
    _c.number,
    _c.path,
    (func.length(_c.path) // NUMBER_WIDTH - 1).label("depth"),
    _c.official,
    _c.orphan,
    _c.organisation_id.is_not(None).label("organisation"),
    _c.publication,
    _c.created_at.label("at"),
    case((_is_public, _c.byline), else_="").label("byline"),
    case((_is_public, _texts.c.html), else_="").label("html"),
    _parents.c.number.label("parent"),
    case((_parent_is_public, _parents.c.byline), else_="").label("parent_byline"),
    _c.locked_at.is_not(None).label("locked"),
)
"""A comment as pages show it: without words and name where it is not public (see `worded`)."""
STANDS = or_(_is_public, and_(_c.publication.in_(ONCE_PUBLIC), _has_public_below))
"""That a comment is shown, or an empty place where it was."""


def worded(wanted: Select[Any]) -> Select[Any]:
    """With the words of a comment and of what it replies to, which COLUMNS asks for."""
    return wanted.join(_texts, _texts.c.id == _c.text_id).outerjoin(
        _parents, _parents.c.id == _c.parent_id
    )


_THREAD = (
    worded(select(*COLUMNS))
    .where(_c.submission_id == bindparam("case"), _c.path > bindparam("after"), STANDS)
    .order_by(_c.path)
    .limit(bindparam("most"))
)


def thread(
    session: Session, submission_id: int, *, limit: int, after: str | None = None
) -> Sequence[Row[Any]]:
    """Comments in the order of the thread, those after the path `after`, at most `limit`.

    What is not shown has neither words nor name; `parent` is the number of what is replied to.
    """
    return session.execute(
        _THREAD, {"case": submission_id, "after": after or "", "most": limit}
    ).all()
