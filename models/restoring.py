"""Putting back what stood before a verdict: words, place, status, times; support never left.

By its own moderator within two minutes it is as if the verdict had not been. By an appeal the text
is shown (again), and the time it was away is added to the time left for support.
"""

from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from models import merging, review, text
from models.actor import Actor
from models.attachment import mask
from models.before_verdict import (
    OF_ITEMS,
    BeforeVerdict,
    before_verdicts,
    is_undone,
    of_thing,
    went_away,
)
from models.calendar import now
from models.comment import Comment, comments
from models.database import lock_rows
from models.desk import entry
from models.errors import NotFound, Stale
from models.event import EventKind, record
from models.profile import Proposals
from models.publishing import proposal_step
from models.review import OPEN, Reviewable, ReviewState, reviewables, target
from models.search import index
from models.states import PUBLIC, Kind, Outcome, Publication, Status
from models.submission import Submission, submissions, take
from models.units.moving import bring_home
from models.verdict import Verdict, verdicts

Facts = dict[str, Any]
Thing = Submission | Comment


def put_back(
    session: Session,
    verdict: Verdict,
    *,
    by: Actor,
    kind: EventKind,
    facts: Facts | None = None,
    appealed: Proposals | None = None,
    hidden: tuple[str, str] | None = None,
) -> int:
    """Undo what a verdict did and return the id of the one event of the case's stream.

    Without `appealed` everything is as it was, the item of the queue too. With it, the town's rules
    for proposals, the reversal of an appeal: what was public comes back in its place with its
    votes and the days it lost; what never was is shown now. `hidden` is its title and text with a
    detail hidden, where an appeal was right in part. `facts` join those of the event.

    Raises Stale when the thing was changed since, by whomever; NotFound where nothing was kept.
    """
    before = session.get(BeforeVerdict, verdict.id)
    if before is None:
        raise NotFound(str(verdict.id))
    submission = _submission(session, before)
    thing = submission if before.comment_id is None else _comment(session, before.comment_id)
    item = session.scalars(
        lock_rows(select(Reviewable).where(reviewables.c.id == verdict.reviewable_id))
    ).one()
    _check_newest(session, verdict)
    if hidden is None:
        # Where an appeal was right in part, what is hidden of the picture stays hidden.
        mask.put_back(session, verdict.id or 0)
    if appealed is None:
        said = _as_it_was(session, thing, item, before)
    else:
        was = {name: getattr(thing, name) for name in of_thing(thing)}
        _show_again(session, thing, verdict, before, appealed)
        if hidden is not None:
            _hide(session, thing, *hidden)
        said = _facts(session, thing, was)
        _settle(session, verdict, by)
    thing.version += 1
    session.add(thing)
    _note(session, verdict, appealed)
    session.flush()
    changed = "text" in said or said.get("hid") != said.get("shown")
    public = changed and not (isinstance(thing, Comment) and _was_never_shown(said))
    if isinstance(thing, Submission):
        index.keep(session, submission.id or 0)
        entry.keep(session, submission.id or 0)
        merging.touch_duplicates(session, submission.id or 0)
    return record(
        session, submission.stream, kind, by=by, facts={**said, **(facts or {})}, public=public
    )


def _was_never_shown(said: Facts) -> bool:
    return {said["hid"], said["shown"]}.isdisjoint(PUBLIC)


def _submission(session: Session, before: BeforeVerdict) -> Submission:
    found = select(submissions.c.reference).where(submissions.c.id == before.submission_id)
    return take(session, session.execute(found).scalar_one())


def _comment(session: Session, comment_id: int) -> Comment:
    wanted = lock_rows(select(Comment).where(comments.c.id == comment_id))
    found: Comment = session.scalars(wanted).one()
    return found


def _check_newest(session: Session, verdict: Verdict) -> None:
    """Only the last verdict on a thing is put back: the others were overtaken by it."""
    newest = session.execute(
        select(verdicts.c.id)
        .where(
            verdicts.c.submission_id == verdict.submission_id,
            verdicts.c.comment_id.is_not_distinct_from(verdict.comment_id),
            ~is_undone(),
        )
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).scalar()
    if newest != verdict.id:
        raise Stale


