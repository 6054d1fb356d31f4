"""The words of a case as they were written, personal numbers and all: for those who need them to
handle or to judge it, and each look is written down (spec L16).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from models.comment import comments
from models.database import table_of
from models.errors import NotFound
from models.history import texts_named
from models.permissions import Action
from models.permissions_of_cases import may
from models.reading import readings
from models.states import Kind
from models.submission import Submission, submissions
from models.text import Text, original_of
from models.viewer import Viewer

SHOWN = 50
"""Texts with numbers of one case that are shown: the newest."""

_texts = table_of(Text)
_s, _c, _r = submissions.c, comments.c, readings.c


class Numbered(NamedTuple):
    """One text as it was written. `comment` is the number of the comment it is, or None; `stands`
    whether it is the text of the case, or of the comment, as it is now.
    """

    title: str
    source: str
    comment: int | None
    stands: bool


def find(session: Session, reference: str, viewer: Viewer) -> Submission:
    """The case, for whoever works on it or judges its texts. Raises NotFound for everybody else,
    and for a draft of a dialogue, in which nobody has written anything to judge.
    """
    found: Submission | None = session.scalars(
        select(Submission).where(_s.reference == reference)
    ).first()
    if found is None or (found.kind is Kind.DIALOGUE and not found.is_public):
        raise NotFound(reference)
    if not any(may(session, viewer, action, found) for action in (Action.WORK, Action.JUDGE)):
        raise NotFound(reference)
    return found


def of_case(session: Session, case: Submission) -> Sequence[Numbered]:
    """Every text of a case that holds a personal number, the newest first.

    Drafts and what colleagues remarked on them are their own business.
    """
    drafts = session.execute(
        select(_r.text_id, _r.question_id, _r.remark_id).where(_r.submission_id == case.id)
    )
    of_comments: dict[int, tuple[int, bool]] = {}
    for row in session.execute(
        select(_c.number, _c.text_id, _c.original_id).where(_c.submission_id == case.id)
    ):
        of_comments[row.text_id] = (row.number, True)
        if row.original_id is not None:
            of_comments[row.original_id] = (row.number, False)
    ids: set[int | None] = {case.text_id, case.original_id, case.pending_text_id}
    ids |= texts_named(session, case.stream) | of_comments.keys()
    ids -= {one for row in drafts for one in row}
    rows = session.execute(
        select(_texts)
        .where(_texts.c.id.in_(ids - {None}), _texts.c.unmasked_source.is_not(None))
        .order_by(_texts.c.id.desc())
        .limit(SHOWN)
    )
    found = []
    for row in rows:
        number, stands = of_comments.get(row.id, (None, row.id == case.text_id))
        found.append(Numbered(*original_of(row), number, stands))
    return found
