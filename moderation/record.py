"""The public register: every restriction of a text, its reason and whether it was taken back.

Never a text, an author, who reported or who judged (MQ-13).
"""

from typing import Any, NamedTuple

from sqlalchemy import Row, and_, exists, or_, select, tuple_
from sqlmodel import Session

from models.calendar import Moment
from models.comment import comments
from models.errors import NotFound
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.verdict import RESTRICTING, Judgement, verdicts
from moderation.reasons import GROUNDS, Reason

PAGE = 50

_v = verdicts.c
_s = submissions.c
_c = comments.c


class Entry(NamedTuple):
    """One restriction. `target` is submission or comment, `kind` the submission's.

    `ground` is a law with its section or a place in our rules, `illegal` which of the two.
    `change` means that a shown text stands as it was, because its author's change was not shown.
    `automated` means that a rule did it by itself until somebody had looked. `reference` and
    `number` are empty unless what it is about can be read by everyone now.
    """

    id: int
    at: Moment
    judgement: Judgement
    target: str
    kind: str
    reason: Reason
    ground: str
    illegal: bool
    automated: bool
    reversed: bool
    change: bool
    reference: str
    number: int | None


def entries(session: Session, *, limit: int = PAGE, after: int | None = None) -> list[Entry]:
    """The register, newest first; `after` is the id of the last entry seen. Two queries at most.

    Asking for a change without a reason of the list restricts nothing yet and is no entry.
    Raises NotFound for an unknown `after`.
    """
    wanted = _listed()
    if after is not None:
        at = session.execute(select(_v.at).where(_v.id == after)).scalar()
        if at is None:
            raise NotFound(str(after))
        wanted = wanted.where(tuple_(_v.at, _v.id) < (at, after))
    rows = session.execute(wanted.order_by(_v.at.desc(), _v.id.desc()).limit(limit))
    return [_entry(row) for row in rows]


def _listed() -> Any:
    return (
        select(
            _v.id,
            _v.at,
            _v.judgement,
            _v.reason,
            _v.shown,
            _v.by_id,
            _s.kind,
            _s.reference,
            _s.publication,
            _c.number,
            _c.publication.label("comment_publication"),
            _reversed().label("reversed"),
        )
        .join(submissions, _s.id == _v.submission_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .where(_v.judgement.in_(RESTRICTING), _v.reason.is_not(None))
    )


def _reversed() -> Any:
    """Whether a later verdict on the same thing showed it again.

    What was hidden or refused is shown again as a whole or in part; what had a detail hidden, as a
    whole. Publishing after a change was asked for reverses nothing: the words are others.
    """
    later = verdicts.alias("later")
    shown_again = or_(
        and_(
            _v.judgement.in_({Judgement.REFUSE, Judgement.UNPUBLISH, Judgement.HIDE}),
            # Of a change that was not shown; the next one has other words.
            _v.shown.is_not(None),
            later.c.shown.in_(PUBLIC),
        ),
        and_(_v.judgement == Judgement.REDACT, later.c.shown == Publication.PUBLISHED),
    )
    return exists().where(
        later.c.submission_id == _v.submission_id,
        later.c.comment_id.is_not_distinct_from(_v.comment_id),
        later.c.id > _v.id,
        shown_again,
    )


def _entry(row: Row[Any]) -> Entry:
    is_comment = row.number is not None
    public = row.publication in PUBLIC and (not is_comment or row.comment_publication in PUBLIC)
    ground = GROUNDS[Reason(row.reason)]
    return Entry(
        id=row.id,
        at=row.at,
        judgement=row.judgement,
        target="comment" if is_comment else "submission",
        kind=row.kind,
        reason=Reason(row.reason),
        ground=ground.reference,
        illegal=ground.illegal,
        automated=row.by_id is None,
        reversed=row.reversed,
        change=row.judgement == Judgement.REFUSE and row.shown is None,
        reference=row.reference if public else "",
        number=row.number if public else None,
    )
