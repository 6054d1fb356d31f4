"""What a moderator does with a text's place instead of judging it: move, join, close the thread."""

from sqlmodel import Session

from models import handover, locking, merging
from models.actor import Actor
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.routing import routed
from moderation.subjects import held
from moderation.verdicts import JUDGES


def move(session: Session, item_id: int, *, by: Actor, subject: str, reason: str) -> None:
    """Put a case under another subject; where another unit has that, it is handed over, with the
    public reason. Raises Invalid for `subject` or `moved_why`, NotFound for whoever may not judge.
    """
    _check(by, item_id)
    _, found = held(session, item_id)
    case = found.submission
    category_id, unit_id = routed(session, subject, kind=case.kind, area_id=case.area_id)
    if found.comment is not None:
        raise NotFound(str(item_id))
    if category_id == case.category_id:
        raise Invalid("subject", "same")
    if unit_id != case.unit_id and not reason.strip():
        raise Invalid("moved_why", "missing")
    was, case.category_id = case.category_id, category_id
    if unit_id != case.unit_id:
        handover.hand_over(session, case, by=by, unit_id=unit_id, reason=reason)
        return
    case.version += 1
    session.add(case)
    session.flush()
    facts = {"from_category": was or 0, "category": category_id or 0}
    record(session, case.stream, EventKind.VERDICT_GIVEN, by=by, facts=facts, public=False)


def join(session: Session, item_id: int, *, by: Actor, reference: str) -> None:
    """Close the case as a duplicate of another. Raises Invalid for `duplicate_of`, NotAllowed where
    it cannot be closed, NotFound for a comment and for whoever may not judge.
    """
    _check(by, item_id)
    _, found = held(session, item_id)
    if found.comment is not None:
        raise NotFound(str(item_id))
    merging.merge(session, found.submission, reference, by=by)


def lock(session: Session, item_id: int, *, by: Actor, locked: bool) -> None:
    """Close the thread below the case or the comment, or open it again; pressed twice it is one."""
    _check(by, item_id)
    _, found = held(session, item_id)
    locking.lock(session, found.submission, found.comment, by=by, locked=locked)


def _check(by: Actor, item_id: int) -> None:
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
