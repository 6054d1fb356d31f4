"""How long it takes just now until a text is read, counted by the clock and told honestly (MQ-19).

Working time is counted, of the texts that people judged in the last seven days and that were shown
to nobody until then. It takes longer than promised when more than half of them were late, or when
more wait than the profile's `backlog`.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models import review_wait
from models.calendar import DAY, MINUTE, now
from models.opening import Opening
from models.profile import Site
from models.review import IS_OPEN, reviewables
from models.review_wait import Counted

LOOKED_BACK = 7 * DAY
MOST = 2000
"""Judged texts that are looked at, the newest first: the median of more is the same."""
LEAST = 5
"""Fewer tell nothing of how long it takes."""
EVERY = 5 * MINUTE

_r = reviewables.c
_WAITING = select(func.count()).select_from(reviewables).where(IS_OPEN)


def count(session: Session, site: Site) -> Counted:
    """Count anew."""
    waiting: int = session.execute(_WAITING).scalar_one()
    judged = session.execute(
        select(_r.created_at, _r.decided_at, _r.due_at)
        .where(
            _r.decided_at > now() - LOOKED_BACK,
            _r.decided_by.is_not(None),
            _r.let_in.is_(None),
            _r.reports == 0,
        )
        .order_by(_r.decided_at.desc())
        .limit(MOST)
    ).all()
    late = sum(row.decided_at > row.due_at for row in judged)
    slow = len(judged) >= LEAST and late * 2 > len(judged)
    taken = _median(judged, site.opening)
    return Counted(
        waiting=waiting,
        median=taken,
        expected=_expected(taken, waiting, len(judged), site.opening),
        behind=slow or waiting > site.reviewing.backlog,
    )


def _median(judged: Sequence[Row[Any]], opening: Opening) -> int | None:
    if len(judged) < LEAST:
        return None
    return round(median(opening.minutes_between(row.created_at, row.decided_at) for row in judged))


def _expected(taken: int | None, waiting: int, judged: int, opening: Opening) -> int | None:
    """As long as it took lately, and at least as long as those who wait take at the pace of lately:
    the first looks back, and is too kind where much came in at once.
    """
    if taken is None:
        return None
    worked = opening.minutes_between(now() - LOOKED_BACK, now())
    return max(taken, waiting * worked // judged)


def is_due(session: Session) -> bool:
    """Whether the last count is old enough to be made again."""
    counted_at = review_wait.counted_at(session)
    return counted_at is None or counted_at <= now() - EVERY
