"""Taking false support away (spec MQ-20): what is meant, how many that is, a second person, and
back.

Two people see it, everyone reads how many and why, and each person concerned is written to. No
row is ever deleted. A goal that was reached with false support stays reached (decisions.md): it is
said on the proposal's page, and whoever decides may weigh it.
"""

from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from models import support_letters, tally
from models.actor import Actor, Role
from models.calendar import now
from models.database import lock_rows
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.invalidated import (
    Batch,
    Finding,
    batches,
    findings,
    removals,
)
from models.person import contacts_of
from models.submission import Submission, submissions, take
from models.support_criteria import Criteria, meant
from models.vote import VoteState, counted, votes

_v, _r, _b, _s = votes.c, removals.c, batches.c, submissions.c
_JUDGES = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})


def propose(
    session: Session, submission: Submission, criteria: Criteria, *, by: Actor, note: str = ""
) -> Batch:
    """Say which support should be taken away, and why; somebody else decides. Raises NotAllowed for
    whoever wrote the proposal, and Invalid as `meant`.
    """
    check(session, submission, by)
    found = meant(session, submission, criteria)
    made = Batch(
        submission_id=submission.id or 0,
        finding_id=criteria.finding_id,
        rule=criteria.rule,
        domain=criteria.domain,
        since=criteria.since,
        until=criteria.until,
        note=note.strip(),
        count=len(found),
        proposed_by=by.person_id or 0,
        proposed_at=now(),
    )
    session.add(made)
    session.flush()
    session.connection().execute(
        insert(removals),
        [
            {
                "batch_id": made.id,
                "submission_id": submission.id,
                "vote_id": row.id,
                "was": row.state,
                "taken": False,
            }
            for row in found
        ],
    )
    return made


def check(session: Session, submission: Submission, by: Actor) -> None:
    """Raises NotFound for whoever does not judge, NotAllowed for whoever wrote the proposal."""
    if by.person_id is None or by.role not in _JUDGES:
        raise NotFound(submission.reference)
    if submission.contact_id in contacts_of(session, by.person_id):
        raise NotAllowed("own_text")


def taken(session: Session, batch_id: int) -> tuple[Batch, Submission]:
    """A batch and its proposal, both locked: the proposal first, as in every verb."""
    reference = session.execute(
        select(_s.reference).join(batches, _b.submission_id == _s.id).where(_b.id == batch_id)
    ).scalar()
    if reference is None:
        raise NotFound(batch_id)
    submission = take(session, reference)
    found: Batch = session.scalars(lock_rows(select(Batch).where(_b.id == batch_id))).one()
    return found, submission


_TAKE = update(votes).where(_v.id == bindparam("vote")).values(state=VoteState.INVALIDATED)
_GIVE = (
    update(votes)
    .where(_v.id == bindparam("vote"), _v.state == VoteState.INVALIDATED)
    .values(state=bindparam("to"))
)


def confirm(session: Session, batch_id: int, *, by: Actor, count: int) -> Batch:
    """Agree, as somebody else than whoever proposed it: they are taken away at once, and each of
    their people is written to. `count` is how many she saw.

    Raises NotAllowed for the same person, the author, what is decided already, and Stale figures.
    """
    batch, submission = taken(session, batch_id)
    check(session, submission, by)
    if by.person_id == batch.proposed_by:
        raise NotAllowed("same_person")
    if batch.confirmed_at is not None or batch.dropped_at is not None:
        raise NotAllowed("batch_decided")
    wanted = (
        select(_r.vote_id, _v.state)
        .join(votes, _v.id == _r.vote_id)
        .where(_r.batch_id == batch_id, counted())
        .order_by(_r.vote_id)
    )
    found = session.execute(lock_rows(wanted)).all()
    if len(found) != count or not found:
        raise NotAllowed("batch_changed")
    session.connection().execute(_TAKE, [{"vote": row.vote_id} for row in found])
    session.connection().execute(
        update(removals)
        .where(_r.batch_id == batch_id, _r.vote_id == bindparam("vote"))
        .values(taken=True, was=bindparam("had")),
        [{"vote": row.vote_id, "had": row.state} for row in found],
    )
    reached = submission.threshold_at is not None
    stays = tally.recount(session, submission.reference)
    batch.confirmed_by, batch.confirmed_at, batch.count = by.person_id, now(), len(found)
    batch.below = reached and submission.threshold is not None and stays < submission.threshold
    session.add(batch)
    session.flush()
    facts = _facts(batch, len(found))
    if batch.below:
        facts["below"] = submission.threshold or 0
    record(session, submission.stream, EventKind.SUPPORT_REMOVED, by=by, facts=facts)
    support_letters.removed(session, batch)
    return batch


