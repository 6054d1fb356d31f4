"""Showing and not showing: the publication axis of submissions and comments.

moderation/verdicts is the only door to these verbs for a judged text; the author withdraws by
herself. Handling never waits for any of it.
"""

from sqlmodel import Session

from models import merging, review, text
from models.actor import Actor
from models.calendar import DAY, now
from models.comment import Comment
from models.desk import entry
from models.errors import NotAllowed
from models.event import EventKind, record
from models.profile import Proposals
from models.search import index
from models.states import PUBLIC, TRANSITIONS, Kind, Outcome, Publication, Status
from models.submission import Submission
from models.units.moving import bring_home

EVENTS = {
    Publication.PUBLISHED: EventKind.PUBLISHED,
    Publication.REDACTED: EventKind.REDACTED,
    Publication.RETURNED: EventKind.RETURNED,
    Publication.REFUSED: EventKind.REFUSED,
    Publication.HIDDEN: EventKind.HIDDEN,
    Publication.UNPUBLISHED: EventKind.UNPUBLISHED,
    Publication.WITHDRAWN: EventKind.WITHDRAWN,
}

_ENDS = frozenset({Publication.WITHDRAWN, Publication.UNPUBLISHED, Publication.REFUSED})
"""Where nothing stands that a waiting change could replace."""

Facts = dict[str, str | int]


def show(
    session: Session,
    submission: Submission,
    to: Publication,
    *,
    by: Actor,
    rules: Proposals,
    reason: str | None = None,
    redacted: str | None = None,
    redacted_title: str | None = None,
    more: Facts | None = None,
) -> int:
    """Move a submission along the publication axis and return the event's id.

    A proposal begins to collect support when it is first published, and is closed as not published
    when it is refused. `redacted` is the text with the hidden detail, for REDACTED: the original
    stays, and comes back with PUBLISHED. `more` joins the facts of the event. Raises NotAllowed for
    a step the table does not have.
    """
    if to in PUBLIC and submission.protected:
        # Nobody shows what comes from somebody whose identity is protected (spec L17).
        raise NotAllowed("protected")
    facts: Facts = {**submission.show_as(to), **(more or {})}
    if reason is not None:
        facts["reason"] = reason
    if redacted is not None and redacted_title is None:
        redacted_title = session.get_one(text.Text, submission.text_id).title
    facts |= _reword(session, submission, to, redacted, redacted_title or "")
    if to in PUBLIC and submission.published_at is None:
        submission.published_at = now()
    if to in _ENDS:
        submission.pending_text_id = None
    if to is Publication.WITHDRAWN:
        facts |= _ended(submission)
    elif submission.kind is Kind.PROPOSAL:
        facts |= proposal_step(session, submission, to, rules)
    session.add(submission)
    session.flush()
    index.keep(session, submission.id or 0)
    entry.keep(session, submission.id or 0)
    merging.touch_duplicates(session, submission.id or 0)
    return record(session, submission.stream, EVENTS[to], by=by, facts=facts)


def _reword(
    session: Session,
    thing: Submission | Comment,
    to: Publication,
    redacted: str | None,
    title: str = "",
) -> Facts:
    """Masked words take the place of the author's; hers come back when nothing is hidden."""
    if redacted is not None:
        thing.original_id = thing.original_id or thing.text_id
        thing.text_id = text.write(session, title=title, source=redacted).id
    elif to is Publication.PUBLISHED and thing.original_id is not None:
        thing.text_id, thing.original_id = thing.original_id, None
    else:
        return {}
    return {"text": thing.text_id, "digest": text.digest_of(session, thing.text_id)}


def _ended(submission: Submission) -> Facts:
    if Status.CLOSED not in TRANSITIONS[submission.kind][submission.status]:
        return {}
    submission.outcome = Outcome.WITHDRAWN
    return {**submission.move_to(Status.CLOSED), "outcome": Outcome.WITHDRAWN.value}


def proposal_step(
    session: Session, submission: Submission, to: Publication, rules: Proposals
) -> Facts:
    """What showing or refusing means for a proposal that has not yet gone anywhere; its facts."""
    wrongly_closed = (
        submission.status is Status.CLOSED and submission.outcome is Outcome.NOT_PUBLISHED
    )
    if to in PUBLIC and (wrongly_closed or submission.status is Status.RECEIVED):
        submission.outcome = None
        bring_home(session, submission)
        if rules.threshold <= 0:
            # A closed one is received anew; from there an official refers it.
            return {**submission.move_to(Status.RECEIVED if wrongly_closed else Status.REFERRED)}
        submission.threshold = rules.threshold
        submission.keep_open = rules.keep_open
        submission.voting_until = now() + rules.days * DAY
        return {**submission.move_to(Status.VOTING)}
    if to is Publication.REFUSED and submission.status is Status.RECEIVED:
        submission.outcome = Outcome.NOT_PUBLISHED
        return {**submission.move_to(Status.CLOSED), "outcome": Outcome.NOT_PUBLISHED.value}
    return {}


def show_comment(
    session: Session,
    submission: Submission,
    comment: Comment,
    to: Publication,
    *,
    by: Actor,
    reason: str | None = None,
    redacted: str | None = None,
) -> int:
    """Move a comment along the publication axis; the event stands in its submission's stream.

    What was never shown is refused in silence: the event is public only if the comment is or was.
    """
    public = to in PUBLIC or comment.publication in PUBLIC
    facts: Facts = {**comment.show_as(to)}
    if reason is not None:
        facts["reason"] = reason
    _reword(session, comment, to, redacted)
    if to in PUBLIC:
        # A comment's first event is its publication: here its words enter the chain.
        facts |= {"text": comment.text_id, "digest": text.digest_of(session, comment.text_id)}
    session.add(comment)
    session.flush()
    kind = EventKind.COMMENT_PUBLISHED if to in PUBLIC else EventKind.COMMENT_HIDDEN
    return record(session, submission.stream, kind, by=by, facts=facts, public=public)


def withdraw(session: Session, submission: Submission, *, by: Actor, rules: Proposals) -> int:
    """The author takes it back. A public one leaves a tombstone; a waiting one just goes.

    The case ends with it where the table allows: a decision that was made stays made.
    """
    review.withdraw(session, submission_id=submission.id or 0)
    return show(session, submission, Publication.WITHDRAWN, by=by, rules=rules)
