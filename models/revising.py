"""An author changes her text before it is shown: the only way from returned back to the queue."""

from sqlmodel import Session

from models import review, text
from models.actor import Actor
from models.errors import NotAllowed
from models.event import EventKind, record
from models.states import Publication
from models.submission import Submission

BEFORE_SHOWN = frozenset(
    {Publication.PRIVATE, Publication.UNCONFIRMED, Publication.QUEUED, Publication.RETURNED}
)


def revise(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    title: str,
    source: str,
    html: str | None = None,
) -> int:
    """Replace the text of a submission that was taken for a change, and return the event's id.

    What was returned waits for review again; whoever reads the former text just now decides nothing
    (T34). Raises NotAllowed for a text that has been shown or refused: it is answered as it stands.
    """
    if submission.publication not in BEFORE_SHOWN:
        raise NotAllowed("illegal_step", now=submission.publication, to=EventKind.EDITED)
    written = text.write(session, title=title, source=source, html=html)
    facts: dict[str, str | int] = {"text": written.id, "digest": written.digest}
    submission.text_id = written.id
    if submission.publication is Publication.RETURNED:
        facts |= submission.show_as(Publication.QUEUED)
    else:
        submission.version += 1
    session.add(submission)
    session.flush()
    if submission.publication is Publication.QUEUED:
        review.enqueue(session, submission_id=submission.id, text_id=written.id)
    return record(session, submission.stream, EventKind.EDITED, by=by, facts=facts, public=False)
