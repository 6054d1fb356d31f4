"""The letter itself: its scan is kept with the case that was made of it.

What stands in the case is what was read from the letter, and that is what colleagues search. The
picture has a signature, an address, a handwriting: it is for its sender and for whoever may know
who she is, and never shown to anybody else, whatever becomes of the words (attachment.scan).
"""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from models import registering
from models.actor import Actor, Source
from models.attachment import row as attachment
from models.attachment.row import attachments
from models.attachment.workshop import Stored
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.permissions import Action
from models.permissions_of_cases import find_for
from models.submission import Submission
from models.viewer import Viewer

ON_PAPER = frozenset({Source.LETTER, Source.VISIT})
"""How paper reaches us: by post, or over the counter."""

_HAS = select(attachments.c.id).where(attachments.c.submission_id == bindparam("case"))


def case_for(session: Session, reference: str, viewer: Viewer, *, by: Actor) -> Submission:
    """The case that a scan is for: one that this official took in today, or has to work on.

    Raises NotFound for any other, and for one that came in no paper.
    """
    try:
        found = registering.taken_in(session, reference, by=by)
    except NotFound:
        case_id = find_for(session, reference, viewer, Action.WORK).id
        found = session.get_one(Submission, case_id)
    if found.source not in ON_PAPER:
        raise NotFound(reference)
    return found


def is_missing(session: Session, case: Any) -> bool:
    """Whether a case (a row of it) came on paper, and nothing is kept of that yet."""
    if case.source not in ON_PAPER:
        return False
    return session.execute(_HAS, {"case": case.id}).first() is None


def keep(session: Session, submission: Submission, scan: Stored, *, by: Actor) -> int:
    """Keep the scan and return the event's id. Raises NotAllowed where there is one already."""
    if not is_missing(session, submission):
        raise NotAllowed("scan_there")
    facts = attachment.add(session, scan, alt="", submission_id=submission.id or 0)
    session.execute(
        update(attachments).where(attachments.c.id == facts["attachment"]).values(scan=True)
    )
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.NOTED, by=by, facts=facts, public=False)
