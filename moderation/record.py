"""The public register: every restriction of a text, its reason and whether it was taken back; and
where we ourselves fell short.

Never a text, an author, who reported or who judged (MQ-13). It is a query: what was done stands in
it at once. Only what may be a matter for the police is counted first, where the town says so.
"""

from typing import Any

from sqlalchemy import func, select, tuple_
from sqlmodel import Session

from models.calendar import DAY, now
from models.verdict import RESTRICTING, verdicts
from moderation.register_entries import POLICE, Chosen, Entry, Place
from moderation.register_sources import SORTS

PAGE = 50

_v = verdicts.c


def entries(
    session: Session,
    chosen: Chosen | None = None,
    *,
    limit: int = PAGE,
    after: Place | None = None,
    police_days: int = 0,
) -> list[Entry]:
    """The register, newest first; `after` is the place of the last entry seen. One query for each
    sort of entry that is asked for, four at most.

    Asking for a change without a reason of the list restricts nothing yet and is no entry.
    """
    wanted = chosen or Chosen()
    found: list[Entry] = []
    for sort, (reads, makes, at, number) in enumerate(SORTS, 1):
        statement = reads(wanted, police_days)
        if statement is None:
            continue
        if after is not None:
            statement = statement.where(_further(sort, at, number, after))
        for bound, says in ((wanted.since, at.__ge__), (wanted.until, at.__le__)):
            if bound is not None:
                statement = statement.where(says(bound))
        rows = session.execute(statement.order_by(at.desc(), number.desc()).limit(limit))
        found += [makes(row) for row in rows]
    # What happened in the same moment stands in the order of the sorts, each newest first.
    found.sort(key=lambda entry: (-entry.at, entry.place.sort, -entry.place.id))
    return found[:limit]


def held_back(session: Session, police_days: int) -> int:
    """How many entries are not shown yet, because they may be a matter for the police."""
    if not police_days:
        return 0
    return int(
        session.execute(
            select(func.count())
            .select_from(verdicts)
            .where(
                _v.at > now() - police_days * DAY,
                _v.reason.in_(POLICE),
                _v.judgement.in_(RESTRICTING),
            )
        ).scalar_one()
    )


def _further(sort: int, at: Any, number: Any, after: Place) -> Any:
    """That an entry of a sort stands behind a place of the register."""
    if sort == after.sort:
        return tuple_(at, number) < (after.at, after.id)
    return at < after.at if sort < after.sort else at <= after.at
