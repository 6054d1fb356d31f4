"""Telling staff of the promise of review: what the rule is about to show, to all who may read it
first, and what nobody read in time, to whoever leads the unit, once a working day.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlmodel import Session

from models import absence, belonging
from models.calendar import now, today
from models.comment import comments
from models.database import transaction
from models.delivery import deliveries
from models.permissions import Action
from models.permissions_of_cases import reached
from models.profile import site
from models.review import IS_OPEN, reviewables
from models.settings import settings
from models.submission import submissions
from notifications.contexts.common import Context
from notifications.desk_counts import joined, moderators, reader
from notifications.staff_letters import key
from notifications.staff_post import people, post
from notifications.staff_post import reached as addresses_of

REVIEW_ALERT = "review_alert"
RULE, UNREAD = "rule", "unread"
LISTED = 20
MOST_UNITS = 50

_r = reviewables.c
_s, _c = submissions.c, comments.c
_LATE = (IS_OPEN, _r.overdue.is_(True), _r.missed_at.is_not(None))


def each_minute() -> bool:
    """The clock's part; True when there is something to send."""
    with transaction(write=False) as session:
        wanted = [*_of_the_rule(session), *_unread(session)]
    if not wanted:
        return False
    with transaction() as session:
        return sum(post(session, to, REVIEW_ALERT, code) for code, to in wanted) > 0


def _of_the_rule(session: Session) -> Iterable[tuple[str, Any]]:
    """A letter for each hour at which the rule is to show something."""
    hours = session.scalars(
        select(_r.rule_at).where(IS_OPEN, _r.rule_at > now()).distinct().limit(LISTED)
    ).all()
    for at in hours:
        yield from _new(session, key(RULE, at), moderators(session))


def _unread(session: Session) -> Iterable[tuple[str, Any]]:
    """A letter each working day, as long as something was promised and is not read."""
    if not site(session).opening.is_working_day(today()):
        return
    units = session.scalars(_of(_s.unit_id).where(*_LATE).distinct().limit(MOST_UNITS)).all()
    whom = {one for unit in units for one in belonging.responsible(session, unit)}
    yield from _new(session, key(UNREAD, today().toordinal()), whom)


def _new(session: Session, code: str, whom: Collection[int]) -> Iterable[tuple[str, Any]]:
    """Those of these people, or whoever stands in for them, who have no such letter yet."""
    away = absence.away(session)
    ids = {absence.stand_in(away, one) or one for one in whom}
    if not ids:
        return
    had = set(
        session.scalars(select(deliveries.c.contact_id).where(deliveries.c.message_key == code))
    )
    for row in session.execute(addresses_of(people.c.id.in_(ids))):
        if row.contact_id not in had:
            yield code, row


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when nothing of it is left that she may see."""
    viewer = reader(session, row.contact_id)
    if viewer is None:
        return None
    _, what, of = row.message_key.split(":")
    if what == RULE:
        action, at = Action.JUDGE, int(of)
        wanted = _r.rule_at == at
        goes_on = f"{settings().base_url}/desk/rule"
        if at <= now():
            return None
    else:
        action, at = Action.DESK, None
        wanted = and_(*_LATE)
        goes_on = f"{settings().base_url}/work"
    hers = (IS_OPEN, wanted, reached(session, viewer, action))
    count: int = session.execute(_of(func.count()).where(*hers)).scalar_one()
    if not count:
        return None
    rows = session.execute(
        _of(_s.kind, _s.reference, _c.section).where(*hers).order_by(_r.id).limit(LISTED)
    ).all()
    return {
        "reference": "",
        "title": "",
        "place": "",
        "what": what,
        "count": count,
        "at": at,
        "rows": [
            {"kind": one.kind.value, "reference": one.reference, "section": one.section}
            for one in rows
        ],
        "more": count - len(rows),
        "goes_on": goes_on,
    }


def _of(*columns: Any) -> Any:
    return joined(select(*columns))