def drop(session: Session, batch_id: int, *, by: Actor) -> Batch:
    """Do not do it: whoever proposed it may say so, and everybody else who could have agreed."""
    batch, submission = taken(session, batch_id)
    check(session, submission, by)
    if batch.confirmed_at is not None or batch.dropped_at is not None:
        raise NotAllowed("batch_decided")
    batch.dropped_by, batch.dropped_at = by.person_id, now()
    session.add(batch)
    session.flush()
    return batch


def undo(session: Session, batch_id: int, *, by: Actor) -> Batch:
    """Give back what a batch took away, each vote as it was; told to everyone who was told."""
    batch, submission = taken(session, batch_id)
    check(session, submission, by)
    if batch.confirmed_at is None or batch.undone_at is not None:
        raise NotAllowed("batch_decided")
    support_letters.given_back(session, batch_id)
    count = _give_back(session, batch_id, _r.taken.is_(True))
    batch.undone_by, batch.undone_at = by.person_id, now()
    session.add(batch)
    session.flush()
    facts = _facts(batch, count)
    record(session, submission.stream, EventKind.SUPPORT_RESTORED, by=by, facts=facts)
    return batch


def give_back(session: Session, batch_id: int, vote_id: int, *, by: Actor) -> None:
    """Give one vote back: its person has objected and was right, or has shown who she is."""
    batch, submission = taken(session, batch_id)
    support_letters.given_back(session, batch_id, vote_id=vote_id)
    if _give_back(session, batch_id, _r.vote_id == vote_id, _r.taken.is_(True)) == 0:
        raise NotAllowed("batch_decided")
    facts = _facts(batch, 1)
    record(session, submission.stream, EventKind.SUPPORT_RESTORED, by=by, facts=facts)


def _give_back(session: Session, batch_id: int, *which: Any) -> int:
    """The votes as they were, and the counts of every proposal they are of: one that was moved may
    have gone back to where it came from since.
    """
    wanted = (
        select(_r.vote_id, _r.was, _s.reference)
        .join(votes, _v.id == _r.vote_id)
        .join(submissions, _s.id == _v.submission_id)
        .where(_r.batch_id == batch_id, *which)
        .order_by(_r.vote_id)
    )
    found = session.execute(wanted).all()
    if found:
        session.connection().execute(_GIVE, [{"vote": row.vote_id, "to": row.was} for row in found])
        session.execute(update(removals).where(_r.batch_id == batch_id, *which).values(taken=False))
    for reference in sorted({row.reference for row in found}):
        tally.recount(session, reference)
    return len(found)


def _facts(batch: Batch, count: int) -> dict[str, str | int]:
    return {"batch": batch.id or 0, "count": count, "rule": batch.rule.value}


def clear(session: Session, finding_id: int, *, by: Actor) -> None:
    """Nothing is wrong with what a rule found: what it marked counts as any other."""
    found: Finding | None = session.scalars(
        lock_rows(select(Finding).where(findings.c.id == finding_id))
    ).first()
    if found is None:
        raise NotFound(finding_id)
    check(session, session.get_one(Submission, found.submission_id), by)
    if found.cleared_at is None:
        found.cleared_at, found.cleared_by = now(), by.person_id
        session.add(found)
        session.flush()
        session.execute(
            update(votes)
            .where(_v.finding_id == finding_id, _v.state == VoteState.SUSPECT)
            .values(state=VoteState.VALID)
        )
        session.execute(update(votes).where(_v.finding_id == finding_id).values(finding_id=None))
