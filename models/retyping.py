"""It is another kind of thing than its sender took it for: a fault and no complaint, say.

The number, the address, the history and the promise stay as they are; the work begins anew, for
whoever has that kind of case (decisions: until it is answered). A proposal is another thing
altogether, with supporters and a board: it is closed with an outcome of its own, and never made
from anything else without its sender.
"""

from typing import Any

from sqlmodel import Session

from models import consulting
from models.actor import Actor
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.states import HANDED_IN, Kind, Status, StatusType, type_of
from models.submission import Submission

CASES = tuple(kind for kind in HANDED_IN if kind is not Kind.PROPOSAL)


def kinds(case: Any) -> list[Kind]:
    """What a case (a row of it) may be instead; nothing once it is answered or over."""
    if case.kind not in CASES or case.answered_at is not None:
        return []
    if type_of(case.status) is StatusType.CLOSED:
        return []
    return [kind for kind in CASES if kind is not case.kind]


def retype(session: Session, submission: Submission, kind: Kind, *, by: Actor) -> int:
    """Make it a case of another kind, received anew, and return the event's id.

    Raises Invalid for a kind that it is already or cannot be, NotAllowed once it is answered or
    over, and for whoever was only asked about it.
    """
    consulting.check(session, submission, by)
    possible = kinds(submission)
    if not possible:
        raise NotAllowed("illegal_step", now=submission.status, to=Status.RECEIVED)
    if kind not in possible:
        raise Invalid("kind", "same" if kind is submission.kind else "unknown")
    facts: dict[str, str | int] = {
        "kind_before": submission.kind.value,
        "kind": kind.value,
        "from": submission.status.value,
        "to": Status.RECEIVED.value,
    }
    submission.kind, submission.status = kind, Status.RECEIVED
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.RETYPED, by=by, facts=facts)
