"""What was taken away, as everyone may read it: how many, by which rule, when, and whether it came
back. No person is in it, and no network or address.
"""

from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models.calendar import Moment
from models.invalidated import batches as _batches
from models.invalidated import removals
from models.submission import submissions

_b, _r, _s = _batches.c, removals.c, submissions.c
_PUBLIC = (
    select(
        _b.id,
        _b.rule,
        _b.count,
        _b.below,
        _b.confirmed_at,
        _b.undone_at,
        _s.reference,
        _s.publication,
        func.sum(_r.taken.cast(_b.count.type)).label("stands"),
    )
    .join(submissions, _s.id == _b.submission_id)
    .join(removals, _r.batch_id == _b.id)
    .where(_b.confirmed_at.is_not(None))
    .group_by(
        _b.id,
        _b.rule,
        _b.count,
        _b.below,
        _b.confirmed_at,
        _b.undone_at,
        _s.reference,
        _s.publication,
    )
    .order_by(_b.confirmed_at.desc(), _b.id.desc())
)


def batches(
    session: Session,
    *,
    since: Moment = 0,
    until: Moment | None = None,
    limit: int = 500,
) -> list[Row[Any]]:
    """What was taken away, the latest first, for the public register: id, rule, how many (`count`),
    how many of them are still away (`stands`), `below`, `confirmed_at`, `undone_at`, and of the
    proposal `reference` and `publication`.
    """
    wanted = _PUBLIC.where(_b.confirmed_at >= since)
    if until is not None:
        wanted = wanted.where(_b.confirmed_at < until)
    return list(session.execute(wanted.limit(limit)))


def of_case(session: Session, submission_id: int) -> list[Row[Any]]:
    """The same of one proposal."""
    return list(session.execute(_PUBLIC.where(_b.submission_id == submission_id).limit(20)))
