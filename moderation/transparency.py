"""The yearly report on what was not shown and why: figures of rows alone, for anyone to compute
again (spec MQ-14; the Digital Services Act (2022/2065), articles 15 and 24).

A year is the calendar's, on the town's clocks. What its moderator took back within two minutes is
counted nowhere. What an authority tells us as anybody would is a report; its orders stand in a
register of their own (moderation.orders), and are counted apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlmodel import Session

from models.calendar import MINUTE, Moment, end_of, start_of
from models.keeping import Figures
from models.report import reports
from models.review import ReviewState, reviewables
from models.review_appeal import appeals
from models.verdict import verdicts
from moderation import figures, neutrality, orders, second_looks
from moderation import transparency_counts as counts
from moderation.agreement import Agreement
from moderation.neutrality import Flagged, Group
from moderation.orders import Ordered, Timed
from moderation.transparency_counts import Complaint, Measured, Notice, Paused, Removed

_r, _p, _a = reviewables.c, reports.c, appeals.c


@dataclass(frozen=True)
class Year:
    """The figures of one year. Medians are in minutes and None where there is nothing to count."""

    year: int
    since: Moment
    until: Moment
    notices: list[Notice]
    notices_median: int | None
    read: Figures
    read_median: int | None
    measures: list[Measured]
    complaints: list[Complaint]
    complaints_median: int | None
    complaints_late: int
    flags: list[Flagged]
    paused: list[Paused]
    groups: list[Group]
    second: Agreement
    support: list[Removed]
    ordered: list[Ordered]
    timed: list[Timed]


def of_year(session: Session, year: int) -> Year:
    """Compute it: fifteen statements, each over the year alone."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    since, until = start_of(first), end_of(last)
    months = (f"{year}-01", f"{year}-12")
    return Year(
        year=year,
        since=since,
        until=until,
        notices=counts.notices(session, since, until),
        notices_median=_middle(
            session.scalars(
                select(_r.decided_at - _p.at)
                .join(reviewables, _r.id == _p.reviewable_id)
                .where(_p.at.between(since, until), _r.decided_at >= _p.at)
            )
        ),
        read=figures.of_days(session, first, last),
        read_median=_middle(
            session.scalars(
                select(_r.decided_at - _r.created_at).where(
                    _r.decided_at.between(since, until), _r.state != ReviewState.IGNORED
                )
            )
        ),
        measures=counts.measures(session, since, until),
        complaints=counts.complaints(session, since, until),
        complaints_median=_middle(
            session.scalars(
                select(_a.decided_at - _a.received_at).where(
                    _a.received_at.between(since, until), _a.decided_at.is_not(None)
                )
            )
        ),
        complaints_late=counts.late(session, since, until),
        flags=neutrality.flags(session, *months),
        paused=counts.paused(session, since, until),
        groups=neutrality.groups(session, *months),
        second=second_looks.agreed(session, since, until),
        support=counts.support(session, since, until),
        ordered=orders.counted(session, since, until),
        timed=orders.timed(session, since, until),
    )


def first_verdict(session: Session) -> Moment | None:
    """When anything was judged for the first time; None while nothing has been."""
    found: Moment | None = session.execute(select(func.min(verdicts.c.at))).scalar()
    return found


def _middle(times: Iterable[int]) -> int | None:
    found = list(times)
    return round(median(found) / MINUTE) if found else None
