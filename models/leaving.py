"""Taking off the site what somebody wrote who leaves it; what she handed in is still handled."""

from sqlalchemy import ColumnElement, Table, select
from sqlmodel import Session

from models import publishing, review
from models.actor import Actor
from models.comment import Comment, comments
from models.database import lock_rows
from models.desk import entry
from models.event import EventKind, record
from models.profile import Proposals, site
from models.recording import Entry, record_each
from models.states import PUBLIC, Kind, Publication, Status
from models.submission import Submission, stream_of, submissions

_P = Publication
_SHOWN = frozenset(PUBLIC) | {_P.HIDDEN}
_WAITING = frozenset({_P.UNCONFIRMED, _P.QUEUED, _P.RETURNED})
"""What may still be shown one day, if nobody takes it back."""


def take_off(session: Session, contacts: list[int], *, by: Actor) -> None:
    """Nothing that was written from these addresses is shown any more, and nothing waits to be.

    A proposal that collects support, or was never shown, is withdrawn: it lives by being read. All
    other cases go on towards their answers. Nothing is destroyed (decisions.md, Text).
    """
    rules = site(session).proposals
    its = _may_be_shown(submissions, contacts)
    hers = select(Submission).where(its).order_by(submissions.c.reference)
    review.withdraw_written(
        session,
        select(submissions.c.id).where(its),
        select(comments.c.id).where(_may_be_shown(comments, contacts)),
    )
    for case in session.scalars(lock_rows(hers)).all():
        _take_case_off(session, case, by=by, rules=rules)
    _take_comments_off(session, contacts, by=by)


def _take_case_off(session: Session, case: Submission, *, by: Actor, rules: Proposals) -> None:
    waits, collects = case.publication in _WAITING, case.status is Status.VOTING
    if case.kind is Kind.PROPOSAL and case.publication is not _P.HIDDEN and (waits or collects):
        publishing.withdraw(session, case, by=by, rules=rules)
        return
    if not waits:
        publishing.show(session, case, _P.UNPUBLISHED, by=by, rules=rules)
    elif case.publication is _P.RETURNED:
        publishing.show(session, case, _P.REFUSED, by=by, rules=rules)
    else:
        facts: publishing.Facts = {**case.show_as(_P.PRIVATE)}
        session.add(case)
        entry.keep(session, case.id or 0)
        record(session, case.stream, EventKind.UNPUBLISHED, by=by, facts=facts, public=False)


def _take_comments_off(session: Session, contacts: list[int], *, by: Actor) -> None:
    """In the order of their cases, so that the histories are taken in it (models.event.lock)."""
    hers = (
        select(Comment, submissions.c.reference)
        .join(submissions, submissions.c.id == comments.c.submission_id)
        .where(_may_be_shown(comments, contacts))
        .order_by(submissions.c.reference, comments.c.id)
    )
    entries = []
    for comment, reference in session.execute(lock_rows(hers)).all():
        was_public = comment.publication in PUBLIC
        to = _P.UNPUBLISHED if comment.publication in _SHOWN else _P.WITHDRAWN
        facts = comment.show_as(to)
        session.add(comment)
        entries.append(Entry(stream_of(reference), EventKind.COMMENT_HIDDEN, facts, was_public))
    session.flush()
    record_each(session, entries, by=by)


def _may_be_shown(table: Table, contacts: list[int]) -> ColumnElement[bool]:
    """What is shown of hers, or waits to be."""
    return table.c.contact_id.in_(contacts) & table.c.publication.in_(_SHOWN | _WAITING)
