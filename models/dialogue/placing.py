"""Where a comment of a dialogue stands, and the whole thread that it belongs to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.comment import MAX_DEPTH, NUMBER_WIDTH, comments
from models.dialogue.talking import NO_REPLIES, ROW
from models.errors import NotFound
from models.states import PUBLIC
from models.thread import STANDS, worded

_c = comments.c
_BY_NUMBER = select(
    _c.id, _c.number, _c.path, _c.section, _c.phase_id, _c.publication, _c.parent_id
).where(_c.submission_id == bindparam("dialogue"), _c.number == bindparam("number"))
_BEFORE = (
    select(_c.path)
    .where(
        _c.submission_id == bindparam("dialogue"),
        _c.path >= bindparam("root"),
        _c.path < bindparam("path"),
        _c.publication.in_(PUBLIC),
    )
    .order_by(_c.path.desc())
)
_THREAD = (
    worded(select(*ROW, NO_REPLIES))
    .where(
        _c.submission_id == bindparam("dialogue"),
        _c.path >= bindparam("root"),
        _c.path < bindparam("end"),
        _c.path > bindparam("after"),
        STANDS,
    )
    .order_by(_c.path)
    .limit(bindparam("most"))
)


def placed(session: Session, dialogue_id: int, number: int) -> Row[Any]:
    """Where the comment with a number stands: id, path, section, phase_id, publication, parent_id.
    Raises NotFound.
    """
    row = session.execute(_BY_NUMBER, {"dialogue": dialogue_id, "number": number}).first()
    if row is None:
        raise NotFound(str(number))
    return row


def before(session: Session, dialogue_id: int, path: str, *, most: int) -> str:
    """The path after which a page of a thread has to begin to show the comment with this one; ""
    where it is among the first `most`.
    """
    asked = {"dialogue": dialogue_id, "root": path[:NUMBER_WIDTH], "path": path}
    earlier = session.scalars(_BEFORE.limit(most), asked).all()
    return str(earlier[0]) if len(earlier) == most else ""


def below(
    session: Session, dialogue_id: int, root: str, *, after: str = "", limit: int
) -> Sequence[Row[Any]]:
    """A comment by its path and everything below it, in the order of the thread, after a path."""
    asked = {
        "dialogue": dialogue_id,
        "root": root,
        "end": root + "9" * (NUMBER_WIDTH * (MAX_DEPTH + 1)),
        "after": after,
        "most": limit,
    }
    return session.execute(_THREAD, asked).all()
