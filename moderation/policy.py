"""What a town's rules suggest about somebody who breaks them again and again (MQ-15).

A suggestion, never more: a moderator decides, and gives reasons. What is counted are texts that
people refused or took away for what somebody did in them, each once; being told that a matter is
not the municipality's is no misuse. After each measure the count begins anew.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, distinct, func, or_, select
from sqlmodel import Session

from models import sanctions
from models.before_verdict import is_undone
from models.calendar import DAY, Moment, now
from models.comment import comments
from models.database import table_of
from models.errors import NotFound
from models.misuse import Misuse
from models.person import Contact
from models.report import DECIDES, Decision, reports
from models.review import reviewables
from models.review_appeal import found_wrong
from models.sanctions import Conduct, Measure
from models.submission import submissions
from models.verdict import RESTRICTING, verdicts
from moderation.reasons import GROUNDS, Reason

CONDUCT = frozenset(
    {Reason.ABUSIVE, Reason.PERSONAL_DATA, Reason.ADVERTISING}
    | {reason for reason, ground in GROUNDS.items() if ground.illegal}
)
"""Reasons that are about what somebody did, not about what the municipality may deal with."""
REMEMBERED = 365 * DAY
"""How long a warning stands: who is warned again after that begins anew."""
_UNFOUNDED = tuple(it for it, decision in DECIDES.items() if decision is Decision.STAYS)

_contacts = table_of(Contact)
_v, _s, _c, _r, _i = verdicts.c, submissions.c, comments.c, reports.c, reviewables.c


class Whom(NamedTuple):
    """Whoever a measure is about: a person, or an address behind which nobody stands yet."""

    person_id: int | None
    contact_id: int | None


class Past(NamedTuple):
    """What was done before: the strictest measure that still stands, and when."""

    kind: Measure | None
    at: Moment


@dataclass(frozen=True)
class Suggestion:
    """A measure, for so many days (0 for a warning), because of so many texts or reports in so many
    days. `urgent`: one text was enough, and no warning goes before it.
    """

    kind: Measure
    days: int
    count: int
    within: int
    urgent: bool = False


def whom(session: Session, item_id: int, report_id: int | None = None) -> Whom | None:
    """Who wrote the text of an item, or reported it; None for somebody who left no address.

    Raises NotFound for a report of something else.
    """
    if report_id is None:
        wanted = (
            select(case((_i.comment_id.is_(None), _s.contact_id), else_=_c.contact_id))
            .select_from(reviewables)
            .outerjoin(comments, _c.id == _i.comment_id)
            .join(submissions, _s.id == func.coalesce(_i.submission_id, _c.submission_id))
            .where(_i.id == item_id)
        )
    else:
        wanted = select(_r.contact_id).where(_r.id == report_id, _r.reviewable_id == item_id)
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound(str(report_id or item_id))
    if row[0] is None:
        return None
    found = session.get_one(Contact, row[0])
    confirmed = found.confirmed_at is not None
    return Whom(found.person_id if confirmed else None, found.id)


def next_step(
    count: int, past: Past, rules: Misuse, *, conduct: Conduct, urgent: bool = False
) -> Suggestion | None:
    """What the rules suggest after so many since the last measure. Pure.

    A pause is never the first, except after what the law is urgent about.
    """
    if urgent:
        return Suggestion(Measure.SUSPENDED, rules.suspend_days, count, rules.days, urgent=True)
    if conduct is Conduct.REPORTING:
        after: dict[Measure | None, tuple[int, Measure]] = {
            None: (rules.unfounded, Measure.WARNING),
            Measure.WARNING: (rules.unfounded, Measure.SUSPENDED),
            Measure.SUSPENDED: (rules.unfounded, Measure.SUSPENDED),
        }
    else:
        after = {
            None: (rules.warn, Measure.WARNING),
            Measure.WARNING: (rules.restrict, Measure.RESTRICTED),
            Measure.RESTRICTED: (rules.suspend, Measure.SUSPENDED),
            Measure.SUSPENDED: (rules.suspend, Measure.SUSPENDED),
        }
    enough, kind = after[past.kind]
    if count < enough:
        return None
    lasts = {Measure.RESTRICTED: rules.restrict_days, Measure.SUSPENDED: rules.suspend_days}
    return Suggestion(kind, lasts.get(kind, 0), count, rules.days)


def suggested(
    session: Session, whom: Whom, rules: Misuse, *, conduct: Conduct = Conduct.WRITING
) -> Suggestion | None:
    """What the rules suggest about somebody now; None while she is held back already."""
    if sanctions.in_force(session, whom.person_id, whom.contact_id, about=conduct) is not None:
        return None
    past = _past(session, whom, conduct)
    since = max(now() - rules.days * DAY, past.at + 1)
    if conduct is Conduct.REPORTING:
        row = session.execute(_unfounded(whom, since)).one()
        # Who is right more often than not is no burden to anybody.
        count = row.stayed if row.stayed > row.agreed else 0
        return next_step(count, past, rules, conduct=conduct)
    found = session.execute(_refused(whom, since)).one()
    return next_step(found.texts, past, rules, conduct=conduct, urgent=found.urgent > 0)


def was_warned(session: Session, whom: Whom, conduct: Conduct) -> bool:
    """Whether a warning, or more, stands that a pause may follow on."""
    return _past(session, whom, conduct).kind is not None


def _past(session: Session, whom: Whom, conduct: Conduct) -> Past:
    """A measure that was lifted as wrong was none."""
    for row in sanctions.of(session, whom.person_id, whom.contact_id):
        stands = row.lifted_at is None or row.lifted_why == sanctions.NO_LONGER_NEEDED
        if row.conduct == conduct and stands and row.from_at > now() - REMEMBERED:
            return Past(row.kind, row.from_at)
    return Past(None, 0)


def _hers(whom: Whom) -> Select[tuple[int]]:
    hers = _contacts.c.id == whom.contact_id
    if whom.person_id is not None:
        hers = or_(hers, _contacts.c.person_id == whom.person_id)
    return select(_contacts.c.id).where(hers)


def _refused(whom: Whom, since: Moment) -> Any:
    """How many of her texts were refused since, and how many for what the law is urgent about."""
    urgent = [reason.value for reason in CONDUCT if GROUNDS[reason].urgent]
    return (
        select(
            func.count(distinct(_v.reviewable_id)).label("texts"),
            func.count(case((_v.reason.in_(urgent), 1))).label("urgent"),
        )
        .select_from(verdicts)
        .join(submissions, _s.id == _v.submission_id)
        .outerjoin(comments, _c.id == _v.comment_id)
        .where(
            or_(
                and_(_v.comment_id.is_(None), _s.contact_id.in_(_hers(whom))),
                _c.contact_id.in_(_hers(whom)),
            ),
            _v.at >= since,
            _v.by_id.is_not(None),
            _v.judgement.in_(RESTRICTING),
            _v.reason.in_([reason.value for reason in CONDUCT]),
            ~is_undone(),
            ~found_wrong(),
        )
    )


def _unfounded(whom: Whom, since: Moment) -> Any:
    """In how many of her reports that were decided since we let the text stay, and did not."""
    stayed = _v.judgement.in_(_UNFOUNDED)
    return (
        select(
            func.count(distinct(case((stayed, _r.id)))).label("stayed"),
            func.count(distinct(case((~stayed, _r.id)))).label("agreed"),
        )
        .select_from(reports)
        .join(verdicts, _v.reviewable_id == _r.reviewable_id)
        .where(
            _r.contact_id.in_(_hers(whom)),
            _r.at >= since,
            _v.by_id.is_not(None),
            _v.judgement.in_(tuple(DECIDES)),
            ~is_undone(),
        )
    )
