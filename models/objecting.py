"""Whoever's support was taken away says that it was she: somebody else looks at it again.

The two who decided do not decide about it again. Whoever an e-identification vouches for is one
person with one voice, and need not wait for anybody.
"""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import identity, invalidating, support_letters
from models.actor import SYSTEM, Actor
from models.calendar import now
from models.database import lock_rows
from models.errors import NotAllowed
from models.invalidated import Batch, Removal, batches, removals
from models.vote import Vote

_r, _b = removals.c, batches.c


def state(removal: Removal, batch: Batch) -> str:
    """Where it stands for its person: back | stays | waits | taken."""
    if not removal.taken:
        return "back"
    if removal.answered_at is not None and batch.undone_at is None:
        return "stays"
    return "taken" if removal.objected_at is None else "waits"


def object_to(session: Session, removal: Removal) -> None:
    """Say that it was she. Twice changes nothing."""
    if not removal.taken or removal.objected_at is not None:
        return
    removal.objected_at = now()
    session.add(removal)
    session.flush()
    vote = session.get_one(Vote, removal.vote_id)
    if identity.proofs(session, vote.person_id).identified:
        removal.answered_at = now()
        session.add(removal)
        session.flush()
        invalidating.give_back(session, removal.batch_id, removal.vote_id, by=SYSTEM)
        session.refresh(removal)


def waiting(session: Session, submission_id: int) -> list[Row[Any]]:
    """Objections to what was taken away from one proposal: batch_id, vote_id and objected_at, the
    oldest first. Nobody learns whose.
    """
    wanted = (
        select(_r.batch_id, _r.vote_id, _r.objected_at)
        .join(batches, _b.id == _r.batch_id)
        .where(
            _b.submission_id == submission_id,
            _r.taken.is_(True),
            _r.objected_at.is_not(None),
            _r.answered_at.is_(None),
        )
        .order_by(_r.objected_at, _r.vote_id)
        .limit(200)
    )
    return list(session.execute(wanted))


def answer(session: Session, batch_id: int, vote_id: int, *, by: Actor, restored: bool) -> None:
    """Decide about an objection. Raises NotAllowed for the two who took it away, and for what is
    decided already.
    """
    batch, submission = invalidating.taken(session, batch_id)
    invalidating.check(session, submission, by)
    if by.person_id in {batch.proposed_by, batch.confirmed_by}:
        raise NotAllowed("same_person")
    removal: Removal | None = session.scalars(
        lock_rows(select(Removal).where(_r.batch_id == batch_id, _r.vote_id == vote_id))
    ).first()
    if removal is None or not removal.taken or removal.answered_at is not None:
        raise NotAllowed("batch_decided")
    removal.answered_at, removal.answered_by = now(), by.person_id
    session.add(removal)
    session.flush()
    if restored:
        invalidating.give_back(session, batch_id, vote_id, by=by)
    else:
        support_letters.stays(session, removal)
