"""Deciding an appeal: a person who had no part in it looks again, and says why (MQ-11).

No rule decides here: every outcome is somebody's, and has her reasons.
"""

from sqlalchemy import select
from sqlmodel import Session

from models import text
from models.actor import Actor
from models.calendar import now
from models.database import lock_rows
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind, record
from models.person import Person
from models.profile import Proposals
from models.prose import clean
from models.review_appeal import MOST_REASONS, AppealState, ReviewAppeal, appeals
from models.second_person import second_person
from moderation import appeal_letters, reversing
from moderation.deciders import deciders, involved
from moderation.in_force import locked
from moderation.redaction import holds_personal_number
from moderation.reversing import Ruling

__all__ = ["Ruling", "check", "decide", "find"]


def find(session: Session, code: str) -> ReviewAppeal:
    """The appeal with that code. Raises NotFound."""
    found: ReviewAppeal | None = session.scalars(
        select(ReviewAppeal).where(appeals.c.code == code)
    ).first()
    if found is None:
        raise NotFound(code)
    return found


def check(session: Session, appeal: ReviewAppeal, person_id: int | None) -> None:
    """Raises unless this person may decide it now. Whom the town has named for when nobody on the
    desk is left who had no part in it may then, and only then.

    NotFound for whoever may not judge such texts at all; NotAllowed with `took_part`.
    """
    able = deciders(session, appeal)
    if person_id in able:
        return
    if person_id in involved(session, appeal):
        raise NotAllowed("took_part")
    if able or person_id is None or person_id != second_person(session):
        raise NotFound(appeal.code)


def decide(
    session: Session, code: str, ruling: Ruling, *, by: Actor, rules: Proposals
) -> ReviewAppeal:
    """Decide an appeal, put right what was wrong, and tell both sides.

    Raises as `check`; Stale when somebody decided first; Invalid for `reasons`, and as
    moderation.reversing does.
    """
    subject = locked(session, find(session, code).verdict_id)
    appeal: ReviewAppeal = session.scalars(
        lock_rows(select(ReviewAppeal).where(appeals.c.code == code)).execution_options(
            populate_existing=True
        )
    ).one()
    if appeal.state is not AppealState.WAITING:
        decided_by = session.get(Person, appeal.decided_by) if appeal.decided_by else None
        raise Stale(who=decided_by.name if decided_by else None, when=appeal.decided_at)
    check(session, appeal, by.person_id)
    said = _reasons(ruling.reasons)
    done = reversing.carry_out(session, appeal, subject, ruling, said, by=by, rules=rules)
    written = text.write(session, source=said)
    appeal.state, appeal.outcome = AppealState.DECIDED, ruling.outcome
    appeal.decided_by, appeal.decided_at = by.person_id, now()
    appeal.reasons_id = written.id
    session.add(appeal)
    session.flush()
    facts = reversing.facts_of(appeal, ruling)
    own = facts | {"reasons": written.id, "reasons_digest": written.digest}
    record(session, appeal.stream, EventKind.APPEAL_DECIDED, by=by, facts=own, public=False)
    if subject is not None and not done.recorded:
        of_case = facts | {"comment": subject.comment_id}
        stream = subject.submission.stream
        record(session, stream, EventKind.APPEAL_DECIDED, by=by, facts=of_case, public=False)
    appeal_letters.decided(session, appeal, author_told=done.author_told)
    return appeal


def _reasons(given: str) -> str:
    said = clean(given)
    if not said:
        raise Invalid("reasons", "missing")
    if len(said) > MOST_REASONS:
        raise Invalid("reasons", "too_long", over=len(said) - MOST_REASONS)
    if holds_personal_number(said):
        raise Invalid("reasons", "personal_number")
    return said
