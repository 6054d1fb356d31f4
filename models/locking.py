"""A thread that is closed: what was said stays, and nobody writes more below it."""

from sqlmodel import Session

from models.actor import Actor
from models.calendar import now
from models.comment import Comment
from models.event import EventKind, record
from models.submission import Submission


def lock(
    session: Session, submission: Submission, comment: Comment | None, *, by: Actor, locked: bool
) -> int | None:
    """Close the thread below a case, or below one of its comments, or open it again.

    Returns the event's id; None when it is so already.
    """
    thing = comment or submission
    if (thing.locked_at is not None) == locked:
        return None
    thing.locked_at = now() if locked else None
    session.add(thing)
    session.flush()
    facts: dict[str, str | int] = {"locked" if locked else "unlocked": 1}
    if comment is not None:
        facts["comment"] = comment.id or 0
    return record(
        session, submission.stream, EventKind.VERDICT_GIVEN, by=by, facts=facts, public=False
    )
