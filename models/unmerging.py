"""Two cases that were joined are parted again: status, followers and support go back where this
merging took them from, and nothing else moves.
"""

from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlmodel import Session

from models import consulting, event, particulars, support_letters, tally, text
from models.actor import Actor
from models.calendar import Moment, now
from models.database import lock_rows
from models.errors import NotAllowed
from models.event import EventKind, record
from models.invalidated import removals
from models.merged import UNDONE_WITHIN, Merging, Moving, mergings, questions
from models.states import Kind, Outcome, Status
from models.submission import Submission, stream_of, submissions, take
from models.subscription import SubscriptionState, subscriptions
from models.units.moving import bring_home
from models.vote import VoteState, votes

_q, _m, _s, _v, _w = questions.c, mergings.c, submissions.c, votes.c, subscriptions.c
_STANDING = select(Merging).where(_m.submission_id == bindparam("case"), _m.undone_at.is_(None))


def standing(session: Session, submission_id: int) -> Merging | None:
    """How a duplicate was joined; None for what is none, or was joined before this was kept."""
    found: Merging | None = session.scalars(_STANDING, {"case": submission_id}).first()
    return found


def check(session: Session, submission: Any) -> Merging:
    """The merging that can be undone now.

    Raises NotAllowed when there is none, when it is too long ago, and when the case that goes on
    has itself been joined with another since: that comes first.
    """
    merging = standing(session, submission.id)
    if submission.outcome is not Outcome.DUPLICATE or merging is None:
        raise NotAllowed("not_joined")
    if merging.at + UNDONE_WITHIN < now():
        raise NotAllowed("joined_too_long_ago")
    if session.get_one(Submission, merging.into_id).outcome is Outcome.DUPLICATE:
        raise NotAllowed("joined_on")
    return merging


def unmerge(session: Session, submission: Submission, *, by: Actor, reason: str = "") -> int:
    """Part a duplicate from the case it was joined with; one event, `reopened`, told once.

    A proposal collects support again for as long as it could when it was joined. Support that its
    supporters moved goes back; what they did since with it there, they did with this one. Raises
    NotAllowed as `check`, and for one who was only asked about the case.
    """
    consulting.check(session, submission, by)
    merging = check(session, submission)
    target = take(session, session.get_one(Submission, merging.into_id).reference)
    session.scalars(lock_rows(select(Merging).where(_m.id == merging.id))).one()
    bring_home(session, submission)
    facts: dict[str, str | int] = {**submission.move_to(_back_to(submission, merging))}
    if target.is_public:
        facts["out_of"] = target.reference
    if reason.strip():
        written = text.write(session, source=reason)
        facts |= {"text": written.id, "digest": written.digest}
    if submission.status is Status.VOTING and submission.voting_until is not None:
        submission.voting_until += now() - merging.at
    submission.outcome = submission.duplicate_of = submission.put_off_to = None
    merging.undone_at = now()
    session.add_all((submission, merging))
    session.flush()
    particulars.forget_the_end(session, submission.id or 0)
    _lead_back(session, submission.id or 0)
    _followers_go_back(session, merging, submission.contact_id)
    _support_goes_back(session, merging)
    support_letters.parted(session, merging)
    made = record(session, submission.stream, EventKind.REOPENED, by=by, facts=facts)
    event.touch(session, target.stream)
    for reference in sorted((submission.reference, target.reference)):
        tally.recount(session, reference)
    return made


def _back_to(submission: Submission, merging: Merging) -> Status:
    """Where it stood, as far as the table of steps leads back there."""
    if submission.kind is not Kind.PROPOSAL:
        return Status.IN_PROGRESS
    return Status.VOTING if merging.was is Status.VOTING else Status.RECEIVED


def _lead_back(session: Session, case_id: int) -> None:
    """What had been joined with this case before leads to it again."""
    before = select(_m.submission_id).where(_m.into_id == case_id, _m.undone_at.is_(None))
    led = session.scalars(
        update(submissions)
        .where(_s.id.in_(before), _s.outcome == Outcome.DUPLICATE)
        .values(duplicate_of=case_id)
        .returning(_s.reference)
    ).all()
    for reference in sorted(led):
        event.touch(session, stream_of(reference))


def _followers_go_back(session: Session, merging: Merging, author_id: int | None) -> None:
    """Those who came along go back; those who followed both follow both; its author stops."""
    here, there = merging.submission_id, merging.into_id
    mine = subscriptions.alias("mine")
    follows_here = select(mine.c.contact_id).where(mine.c.submission_id == here)
    session.execute(
        update(subscriptions)
        .where(
            _w.submission_id == here,
            _w.state == SubscriptionState.STOPPED,
            _w.stopped_at == merging.at,
        )
        .values(state=SubscriptionState.ACTIVE, stopped_at=None)
    )
    came = (_w.submission_id == there, _w.moved_from_id == here)
    session.execute(
        update(subscriptions)
        .where(*came, _w.since == merging.at, _w.contact_id.not_in(follows_here))
        .values(submission_id=here, moved_from_id=None)
    )
    session.execute(update(subscriptions).where(*came).values(moved_from_id=None))
    if author_id is not None:
        session.execute(
            update(subscriptions)
            .where(
                _w.submission_id == there,
                _w.contact_id == author_id,
                _w.since == merging.at,
            )
            .values(state=SubscriptionState.STOPPED, stopped_at=now())
        )
    session.expire_all()


_NOW = votes.alias("now")


def _moved(session: Session, merging: Merging) -> list[Row[Any]]:
    """Every vote that this merging moved, with what it is there now."""
    wanted = (
        select(_q.vote_id, _q.had, _q.new_vote_id, _q.before, _NOW.c.state.label("now"))
        .join_from(questions, _NOW, _NOW.c.id == _q.new_vote_id, isouter=True)
        .where(_q.merging_id == merging.id, _q.answer == Moving.MOVED)
    )
    return list(session.execute(wanted))


_SET = (
    update(votes)
    .where(_v.id == bindparam("vote"))
    .values(state=bindparam("to"), changed_at=bindparam("at"), withdrawn_at=bindparam("back"))
)


def _support_goes_back(session: Session, merging: Merging) -> None:
    """The first vote becomes what the second is now, and the second what it was before. Where two
    people have taken the second away, they have taken away the first.
    """
    moved, at = _moved(session, merging), now()
    if not moved:
        return
    old = [_step(row.vote_id, row.now if row.new_vote_id else row.had, at) for row in moved]
    new = [
        _step(row.new_vote_id, row.before or VoteState.MOVED, at)
        for row in moved
        if row.new_vote_id
    ]
    session.connection().execute(_SET, old)
    if new:
        session.connection().execute(_SET, new)
        pairs = [{"new": row.new_vote_id, "old": row.vote_id} for row in moved if row.new_vote_id]
        session.connection().execute(
            update(removals)
            .where(removals.c.vote_id == bindparam("new"))
            .values(vote_id=bindparam("old")),
            pairs,
        )


def _step(vote_id: int, to: VoteState, at: Moment) -> dict[str, Any]:
    back = at if to is VoteState.WITHDRAWN else None
    return {"vote": vote_id, "to": to, "at": at, "back": back}
