"""The statements that the public register is read from: one for each sort of entry.

Each asks for one index by time and joins the rest by number; none selects a word, a name or an
address. Their rows become entries in moderation.register_entries.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, literal, or_, select

from models.before_verdict import before_verdicts, is_undone
from models.calendar import DAY, now
from models.comment import comments
from models.database import table_of
from models.event import Event
from models.invalidated import batches
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
    What,
    of_appeal,
    of_missed,
    of_support,
    of_verdict,
)

_events = table_of(Event)
_v, _s, _c, _r = verdicts.c, submissions.c, comments.c, reviewables.c
_a, _n, _f = appeals.c, notes.c, batches.c

_CASE = (_s.kind, _s.reference, _s.publication, _c.number, _c.section)
_COMMENT = _c.publication.label("comment_publication")


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
        .where(
            or_(restricts, shows),
            ~was_undone(),
            _tellable(police_days),
            *_narrowed(chosen, category, unit, _v.reason),
        )
    )


def _unit() -> Any:
    return func.coalesce(_n.unit_id, _s.unit_id)


def was_undone() -> ColumnElement[bool]:
    """The condition, over verdict, that its moderator took it back within two minutes: as if it had
    not been. What stood before a verdict goes with its case; the note of it stays.

    Not a join with a condition: PostgreSQL takes that for so rare that it reads and sorts them all.
    """
    noted = notes.alias("undone")
    return or_(is_undone(), exists().where(noted.c.verdict_id == _v.id, noted.c.undone))


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


def _support(chosen: Chosen, _police_days: int) -> Any:
    if not chosen.wants({What.SUPPORT_REMOVED}) or chosen.reason is not None:
        return None
    return (
        select(
            *(_f.id, _f.confirmed_at.label("at"), _f.rule, _f.count.label("votes")),
            _f.undone_at.is_not(None).label("undone"),
            *(literal(None).label(name) for name in ("reason", "number", "section")),
            *(literal(None).label("comment_publication"), _s.kind, _s.reference, _s.publication),
            *(_s.category_id, _s.unit_id),
        )
        .join(submissions, _s.id == _f.submission_id)
        .where(_f.confirmed_at.is_not(None), *_narrowed(chosen, _s.category_id, _s.unit_id, None))
    )


def _narrowed(chosen: Chosen, category: Any, unit: Any, reason: Any) -> list[ColumnElement[bool]]:
    wanted = (
        (_s.kind, chosen.kind),
        (category, chosen.category_id),
        (unit, chosen.unit_id),
        (reason, chosen.reason),
    )
    return [column == value for column, value in wanted if value is not None]


_Sort = tuple[Callable[[Chosen, int], Any], Callable[[Row[Any]], Entry], Any, Any]
SORTS: tuple[_Sort, ...] = (
    (_judged, of_verdict, _v.at, _v.id),
    (_missed, of_missed, _r.missed_at, _r.id),
    (_appealed, of_appeal, _a.decided_at, _a.id),
    (_support, of_support, _f.confirmed_at, _f.id),
)
"""In the order of Place.sort: the statement, what makes an entry of its row, and its key."""
