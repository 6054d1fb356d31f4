"""Letters about a verdict wait until its moderator can no longer take it back (spec MQ-9).

Whatever was taken back is told to nobody, and neither is that it was: nobody has heard of it.
"""

from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.before_verdict import before_verdicts
from models.calendar import Moment, now
from models.event import EventKind
from models.verdict import undo_lasts, verdicts

_OF_VERDICTS = frozenset(
    {
        EventKind.PUBLISHED,
        EventKind.REDACTED,
        EventKind.RETURNED,
        EventKind.REFUSED,
        EventKind.HIDDEN,
        EventKind.UNPUBLISHED,
        EventKind.EDITED,
        EventKind.COMMENT_PUBLISHED,
        EventKind.COMMENT_HIDDEN,
    }
)
_VERDICT = (
    select(verdicts.c.at, verdicts.c.by_id, before_verdicts.c.undone_at)
    .outerjoin(before_verdicts, before_verdicts.c.verdict_id == verdicts.c.id)
    .where(verdicts.c.event_id == bindparam("event_id"))
)


class Held(NamedTuple):
    """`undone`: it is told to nobody. `until`: it may not go before; None when it may."""

    undone: bool = False
    until: Moment | None = None


def held(session: Session, row: Row[Any]) -> Held:
    """Of the event of a delivery. A rule's verdict cannot be taken back and waits for nothing."""
    if row.event_kind not in _OF_VERDICTS:
        return Held()
    found = session.execute(_VERDICT, {"event_id": row.event_id}).first()
    if found is None or found.by_id is None:
        return Held()
    until = found.at + undo_lasts()
    return Held(found.undone_at is not None, until if until > now() else None)
