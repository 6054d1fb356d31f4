"""Two cases about the same thing become one: the duplicate is closed, its followers go along, and
whoever supports it is asked whether her support shall (models.moving_support).
"""

from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlmodel import Session

from models import consulting, event, keys, moving_support, subscription, text
from models.actor import Actor
from models.calendar import Moment, now
from models.database import table_of
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.merged import Merging
from models.person import Contact
from models.states import PUBLIC, Kind, Outcome, Publication, Status
from models.submission import Submission, stream_of, submissions, take
from models.subscription import Extent, SubscriptionState, Topic, subscriptions
from models.text import Text

_texts = table_of(Text)
_w = subscriptions.c
SHOWN = 50
"""Members of a family that a page names."""
_OWN = frozenset(
    {Publication.PRIVATE, Publication.UNCONFIRMED, Publication.QUEUED, Publication.RETURNED}
)
"""What is not public and still may go on: a text that was judged away may not."""


def merge(
    session: Session, submission: Submission, reference: str, *, by: Actor, reason: str = ""
) -> int:
    """Close a case as a duplicate of the one with this reference (ST-7); one event, `merged`.

    The target is public, or its author's own while neither is, and no duplicate itself: what was
    joined with the duplicate before now goes on in the target, so there are neither chains nor
    circles. Followers hear of it once, and of the target from now on. Raises Invalid for a target
    that cannot be, NotAllowed when the case cannot be closed from where it stands or `by` was only
    asked about it.
    """
    consulting.check(session, submission, by)
    target = find(session, submission, reference)
    merging = Merging(
        submission_id=submission.id or 0,
        into_id=target.id or 0,
        was=submission.status,
        nonce=keys.nonce(),
        at=now(),
    )
    facts: dict[str, str | int] = {
        **submission.move_to(Status.CLOSED),
        "outcome": Outcome.DUPLICATE.value,
    }
    if target.is_public:
        # The number of a case that nobody may see stands in no event that everyone may read.
        facts["into"] = target.reference
    if reason.strip():
        written = text.write(session, source=reason)
        facts |= {"text": written.id, "digest": written.digest}
    submission.outcome = Outcome.DUPLICATE
    submission.duplicate_of = target.id
    session.add(submission)
    session.add(merging)
    session.flush()
    _lead_on(session, submission.id or 0, target.id or 0)
    if target.is_public:
        _move_followers(session, merging)
        _author_follows(session, submission, target, merging.at)
        facts["asked"] = moving_support.ask(session, merging, submission, target)
        event.touch(session, target.stream)
    return record(session, submission.stream, EventKind.MERGED, by=by, facts=facts)


def find(session: Session, submission: Submission, reference: str) -> Submission:
    """The case that this one can be joined with, locked. Raises Invalid for one that it cannot."""
    try:
        target = take(session, reference.strip())
    except NotFound:
        raise Invalid("duplicate_of", "unknown") from None
    check(submission, target)
    return target


def check(submission: Any, target: Any) -> None:
    """Raises Invalid unless a case can be joined with another (any rows of them)."""
    if target.id == submission.id:
        raise Invalid("duplicate_of", "same")
    if target.kind is Kind.DIALOGUE:
        raise Invalid("duplicate_of", "unknown")
    own = (
        target.contact_id is not None
        and target.contact_id == submission.contact_id
        and target.publication in _OWN
        and submission.publication not in PUBLIC
    )
    if not (target.publication in PUBLIC or own):
        raise Invalid("duplicate_of", "unknown")
    if target.outcome is Outcome.DUPLICATE:
        raise Invalid("duplicate_of", "is_duplicate")


def _lead_on(session: Session, from_id: int, to_id: int) -> None:
    """What was joined with the duplicate leads straight to the target."""
    led = session.scalars(
        update(submissions)
        .where(submissions.c.duplicate_of == from_id)
        .values(duplicate_of=to_id)
        .returning(submissions.c.reference)
    ).all()
    for reference in sorted(led):
        event.touch(session, stream_of(reference))


def touch_duplicates(session: Session, target_id: int) -> None:
    """Pages of what was joined with this case name it: none may name it longer than it is shown."""
    wanted = select(submissions.c.reference).where(submissions.c.duplicate_of == target_id)
    for reference in sorted(session.scalars(wanted)):
        event.touch(session, stream_of(reference))


def _move_followers(session: Session, merging: Merging) -> None:
    """Whoever followed the duplicate follows the target, unless she once stopped following that.

    All of it has the moment of the merging, by which models.unmerging knows it again.
    """
    from_id, to_id, at = merging.submission_id, merging.into_id, merging.at
    theirs = subscriptions.alias("theirs")

    def follows(*states: SubscriptionState) -> Any:
        there = select(theirs.c.contact_id).where(theirs.c.submission_id == to_id)
        return there.where(theirs.c.state.in_(states)) if states else there

    here = (_w.submission_id == from_id, _w.state == SubscriptionState.ACTIVE)
    heard = select(theirs.c.contact_id).where(
        theirs.c.submission_id == from_id, theirs.c.state == SubscriptionState.ACTIVE
    )
    session.execute(
        update(subscriptions)
        .where(
            _w.submission_id == to_id,
            _w.state == SubscriptionState.ACTIVE,
            _w.contact_id.in_(heard),
        )
        .values(moved_from_id=from_id)
    )
    session.execute(
        update(subscriptions)
        .where(*here, _w.contact_id.in_(follows(SubscriptionState.ACTIVE)))
        .values(state=SubscriptionState.STOPPED, stopped_at=at)
    )
    session.execute(
        update(subscriptions)
        .where(*here, _w.contact_id.not_in(follows()))
        .values(submission_id=to_id, moved_from_id=from_id, since=at)
    )
    session.expire_all()


def _author_follows(
    session: Session, submission: Submission, target: Submission, at: Moment
) -> None:
    """Its author gets the target's news as well, at an address she has confirmed."""
    contact_id = submission.contact_id
    if contact_id is None or contact_id == target.contact_id or submission.confirmed_at is None:
        return
    if session.get_one(Contact, contact_id).confirmed_at is None:
        return
    known = select(_w.id).where(_w.contact_id == contact_id, _w.submission_id == target.id)
    if session.execute(known).first() is not None:
        return
    wish = subscription.ask(
        session,
        contact_id,
        Topic.SUBMISSION,
        submission_id=target.id,
        extent=Extent.ANSWERS,
        language=submission.language,
    )
    subscription.confirm(session, wish.id or 0).since = at


_JOINED = submissions.alias("joined")
_FAMILY = (
    select(_JOINED.c.id, _JOINED.c.reference, _texts.c.title)
    .join_from(_JOINED, _texts, _texts.c.id == _JOINED.c.text_id)
    .join(
        submissions,
        or_(
            _JOINED.c.duplicate_of == submissions.c.id,
            _JOINED.c.id == submissions.c.duplicate_of,
            _JOINED.c.duplicate_of == submissions.c.duplicate_of,
        ),
    )
    .where(submissions.c.reference == bindparam("case"), _JOINED.c.id != submissions.c.id)
    .order_by(_JOINED.c.id)
    .limit(SHOWN)
)


def family(session: Session, reference: str) -> list[Row[Any]]:
    """The cases joined with this one, the one it was joined with, and the others that were:
    id, reference and title, for staff.
    """
    return list(session.execute(_FAMILY, {"case": reference}))
