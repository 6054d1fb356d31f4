"""The course of a case, as its page tells it: what happened, in whose words, and what goes on."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.database import table_of
from models.history import Happening, milestones
from models.states import PUBLIC
from models.submission import stream_of, submissions
from models.text import Text

_texts = table_of(Text)
_s = submissions.c

OUR_WORDS = frozenset({"closed", "merged", "handed_over", "delayed", "moved", "decision_corrected"})
"""Events with words of ours that everyone may read who may read the case."""
HER_WORDS = frozenset({"reopened"})
"""Events with words of the author's, for her and for us alone."""


def happenings(
    session: Session, reference: str, *, delay: int | None = None, hers: bool = False
) -> tuple[list[Happening], dict[int, Row[Any]]]:
    """The newest events, and the words given with them, by text id: rows of source and html.

    `delay` is the id of one more text; `hers` adds what only the author and staff may read.
    """
    events = milestones(session, stream_of(reference))
    worded = OUR_WORDS | HER_WORDS if hers else OUR_WORDS
    ids = {
        event.facts["text"] for event in events if event.kind in worded and "text" in event.facts
    }
    if delay is not None:
        ids.add(delay)
    if not ids:
        return events, {}
    rows = session.execute(
        select(_texts.c.id, _texts.c.source, _texts.c.html).where(_texts.c.id.in_(ids))
    )
    return events, {row.id: row for row in rows}


_GOES_ON = (
    select(_s.reference, _s.publication, _s.contact_id, _s.nonce, _texts.c.title)
    .join(_texts, _texts.c.id == _s.text_id)
    .where(_s.id == bindparam("case"))
)


def goes_on(session: Session, submission_id: int) -> Row[Any]:
    """The case that a duplicate was joined with; whether a reader may see it, `visible` says."""
    return session.execute(_GOES_ON, {"case": submission_id}).one()


_JOINED = submissions.alias("joined")


def leads_on(session: Session, ids: Collection[int]) -> dict[int, Row[Any]]:
    """Of those of these cases that were joined with another which everyone may read: reference and
    title of that one, by id.
    """
    if not ids:
        return {}
    rows = session.execute(
        select(_JOINED.c.id, _s.reference, _texts.c.title)
        .join_from(_JOINED, submissions, _s.id == _JOINED.c.duplicate_of)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_JOINED.c.id.in_(ids), _s.publication.in_(PUBLIC))
    )
    return {row.id: row for row in rows}
