"""The end of what reports did by themselves: nothing they hid stays hidden for want of a reader.

After a day the rule shows again what it hid, and the item waits on. What one report hid because the
law is urgent about it (a threat, terror, abuse of children) stays hidden: it is escalated, and the
register says that nobody has judged it yet (MQ-4).
"""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.actor import SYSTEM
from models.before_verdict import is_undone
from models.calendar import now
from models.database import transaction
from models.event import EventKind, record
from models.profile import site
from models.review import HIDDEN_AT_MOST, IS_OPEN, ReviewState, reviewables
from models.states import Publication, Status
from models.verdict import Judgement, verdicts
from moderation import verdicts as doors
from moderation.reasons import GROUNDS, Reason
from moderation.subjects import held

AT_ONCE = 20
"""Texts of one minute; the next takes the others."""
ESCALATED = "escalated"

_later = verdicts.alias("later")
_URGENT = tuple(reason.value for reason in Reason if GROUNDS[reason].urgent)


def _newest() -> Any:
    """The newest verdict on the same item that nobody took back."""
    return (
        select(_later.c.id)
        .where(_later.c.reviewable_id == verdicts.c.reviewable_id, ~is_undone(_later))
        .order_by(_later.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def each_minute() -> bool:
    """Show again, or escalate, what a rule hid a day ago; True when somebody is to be told."""
    with transaction(write=False) as session:
        due = _due(session)
    for row in due:
        with transaction() as session:
            _end(session, row)
    return bool(due)


def _due(session: Session) -> list[Row[Any]]:
    return list(
        session.execute(
            select(verdicts.c.id, verdicts.c.reviewable_id, verdicts.c.reason)
            .join(reviewables, reviewables.c.id == verdicts.c.reviewable_id)
            .where(
                verdicts.c.by_id.is_(None),
                verdicts.c.judgement == Judgement.HIDE,
                verdicts.c.at <= now() - HIDDEN_AT_MOST,
                IS_OPEN,
                # Escalated, it has had its turn.
                (reviewables.c.state == ReviewState.PENDING) | verdicts.c.reason.not_in(_URGENT),
                verdicts.c.id == _newest(),
            )
            .order_by(verdicts.c.at)
            .limit(AT_ONCE)
        )
    )


def _end(session: Session, row: Row[Any]) -> None:
    """One of them, asked again under its lock: somebody may have judged it this moment."""
    item, subject = held(session, row.reviewable_id)
    if row not in _due(session) or subject.thing.publication is not Publication.HIDDEN:
        return
    if not GROUNDS[Reason(row.reason)].urgent:
        hidden_at = session.execute(
            select(verdicts.c.at).where(verdicts.c.id == row.id)
        ).scalar_one()
        doors.show_again(session, item, subject, rules=site(session).proposals)
        case = subject.submission
        if subject.comment is None and case.status is Status.VOTING and case.voting_until:
            case.voting_until += now() - hidden_at
        session.add(case)
        session.flush()
        return
    item.state = ReviewState.ESCALATED
    item.version += 1
    session.add(item)
    record(
        session,
        subject.submission.stream,
        EventKind.VERDICT_GIVEN,
        by=SYSTEM,
        facts={"judgement": ESCALATED, "item": item.id, "comment": subject.comment_id},
        public=False,
    )
