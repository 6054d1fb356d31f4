"""Somebody says that a text breaks the rules: a notice by article 16 of the DSA, from anyone."""

from sqlalchemy import func, select
from sqlmodel import Session

from models import form_key, review
from models import report as reports
from models.actor import Actor
from models.calendar import Moment
from models.database import lock_rows, table_of
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.person import Channel, reach
from models.profile import Proposals
from models.prose import clean
from models.report import Report
from models.review import Reviewable, ReviewState, reviewables, target
from models.states import PUBLIC
from moderation import verdicts
from moderation.reasons import GROUNDS, REPORT_REASONS, Reason
from moderation.subjects import Subject, taken

EXPLANATION_MAX = 2000
"""Characters of what somebody writes with a report."""

REOPENED_AT = 3
"""Reports on a text that a moderator has kept, before she is asked to look at it once more."""

_reports = table_of(Report)


def report(
    session: Session,
    reference: str,
    number: int | None,
    *,
    by: Actor,
    reason: str,
    explanation: str,
    form: str,
    rules: Proposals,
    channel: Channel | None = None,
    address: str = "",
) -> int:
    """Report a submission, or its comment with that number, and return the id of the report.

    No sign-in is needed, and no address, which is canonical when there is one. The same form posted
    again returns the same id. An urgent reason hides the text until somebody has looked. A text
    that a moderator kept after reports is not put in the queue again before it has REOPENED_AT new
    ones, as long as its words are the same: flags must not wear anyone down (MQ-2).

    Raises NotFound when the text is not public, Invalid for `reason` or `text`.
    """
    why, said = _reason(reason), _explanation(explanation)
    contents = form_key.digest(
        {"of": [reference, number], "reason": reason, "text": said, "to": [channel, address]}
    )
    known = form_key.earlier(session, form, contents)
    if known is not None:
        return int(known)
    subject = taken(session, reference, number)
    if subject.thing.publication not in PUBLIC or not subject.submission.is_public:
        raise NotFound(reference)
    item, waits = _item(session, subject, why)
    contact_id = reach(session, channel, address).id if channel else None
    report_id = reports.add(
        session, item, reason=why.value, explanation=said, contact_id=contact_id
    )
    form_key.remember(session, form, contents, str(report_id))
    record(
        session,
        subject.submission.stream,
        EventKind.REPORTED,
        by=by,
        facts={"report": report_id, "reason": why.value, "comment": subject.comment_id},
        public=False,
    )
    if waits and GROUNDS[why].urgent:
        verdicts.hide_at_once(session, item, subject, reason=why, rules=rules)
    return report_id


def look_again(session: Session, reference: str, number: int | None) -> int:
    """Put a shown text in the queue on a moderator's own initiative and return the item's id."""
    subject = taken(session, reference, number)
    if subject.thing.publication not in PUBLIC:
        raise NotFound(reference)
    return _enqueue(session, subject, urgent=False).id or 0


def _reason(given: str) -> Reason:
    if not given:
        raise Invalid("reason", "missing")
    if given not in list(REPORT_REASONS):
        raise Invalid("reason", "unknown")
    return Reason(given)


def _explanation(given: str) -> str:
    said = clean(given)
    if not said:
        raise Invalid("text", "missing")
    if len(said) > EXPLANATION_MAX:
        raise Invalid("text", "too_long", over=len(said) - EXPLANATION_MAX)
    return said


def _item(session: Session, subject: Subject, reason: Reason) -> tuple[Reviewable, bool]:
    """The item a report belongs to, and whether it waits for judgement."""
    urgent = GROUNDS[reason].urgent
    last = _last(session, subject)
    if last is None or not _was_kept(last, subject):
        return _enqueue(session, subject, urgent=urgent), True
    since, judged = _reports_since(session, last)
    if since + 1 < REOPENED_AT and (reason.value in judged or not urgent):
        return last, False
    item = _enqueue(session, subject, urgent=urgent)
    item.reports = since
    return item, True


def _last(session: Session, subject: Subject) -> Reviewable | None:
    found: Reviewable | None = session.scalars(
        lock_rows(
            select(Reviewable)
            .where(target(subject.submission.id, subject.comment_id))
            .order_by(reviewables.c.id.desc())
            .limit(1)
        )
    ).first()
    return found


def _was_kept(item: Reviewable, subject: Subject) -> bool:
    """Whether a moderator looked at reports of these very words, and let them stand."""
    return (
        item.state is ReviewState.APPROVED
        and item.decided_by is not None
        and item.reports > 0
        and item.text_id == subject.thing.text_id
    )


def _reports_since(session: Session, item: Reviewable) -> tuple[int, set[str]]:
    """How many reports came after the verdict, and which reasons were there before it."""
    decided: Moment = item.decided_at or 0
    since: int = session.execute(
        select(func.count()).where(_reports.c.reviewable_id == item.id, _reports.c.at > decided)
    ).scalar_one()
    judged = session.scalars(
        select(_reports.c.reason)
        .where(_reports.c.reviewable_id == item.id, _reports.c.at <= decided)
        .distinct()
    )
    return since, set(judged)


def _enqueue(session: Session, subject: Subject, *, urgent: bool) -> Reviewable:
    return review.enqueue(
        session,
        text_id=subject.text_id,
        submission_id=subject.submission.id if subject.comment is None else None,
        comment_id=subject.comment_id,
        urgent=urgent,
    )
