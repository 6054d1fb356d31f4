"""The public register: every restriction of a text, its reason and whether it was taken back; and
where we ourselves fell short.

Never a text, an author, who reported or who judged (MQ-13). It is a query: what was done stands in
it at once. Only what may be a matter for the police is counted first, where the town says so.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, literal, or_, select, tuple_
from sqlmodel import Session

from models.before_verdict import before_verdicts
from models.calendar import DAY, now
from models.comment import comments
from models.database import table_of
from models.event import Event
from models.review import reviewables
from models.review_appeal import AppealState, appeals, reversed_verdicts
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.verdict import RESTRICTING, Judgement, verdicts
from models.verdict_note import notes
from moderation.register_entries import (
    APPEALED,
    BY_RULE,
    JUDGED,
    POLICE,
    Chosen,
    Entry,
    Place,
    What,
    of_appeal,
    of_missed,
    of_verdict,
)

PAGE = 50

_events = table_of(Event)
_v, _s, _c, _r = verdicts.c, submissions.c, comments.c, reviewables.c
_a, _n, _b = appeals.c, notes.c, before_verdicts.c

_CASE = (_s.kind, _s.reference, _s.publication, _c.number)
_COMMENT = _c.publication.label("comment_publication")


def entries(
    session: Session,
    chosen: Chosen | None = None,
    *,
    limit: int = PAGE,
    after: Place | None = None,
    police_days: int = 0,
) -> list[Entry]:
    """The register, newest first; `after` is the place of the last entry seen. One query for each
    sort of entry that is asked for, three at most.

    Asking for a change without a reason of the list restricts nothing yet and is no entry.
    """
    wanted = chosen or Chosen()
    found: list[Entry] = []
    for sort, (reads, makes, at, number) in enumerate(_SORTS, 1):
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


def _tellable(police_days: int) -> ColumnElement[bool]:
    """That a verdict may be told of by now."""
    if not police_days:
        return literal(True)
    return or_(_v.reason.is_(None), _v.reason.not_in(POLICE), _v.at <= now() - police_days * DAY)


def _judged(chosen: Chosen, police_days: int) -> Any:
    if not chosen.wants(JUDGED | BY_RULE):
        return None
    restricts = and_(_v.judgement.in_(RESTRICTING), _v.reason.is_not(None))
    shows = and_(_v.by_id.is_(None), _v.judgement.not_in(RESTRICTING))
    if chosen.what in JUDGED:
        restricts, shows = and_(restricts, _v.judgement == chosen.what), false()
    elif chosen.what is not None:
        hid = _events.c.facts.contains(f'"hid":"{Publication.HIDDEN.value}"')
        again = chosen.what is What.SHOWN_AGAIN
        restricts, shows = false(), and_(shows, hid if again else ~hid)
    category, unit = func.coalesce(_n.category_id, _s.category_id), _unit()
    return (
        select(
            *(_v.id, _v.at, _v.judgement, _v.reason, _v.shown, _v.by_id, _events.c.facts),
            *(*_CASE, _COMMENT),
            category.label("category_id"),
            unit.label("unit_id"),
            is_reversed().label("reversed"),
        )
        .join(submissions, _s.id == _v.submission_id)
        .join(_events, _events.c.id == _v.event_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .outerjoin(notes, _n.verdict_id == _v.id)
        .outerjoin(before_verdicts, _b.verdict_id == _v.id)
        .where(
            or_(restricts, shows),
            # Taken back by whoever gave it, within two minutes: as if it had not been.
            _b.undone_at.is_(None),
            func.coalesce(_n.undone, false()).is_(false()),
            _tellable(police_days),
            *_narrowed(chosen, category, unit, _v.reason),
        )
    )


def _unit() -> Any:
    return func.coalesce(_n.unit_id, _s.unit_id)


def is_reversed() -> Any:
    """The condition, over verdict, that a later verdict on the same thing, or an appeal,
    showed it again.

    What was hidden or refused is shown again as a whole or in part; what had a detail hidden, as a
    whole. Publishing after a change was asked for reverses nothing: the words are others.
    """
    later, left = verdicts.alias("later"), before_verdicts.alias("left")
    taken_back = exists().where(left.c.verdict_id == later.c.id, left.c.undone_at.is_not(None))
    shown_again = or_(
        and_(
            _v.judgement.in_({Judgement.REFUSE, Judgement.UNPUBLISH, Judgement.HIDE}),
            # Of a change that was not shown; the next one has other words.
            _v.shown.is_not(None),
            later.c.shown.in_(PUBLIC),
        ),
        and_(_v.judgement == Judgement.REDACT, later.c.shown == Publication.PUBLISHED),
    )
    by_verdict = exists().where(
        later.c.submission_id == _v.submission_id,
        later.c.comment_id.is_not_distinct_from(_v.comment_id),
        later.c.id > _v.id,
        shown_again,
        ~taken_back,
    )
    return or_(by_verdict, _v.id.in_(reversed_verdicts()))


def _missed(chosen: Chosen, _police_days: int) -> Any:
    if not chosen.wants({What.PROMISE_MISSED}) or chosen.reason is not None:
        return None
    return (
        select(
            *(_r.id, _r.missed_at.label("at"), literal(None).label("reason")),
            *(*_CASE, _COMMENT, _s.category_id, _s.unit_id),
        )
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(_r.missed_at.is_not(None), *_narrowed(chosen, _s.category_id, _s.unit_id, None))
    )


def _appealed(chosen: Chosen, police_days: int) -> Any:
    if not chosen.wants(APPEALED):
        return None
    statement = (
        select(
            *(_a.id, _a.decided_at.label("at"), _a.outcome, _v.reason),
            *(*_CASE, _COMMENT, _s.category_id, _s.unit_id),
        )
        .select_from(appeals)
        .outerjoin(verdicts, _v.id == _a.verdict_id)
        .outerjoin(submissions, _s.id == _v.submission_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .where(
            _a.state == AppealState.DECIDED,
            or_(_v.id.is_(None), _tellable(police_days)),
            *_narrowed(chosen, _s.category_id, _s.unit_id, _v.reason),
        )
    )
    if chosen.what is not None:
        statement = statement.where(_a.outcome == APPEALED[chosen.what])
    return statement


def _narrowed(chosen: Chosen, category: Any, unit: Any, reason: Any) -> list[ColumnElement[bool]]:
    wanted = (
        (_s.kind, chosen.kind),
        (category, chosen.category_id),
        (unit, chosen.unit_id),
        (reason, chosen.reason),
    )
    return [column == value for column, value in wanted if value is not None]


_Sort = tuple[Callable[[Chosen, int], Any], Callable[[Row[Any]], Entry], Any, Any]
_SORTS: tuple[_Sort, ...] = (
    (_judged, of_verdict, _v.at, _v.id),
    (_missed, of_missed, _r.missed_at, _r.id),
    (_appealed, of_appeal, _a.decided_at, _a.id),
)
"""In the order of Place.sort: the statement, what makes an entry of its row, and its key."""
