"""What of a verdict still holds: the newest one on a thing, and whether it holds anything back."""

from sqlalchemy import select
from sqlmodel import Session

from models.before_verdict import BeforeVerdict, is_undone
from models.comment import Comment, comments
from models.errors import NotFound
from models.review_appeal import Party
from models.states import PUBLIC, Publication
from models.submission import Submission, submissions
from models.verdict import RESTRICTING, Verdict, verdicts
from moderation.subjects import Subject, taken

_v = verdicts.c


def over(session: Session, verdict_id: int, party: Party) -> str:
    """Why nothing is left of a verdict to look at again; '' where it holds."""
    verdict = session.get_one(Verdict, verdict_id)
    if newest(session, verdict.submission_id, verdict.comment_id) != verdict_id:
        return "overtaken"
    case = session.get_one(Submission, verdict.submission_id)
    comment = session.get(Comment, verdict.comment_id) if verdict.comment_id else None
    if party is Party.REPORTER:
        shown = (comment or case).publication in PUBLIC and case.publication in PUBLIC
        return "" if shown else "no_longer"
    return "" if holds(session, verdict, case, comment) else "no_longer"


def holds(session: Session, verdict: Verdict, case: Submission, comment: Comment | None) -> bool:
    """Whether what a verdict keeps from being read is kept so still: nobody wrote it anew, took it
    back or showed it meanwhile.
    """
    if verdict.judgement not in RESTRICTING or case.publication is Publication.WITHDRAWN:
        return False
    if verdict.shown is not None:
        return (comment or case).publication is verdict.shown
    # A change of a shown text that was not let through, while that text stands.
    before = session.get(BeforeVerdict, verdict.id)
    unchanged = before is not None and before.text_id == case.text_id
    return unchanged and case.pending_text_id is None and case.publication in PUBLIC


def newest(session: Session, submission_id: int, comment_id: int | None) -> int | None:
    """The id of the last verdict on a thing that was not taken back at once."""
    found: int | None = session.execute(
        select(_v.id)
        .where(
            _v.submission_id == submission_id,
            _v.comment_id.is_not_distinct_from(comment_id),
            ~is_undone(),
        )
        .order_by(_v.id.desc())
        .limit(1)
    ).scalar()
    return found


def locked(session: Session, verdict_id: int | None) -> Subject | None:
    """What a verdict is about, locked as every verb locks it; None for none. Raises NotFound."""
    if verdict_id is None:
        return None
    row = session.execute(
        select(submissions.c.reference, comments.c.number)
        .join(verdicts, _v.submission_id == submissions.c.id)
        .outerjoin(comments, comments.c.id == _v.comment_id)
        .where(_v.id == verdict_id)
    ).first()
    if row is None:
        raise NotFound(str(verdict_id))
    return taken(session, row.reference, row.number)
