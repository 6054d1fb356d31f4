"""The same words handed in again within days, by the same or by other addresses (spec MQ-17).

Prints are made by the clock, while nobody waits. What is found is told to the moderator beside the
text: many who send the same words may be a campaign, which is their right.
"""

from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlmodel import Session

from models import text_print
from models.calendar import Moment
from models.comment import comments
from models.database import transaction
from models.folding import fold
from models.permissions import Action
from models.permissions_of_cases import reached
from models.review import reviewables
from models.submission import submissions
from models.text_print import HASHES
from models.viewer import Viewer
from moderation.hits import said
from moderation.repeating import WORDS_IN_A_SHINGLE, shingle_hashes

FEWEST_WORDS = 2 * WORDS_IN_A_SHINGLE
"""Shorter texts are said by many who never heard of each other."""

_r, _s, _c = reviewables.c, submissions.c, comments.c


class Again(NamedTuple):
    """Another text with the same words: of the case `reference`, or its comment with that number.
    `same` is whether it came from the same address.
    """

    item_id: int
    reference: str
    number: int | None
    at: Moment
    same: bool


def each_minute() -> bool:
    """Make the prints that are missing, and forget the old ones; nobody is told of anything."""
    with transaction(write=False) as session:
        found = text_print.unprinted(session)
    prints = [(row.text_id, sketch(row.source), row.created_at) for row in found]
    if prints:
        with transaction() as session:
            text_print.forget(session)
            waiting = {row.text_id for row in text_print.unprinted(session)}
            for text_id, hashes, at in prints:
                if text_id in waiting:
                    text_print.keep(session, text_id, hashes, at)
    return False


def sketch(text: str) -> list[int]:
    """The smallest hashes of a text's shingles; none of a text that is too short."""
    words = said(fold(text)).words
    return sorted(set(shingle_hashes(words)))[:HASHES] if len(words) >= FEWEST_WORDS else []


def repeats(session: Session, item_id: int, viewer: Viewer) -> list[Again]:
    """Where the words of an item were handed in besides, as far as the viewer judges it."""
    mine = session.execute(
        select(_r.text_id, _contact())
        .outerjoin(comments, _c.id == _r.comment_id)
        .outerjoin(submissions, _s.id == _r.submission_id)
        .where(_r.id == item_id)
    ).one()
    others = text_print.same_words(session, mine.text_id)
    if not others:
        return []
    rows = session.execute(
        select(_r.id, _s.reference, _c.number, _r.created_at, _contact())
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(_r.text_id.in_(others), _r.id != item_id, reached(session, viewer, Action.JUDGE))
        .order_by(_r.id.desc())
        .limit(text_print.SHOWN)
    )
    return [
        Again(
            item_id=row.id,
            reference=row.reference,
            number=row.number,
            at=row.created_at,
            same=mine.contact_id is not None and row.contact_id == mine.contact_id,
        )
        for row in rows
    ]


def _contact() -> Any:
    of_comment = _r.comment_id.is_not(None)
    return case((of_comment, _c.contact_id), else_=_s.contact_id).label("contact_id")
