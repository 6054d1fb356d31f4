"""An author changes her text: at once before it is shown, after that only when it has been read.

What everyone reads stands until a moderator has let the change through (T34).
"""

from typing import Any

from sqlmodel import Session

from models import review, sanctions, text
from models.actor import Actor
from models.calendar import now
from models.desk import entry
from models.errors import NotAllowed
from models.event import EventKind, record
from models.search import index
from models.states import PUBLIC, Kind, Publication, Status
from models.submission import Submission

BEFORE_SHOWN = frozenset(
    {Publication.PRIVATE, Publication.UNCONFIRMED, Publication.QUEUED, Publication.RETURNED}
)
SUPPORT_BEGINS = frozenset({Status.RECEIVED, Status.VOTING})
"""Until it has its support a proposal may be changed; then the board treats what was supported."""

Facts = dict[str, str | int]


def can_change(case: Any) -> bool:
    """Whether the author of a case, a row or the object, may write it anew now.

    What is refused or hidden stands as it is: its author says so to us, and somebody looks again.
    """
    if case.publication in BEFORE_SHOWN:
        return True
    if case.publication not in PUBLIC:
        return False
    if case.kind == Kind.PROPOSAL:
        return case.status in SUPPORT_BEGINS
    return bool(case.status != Status.CLOSED)


def revise(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    title: str,
    source: str,
    html: str | None = None,
) -> int:
    """Write a submission that was taken for a change anew, and return the event's id.

    Before it is shown the new words take the place of the old ones, and what was returned waits for
    review again. After that they wait, in the place of an earlier change, and the old ones stand.
    Whoever reads the former text just now decides nothing (T34).

    Raises NotAllowed with `text_stands` for what is refused, hidden or over, and Paused for a
    writer who may show nothing for a time.
    """
    if not can_change(submission):
        raise NotAllowed("text_stands")
    if submission.publication is not Publication.PRIVATE:
        sanctions.check(session, by.person_id, submission.contact_id)
    written = text.write(session, title=title, source=source, html=html)
    facts: Facts = {"text": written.id, "digest": written.digest}
    if submission.publication in PUBLIC:
        facts = {"pending": written.id, "pending_digest": written.digest}
        submission.pending_text_id = written.id
        submission.version += 1
    elif submission.publication is Publication.RETURNED:
        submission.text_id = written.id
        facts |= submission.show_as(Publication.QUEUED)
    else:
        submission.text_id = written.id
        submission.version += 1
    session.add(submission)
    entry.keep(session, submission.id or 0)
    if submission.publication in PUBLIC or submission.publication is Publication.QUEUED:
        review.enqueue(session, submission_id=submission.id, text_id=written.id)
    return record(session, submission.stream, EventKind.EDITED, by=by, facts=facts, public=False)


def accept(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    redacted: tuple[str, str] | None = None,
) -> int:
    """The change that waits takes the place of the text; returns the id of the public event.

    `redacted` is its title and text with a detail hidden: the author's own words stay behind it.
    Raises NotAllowed when none waits.
    """
    before, after = submission.text_id, _pending(submission)
    submission.text_id, submission.original_id = after, None
    if redacted is not None:
        title, source = redacted
        submission.text_id = text.write(session, title=title, source=source).id
        submission.original_id = after
    submission.pending_text_id, submission.edited_at = None, now()
    facts: Facts = {
        "from_text": before,
        "from_digest": text.digest_of(session, before),
        "text": submission.text_id,
        "digest": text.digest_of(session, submission.text_id),
    }
    to = Publication.PUBLISHED if redacted is None else Publication.REDACTED
    if submission.publication is to:
        submission.version += 1
    else:
        facts |= submission.show_as(to)
    session.add(submission)
    session.flush()
    index.keep(session, submission.id or 0)
    entry.keep(session, submission.id or 0)
    return record(session, submission.stream, EventKind.EDITED, by=by, facts=facts)


def refuse(session: Session, submission: Submission, *, by: Actor, reason: str) -> int:
    """The change is not shown and the text stands; only the author is told, by the event returned.

    `reason` is a code of moderation.reasons. Raises NotAllowed when none waits.
    """
    facts: Facts = {"pending": _pending(submission), "reason": reason}
    submission.pending_text_id = None
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.REFUSED, by=by, facts=facts, public=False)


def _pending(submission: Submission) -> int:
    if submission.pending_text_id is None:
        raise NotAllowed("illegal_step", now=submission.publication, to=EventKind.EDITED)
    return submission.pending_text_id
