"""What the yearly report counts: reports, restrictions, appeals and measures against people.

Each is one statement over the rows of a time. Nobody is named, and no word of anybody.
"""

from typing import NamedTuple

from sqlalchemy import String, and_, case, exists, func, select, type_coerce
from sqlmodel import Session

from models import support_removed
from models.calendar import Moment, now
from models.invalidated import SupportRule
from models.report import reports
from models.review import reviewables
from models.review_appeal import AppealState, Party, appeals
from models.sanction import Conduct, Measure, sanctions
from models.verdict import RESTRICTING, Judgement, verdicts
from models.verdict_note import notes
from moderation.reasons import GROUNDS, Reason
from moderation.register_sources import is_reversed, was_undone

_v, _r, _n = verdicts.c, reviewables.c, notes.c
_p, _a, _x = reports.c, appeals.c, sanctions.c


class Notice(NamedTuple):
    """Reports of one reason. `known`: from somebody who was signed in. `acted`: a person then
    restricted the text; `waiting`: nobody has decided yet.
    """

    reason: Reason
    illegal: bool
    known: bool
    number: int
    acted: int
    waiting: int


class Measured(NamedTuple):
    """Restrictions of one sort. `detection` says how we came to look: notice, screening, reading,
    or rule, for what a rule did by itself. `reversed`: what was taken away was shown again.
    """

    judgement: Judgement
    reason: Reason
    illegal: bool
    detection: str
    number: int
    reversed: int


class Complaint(NamedTuple):
    """Appeals of one sort against how we judged. `outcome` is waiting until there is one."""

    party: Party
    about: str
    reason: Reason | None
    outcome: str
    number: int


class Paused(NamedTuple):
    """Measures against people who broke the rules again and again."""

    kind: Measure
    conduct: Conduct
    number: int


class Removed(NamedTuple):
    """False support that was taken away by one rule: in how many batches, how many votes, and how
    many of these are still away.
    """

    rule: SupportRule
    batches: int
    votes: int
    stands: int


def support(session: Session, since: Moment, until: Moment) -> list[Removed]:
    """False support that was taken away in a time, by rule."""
    found: dict[SupportRule, Removed] = {}
    for row in support_removed.batches(session, since=since, until=until):
        # By its place: every tuple has a `count` of its own.
        votes, so_far = int(list(row)[2]), found.get(row.rule, Removed(row.rule, 0, 0, 0))
        found[row.rule] = Removed(
            row.rule, so_far.batches + 1, so_far.votes + votes, so_far.stands + int(row.stands or 0)
        )
    return [found[rule] for rule in sorted(found)]


def notices(session: Session, since: Moment, until: Moment) -> list[Notice]:
    """Reports that came in a time, by reason and by whom."""
    decided = and_(
        _v.reviewable_id == _p.reviewable_id, _v.at >= _p.at, _v.by_id.is_not(None), ~was_undone()
    )
    acted = exists().where(decided, _v.judgement.in_(RESTRICTING))
    rows = session.execute(
        select(
            _p.reason,
            _p.known,
            func.count(),
            func.count().filter(acted),
            func.count().filter(~exists().where(decided)),
        )
        .where(_p.at.between(since, until))
        .group_by(_p.reason, _p.known)
        .order_by(_p.reason, _p.known)
    )
    return [
        Notice(Reason(reason), GROUNDS[Reason(reason)].illegal, *counted)
        for reason, *counted in rows
    ]


def measures(session: Session, since: Moment, until: Moment) -> list[Measured]:
    """Restrictions of texts in a time, by judgement, reason and how we came to look."""
    detection = case(
        (_v.by_id.is_(None), "rule"),
        (_r.reports > 0, "notice"),
        (func.coalesce(_n.rules, "") != "", "screening"),
        else_="reading",
    )
    listed = (
        select(_v.judgement, _v.reason, detection.label("how"), is_reversed().label("reversed"))
        .join(reviewables, _r.id == _v.reviewable_id)
        .outerjoin(notes, _n.verdict_id == _v.id)
        .where(
            _v.at.between(since, until),
            _v.judgement.in_(RESTRICTING),
            _v.reason.is_not(None),
            ~was_undone(),
        )
        .subquery()
    )
    one = listed.c
    rows = session.execute(
        select(one.judgement, one.reason, one.how, func.count(), func.count().filter(one.reversed))
        .group_by(one.judgement, one.reason, one.how)
        .order_by(one.judgement, one.reason, one.how)
    )
    return [
        Measured(judgement, Reason(reason), GROUNDS[Reason(reason)].illegal, *counted)
        for judgement, reason, *counted in rows
    ]


def complaints(session: Session, since: Moment, until: Moment) -> list[Complaint]:
    """Appeals that came in a time, by who appealed, against what, why and how it ended."""
    about = case((_a.verdict_id.is_not(None), "text"), else_="pause")
    reason = func.coalesce(_v.reason, _x.reason)
    state, decided = type_coerce(_a.state, String), type_coerce(_a.outcome, String)
    outcome = case((_a.state == AppealState.DECIDED, decided), else_=state)
    rows = session.execute(
        select(_a.party, about, reason, outcome, func.count())
        .select_from(appeals)
        .outerjoin(verdicts, _v.id == _a.verdict_id)
        .outerjoin(sanctions, _x.id == _a.sanction_id)
        .where(_a.received_at.between(since, until))
        .group_by(_a.party, about, reason, outcome)
        .order_by(_a.party, about, reason, outcome)
    )
    return [
        Complaint(party, what, Reason(why) if why else None, became, number)
        for party, what, why, became, number in rows
    ]


def late(session: Session, since: Moment, until: Moment) -> int:
    """Appeals that were not, or are not, decided within their fourteen days."""
    at = func.coalesce(_a.decided_at, min(until, now()))
    counted = (AppealState.DECIDED, AppealState.WAITING)
    return int(
        session.execute(
            select(func.count())
            .select_from(appeals)
            .where(_a.received_at.between(since, until), _a.state.in_(counted), at > _a.due_at)
        ).scalar_one()
    )


def paused(session: Session, since: Moment, until: Moment) -> list[Paused]:
    """Measures against people in a time."""
    rows = session.execute(
        select(_x.kind, _x.conduct, func.count())
        .where(_x.from_at.between(since, until))
        .group_by(_x.kind, _x.conduct)
        .order_by(_x.kind, _x.conduct)
    )
    return [Paused(*row) for row in rows]
