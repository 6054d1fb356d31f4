"""What those who moderate see of the watch over support: findings, what waits for a second person,
objections, and how support came in hour by hour. No names and no addresses.
"""

from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlmodel import Session

from models.calendar import HOUR, Moment
from models.database import table_of
from models.invalidated import batches, findings, removals
from models.permissions import Action, may
from models.permissions_of_cases import reached
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer
from models.vote import VoteState, counted, votes

MOST = 100
HOURS = 48

_texts = table_of(Text)
_s, _f, _b, _r, _v = submissions.c, findings.c, batches.c, removals.c, votes.c


def overview(session: Session, viewer: Viewer) -> list[Row[Any]]:
    """Proposals with something to look at, the latest first: reference, title, votes of open
    findings (`marked`), the latest of them (`at`), and whether something waits for a second person
    or an objection for an answer (`waits`, `objects`).
    """
    open_findings = (
        select(_f.submission_id, func.sum(_f.count).label("marked"), func.max(_f.until).label("at"))
        .where(_f.cleared_at.is_(None))
        .group_by(_f.submission_id)
        .subquery()
    )
    waits = exists().where(
        _b.submission_id == _s.id, _b.confirmed_at.is_(None), _b.dropped_at.is_(None)
    )
    objects = exists().where(
        _r.submission_id == _s.id,
        _r.taken.is_(True),
        _r.objected_at.is_not(None),
        _r.answered_at.is_(None),
    )
    action = Action.JUDGE if may(viewer, Action.JUDGE) else Action.READ
    wanted = (
        select(
            _s.reference,
            _texts.c.title,
            func.coalesce(open_findings.c.marked, 0).label("marked"),
            open_findings.c.at,
            waits.label("waits"),
            objects.label("objects"),
        )
        .select_from(submissions)
        .join(_texts, _texts.c.id == _s.text_id)
        .outerjoin(open_findings, open_findings.c.submission_id == _s.id)
        .where(
            open_findings.c.marked.is_not(None) | waits | objects,
            reached(session, viewer, action),
        )
        .order_by(waits.desc(), objects.desc(), open_findings.c.at.desc(), _s.id.desc())
        .limit(MOST)
    )
    return list(session.execute(wanted))


def found(session: Session, submission_id: int) -> list[Row[Any]]:
    """Every finding about one proposal, the latest first; `suspect` of its votes are marked yet."""
    marked = (
        select(func.count())
        .where(_v.finding_id == _f.id, _v.state == VoteState.SUSPECT)
        .correlate(findings)
        .scalar_subquery()
    )
    wanted = (
        select(*_f, marked.label("suspect"))
        .where(_f.submission_id == submission_id)
        .order_by(_f.until.desc(), _f.id.desc())
        .limit(MOST)
    )
    return list(session.execute(wanted))


def taken(session: Session, submission_id: int) -> list[Row[Any]]:
    """Every batch of one proposal, the latest first; `meant` of its votes would go now."""
    now_meant = (
        select(func.count())
        .select_from(removals.join(votes, _v.id == _r.vote_id))
        .where(_r.batch_id == _b.id, counted())
        .correlate(batches)
        .scalar_subquery()
    )
    wanted = (
        select(*_b, now_meant.label("meant"))
        .where(_b.submission_id == submission_id)
        .order_by(_b.id.desc())
        .limit(MOST)
    )
    return list(session.execute(wanted))


def by_hour(session: Session, submission_id: int, at: Moment) -> list[tuple[Moment, int, int]]:
    """Of the last two days, hour by hour: when it began, how many gave support, how many of these
    are marked or taken away.
    """
    since = at - at % HOUR - (HOURS - 1) * HOUR
    hour = _v.cast_at - _v.cast_at % HOUR
    marked = _v.state.in_((VoteState.SUSPECT, VoteState.INVALIDATED))
    rows = session.execute(
        select(hour.label("hour"), func.count().label("n"), func.count().filter(marked).label("m"))
        .where(_v.submission_id == submission_id, _v.cast_at >= since)
        .group_by(hour)
    )
    known = {row.hour: (row.n, row.m) for row in rows}
    return [(since + n * HOUR, *known.get(since + n * HOUR, (0, 0))) for n in range(HOURS)]