def _as_it_was(session: Session, thing: Thing, item: Reviewable, before: BeforeVerdict) -> Facts:
    if (thing.version, item.version) != (before.version, before.item_version):
        raise Stale
    others = select(reviewables.c.id).where(
        target(item.submission_id, item.comment_id),
        reviewables.c.state.in_(OPEN),
        reviewables.c.id != item.id,
    )
    if session.execute(others).first() is not None:
        # It was reported meanwhile: that is looked at first.
        raise Stale
    was = {name: getattr(thing, name) for name in of_thing(thing)}
    for name in was:
        setattr(thing, name, getattr(before, name))
    for name in OF_ITEMS:
        setattr(item, name, getattr(before, f"item_{name}"))
    item.claimed_by = item.claimed_at = None
    item.version += 1
    session.add(item)
    facts = _facts(session, thing, was)
    if isinstance(thing, Submission) and thing.pending_text_id is not None:
        digest = text.digest_of(session, thing.pending_text_id)
        facts |= {"pending": thing.pending_text_id, "pending_digest": digest}
    return facts


def _show_again(
    session: Session,
    thing: Thing,
    verdict: Verdict,
    before: BeforeVerdict,
    rules: Proposals,
) -> None:
    if verdict.shown is None:
        # A change that was not let through: it takes the place of the text it was to replace.
        _let_through(thing, before)
        return
    if thing.publication is not verdict.shown:
        raise Stale
    for name in ("text_id", "original_id", "byline"):
        setattr(thing, name, getattr(before, name))
    thing.publication = before.publication
    if before.publication not in PUBLIC:
        of_case = isinstance(thing, Submission)
        covers = of_case and mask.holding(session, thing.id or 0) is not None
        hides = before.original_id is not None or covers
        thing.publication = Publication.REDACTED if hides else Publication.PUBLISHED
    if isinstance(thing, Submission):
        thing.place = before.place
        if thing.published_at is None:
            thing.published_at = now()
            if thing.kind is Kind.PROPOSAL:
                proposal_step(session, thing, thing.publication, rules)
        else:
            _in_its_place(session, thing, verdict)


def _hide(session: Session, thing: Thing, title: str, source: str) -> None:
    """The author's own words stay behind those with the detail hidden."""
    thing.original_id = thing.original_id or thing.text_id
    thing.text_id = text.write(session, title=title, source=source).id
    thing.publication = Publication.REDACTED


def _let_through(thing: Thing, before: BeforeVerdict) -> None:
    if isinstance(thing, Comment) or before.pending_text_id is None:
        raise Stale
    stands = thing.is_public and thing.text_id == before.text_id
    if not stands or thing.pending_text_id is not None:
        raise Stale
    thing.text_id, thing.original_id = before.pending_text_id, None
    thing.publication, thing.edited_at = Publication.PUBLISHED, now()


def _in_its_place(session: Session, submission: Submission, verdict: Verdict) -> None:
    """Back among those that collect support, for as long as it had left when it went away."""
    left_at = went_away(session, verdict)
    until = submission.voting_until
    if left_at is None or until is None or left_at >= until:
        return
    unsupported = submission.outcome in {Outcome.BELOW_THRESHOLD, Outcome.NOT_PUBLISHED}
    ended_meanwhile = submission.status is Status.CLOSED and (submission.done_at or 0) >= left_at
    if ended_meanwhile and unsupported:
        submission.outcome = None
        bring_home(session, submission)
        submission.move_to(Status.VOTING)
    if submission.status is Status.VOTING:
        submission.voting_until = until + now() - left_at


def _settle(session: Session, verdict: Verdict, by: Actor) -> None:
    """The item of the verdict, and any that waits, are decided: it stays shown."""
    wanted = (reviewables.c.id == verdict.reviewable_id) | (
        target(verdict.submission_id, verdict.comment_id) & reviewables.c.state.in_(OPEN)
    )
    for item in session.scalars(lock_rows(select(Reviewable).where(wanted))):
        review.settle(session, item, ReviewState.APPROVED, by_id=by.person_id or 0)


def _facts(session: Session, thing: Thing, was: Facts) -> Facts:
    """What became of what, as the fold of a history reads it."""
    facts: Facts = {"hid": was["publication"].value, "shown": thing.publication.value}
    if isinstance(thing, Comment):
        facts["comment"] = thing.id or 0
    elif thing.status is not was["status"]:
        facts |= {"from": was["status"].value, "to": thing.status.value}
        if thing.outcome is not None:
            facts["outcome"] = thing.outcome.value
    # A comment's first event is its publication: then its words enter the chain.
    enters = isinstance(thing, Comment) and thing.publication in PUBLIC
    if thing.text_id != was["text_id"] or enters:
        facts |= {"text": thing.text_id, "digest": text.digest_of(session, thing.text_id)}
    return facts


def _note(session: Session, verdict: Verdict, appealed: Proposals | None) -> None:
    told = "undone_at" if appealed is None else "reversed_at"
    session.execute(
        update(before_verdicts)
        .where(before_verdicts.c.verdict_id == verdict.id)
        .values({told: now()})
    )
