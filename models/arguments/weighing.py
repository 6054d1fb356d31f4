"""The strongest arguments below a case, by a rule that anybody can check.

An argument is a public comment of a resident that replies to no other. It is as strong as the
number of other people who have replied to it or below it, and who found it helpful; of two that are
as strong the older one comes first. Whether they agree with it or not makes no difference: what
many talk about, an answer should meet.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, distinct, func, insert, or_, select
from sqlmodel import Session

from models.arguments.row import answer_arguments
from models.comment import MAX_DEPTH, NUMBER_WIDTH, comments
from models.database import table_of
from models.states import PUBLIC
from models.text import Text

MOST = 8
"""So many stand beside an answer."""

_texts = table_of(Text)
_c, _m = comments.c, answer_arguments.c
_below = comments.alias("below")
_b = _below.c
_others = func.count(distinct(func.coalesce(_b.contact_id, -_b.id)))
_strength = (_others + _c.helpful).label("strength")
_STRONGEST = (
    select(_c.id, _strength)
    .outerjoin(
        _below,
        and_(
            _b.submission_id == _c.submission_id,
            _b.publication.in_(PUBLIC),
            _b.official.is_(False),
            _b.path > _c.path,
            # Everything that begins with this path (models.thread).
            _b.path < _c.path + "9" * (NUMBER_WIDTH * (MAX_DEPTH + 1)),
            or_(_c.contact_id.is_(None), _b.contact_id.is_(None), _b.contact_id != _c.contact_id),
        ),
    )
    .where(
        _c.submission_id == bindparam("case"),
        _c.publication.in_(PUBLIC),
        _c.official.is_(False),
        _c.parent_id.is_(None),
    )
    .group_by(_c.id, _c.number, _c.helpful)
    .order_by(_strength.desc(), _c.number)
    .limit(MOST)
    .subquery()
)
_SHOWN = (
    select(_c.id, _c.number, _c.byline, _texts.c.source.label("words"), _STRONGEST.c.strength)
    .join(_STRONGEST, _STRONGEST.c.id == _c.id)
    .join(_texts, _texts.c.id == _c.text_id)
    .order_by(_STRONGEST.c.strength.desc(), _c.number)
)
_MARKED = (
    select(_m.answer_id, _m.met, _c.number, _c.byline, _texts.c.source.label("words"))
    .join(comments, _c.id == _m.comment_id)
    .join(_texts, _texts.c.id == _c.text_id)
    .where(_m.submission_id == bindparam("case"), _c.publication.in_(PUBLIC))
    .order_by(_m.answer_id.desc(), _c.number)
)
_NOTE = insert(answer_arguments)


def strongest(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The arguments to weigh in an answer, the strongest first: id, number, byline, words and
    strength.
    """
    return session.execute(_SHOWN, {"case": submission_id}).all()


def mark(
    session: Session, submission_id: int, answer_id: int, numbers: Collection[int]
) -> dict[str, list[int]]:
    """Note which of the strongest arguments an answer meets, by the numbers of their comments.

    Returns the facts of the event: ids alone. Empty where nobody has argued.
    """
    found = strongest(session, submission_id)
    if not found:
        return {}
    session.execute(
        _NOTE,
        [
            {
                "answer_id": answer_id,
                "comment_id": one.id,
                "submission_id": submission_id,
                "met": one.number in numbers,
            }
            for one in found
        ],
    )
    return {
        "met": [one.id for one in found if one.number in numbers],
        "unmet": [one.id for one in found if one.number not in numbers],
    }


def marked(session: Session, submission_id: int) -> list[Row[Any]]:
    """The arguments that the newest answer to weigh any meets or does not: `met`, number, byline
    and words. What is hidden since is not among them.
    """
    rows = session.execute(_MARKED, {"case": submission_id}).all()
    return [row for row in rows if row.answer_id == rows[0].answer_id]
