"""What has been reported: the item of the queue that a report belongs to, and what it adds."""

from sqlalchemy import func, select
from sqlmodel import Session

from models import report as reports
from models import review
from models.calendar import Moment
from models.database import lock_rows
from models.report import Report
from models.review import Reviewable, ReviewState, reviewables, target
from models.verdict import Judgement, verdicts
from moderation import scoring
from moderation.reasons import GROUNDS, Reason
from moderation.scoring import Arrival
from moderation.subjects import Subject

REOPENED_AT = 3
"""Reports on a text that a moderator has kept, before she is asked to look at it once more."""

_r = reports.reports.c


def enqueue(session: Session, subject: Subject, *, urgent: bool) -> Reviewable:
    """The open item of a thing, made where there is none."""
    return review.enqueue(
        session,
        text_id=subject.text_id,
        submission_id=subject.submission.id if subject.comment is None else None,
        comment_id=subject.comment_id,
        urgent=urgent,
    )


def last(session: Session, subject: Subject) -> Reviewable | None:
    """The newest item of a thing, open or decided, locked."""
    found: Reviewable | None = session.scalars(
        lock_rows(
            select(Reviewable)
            .where(target(subject.submission.id, subject.comment_id))
            .order_by(reviewables.c.id.desc())
            .limit(1)
        )
    ).first()
    return found


def was_kept(item: Reviewable, subject: Subject) -> bool:
    """Whether a moderator looked at reports of these very words, and let them stand."""
    return (
        item.state is ReviewState.APPROVED
        and item.decided_by is not None
        and item.reports > 0
        and item.text_id == subject.thing.text_id
    )


def was_hidden_by_rule(session: Session, item: Reviewable) -> bool:
    """Whether reports have hidden what it is about before, and nobody has judged it since."""
    hidden = select(verdicts.c.id).where(
        verdicts.c.reviewable_id == item.id,
        verdicts.c.judgement == Judgement.HIDE,
        verdicts.c.by_id.is_(None),
    )
    return item.state in review.OPEN and session.execute(hidden.limit(1)).first() is not None


def item(
    session: Session,
    subject: Subject,
    newest: Reviewable | None,
    reason: Reason,
    arrival: Arrival,
    *,
    paused: bool,
) -> tuple[Reviewable, bool]:
    """The item a report belongs to, and whether it waits for judgement. Nobody's reports open again
    what was kept who is `paused`.
    """
    urgent = GROUNDS[reason].urgent
    if newest is None or not was_kept(newest, subject):
        return enqueue(session, subject, urgent=urgent), True
    since, voices, judged = _since(session, newest)
    voices += scoring.counts(arrival, _arrivals(session, newest))
    again = urgent and reason.value not in judged
    if paused or (voices < REOPENED_AT and not again):
        return newest, False
    made = enqueue(session, subject, urgent=urgent)
    made.reports = since
    return made, True


def weigh(session: Session, item: Reviewable, made: Report, arrival: Arrival) -> list[int]:
    """Whether a new report counts beside the others of its item, and with it the item's score and
    time. Returns the weights of those that count and give the same reason, its own too.
    """
    made.counts = scoring.counts(arrival, _arrivals(session, item))
    rows = session.execute(
        select(_r.weight, _r.reason).where(_r.reviewable_id == item.id, _r.counts)
    )
    counting = [(row.weight, row.reason) for row in rows]
    if made.counts:
        counting.append((made.weight, made.reason))
    reasons = {Reason(made.reason), *(Reason(reason) for _, reason in counting)}
    item.score = scoring.score((weight for weight, _ in counting), reasons)
    if made.due_at is not None and item.state in review.OPEN:
        item.due_at = min(item.due_at, made.due_at)
    return [weight for weight, reason in counting if reason == made.reason]


def _arrivals(session: Session, item: Reviewable) -> list[Arrival]:
    """The reports of an item that count."""
    rows = session.execute(
        select(_r.at, _r.network, _r.known).where(_r.reviewable_id == item.id, _r.counts)
    )
    return [Arrival(row.at, row.network or "", row.known) for row in rows]


def _since(session: Session, item: Reviewable) -> tuple[int, int, set[str]]:
    """How many reports came after the verdict, how many of them count, and which reasons were there
    before it.
    """
    decided: Moment = item.decided_at or 0
    row = session.execute(
        select(func.count(), func.count().filter(_r.counts)).where(
            _r.reviewable_id == item.id, _r.at > decided
        )
    ).one()
    judged = session.scalars(
        select(_r.reason).where(_r.reviewable_id == item.id, _r.at <= decided).distinct()
    )
    return row[0], row[1], set(judged)
