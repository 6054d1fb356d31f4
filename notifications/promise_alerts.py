"""Telling staff that a promise was broken, and that one has long been: one letter to each of them,
whatever broke at once, when the municipality opens next (spec ST-16). What is running out stands in
the morning's mail (models.duties).
"""

from typing import Any

from sqlalchemy import Row, update
from sqlmodel import Session

from models import absence
from models.calendar import local, now
from models.database import transaction
from models.keeping_promises import escalating
from models.keeping_promises.row import BREAKS, EXPOSES, escalations
from models.permissions import Action
from models.permissions_of_cases import reached
from models.profile import site
from models.settings import settings
from models.states import PUBLIC
from notifications.contexts.common import Context
from notifications.desk_counts import reader
from notifications.staff_letters import key
from notifications.staff_post import people, post
from notifications.staff_post import reached as addresses_of

PROMISE_ALERT = "promise_alert"
CODE = "promise"
LISTED = 20


def each_minute() -> bool:
    """The clock's part; True when there is something to send."""
    with transaction(write=False) as session:
        if not escalating.untold(session):
            return False
    with transaction() as session:
        return _tell(session) > 0


def _tell(session: Session) -> int:
    """Note that they are told and write to whoever hears of them, in one step: never twice."""
    at = now()
    levels = escalating.untold(session)
    told = update(escalations).where(escalations.c.id.in_([one.id for one in levels]))
    session.execute(told.values(told_at=at))
    ids: set[int] = set()
    for one in levels:
        if one.open and one.level >= BREAKS:
            ids |= escalating.whom(session, one, one.level)
    away = absence.away(session)
    ids = {absence.stand_in(away, one) or one for one in ids}
    if not ids:
        return 0
    opens = site(session).opening.next_opening(at)
    rows = session.execute(addresses_of(people.c.id.in_(ids))).all()
    return sum(post(session, row, PROMISE_ALERT, key(CODE, at), not_before=opens) for row in rows)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when all of it was answered meanwhile."""
    viewer = reader(session, row.contact_id)
    if viewer is None:
        return None
    at = int(row.message_key.split(":")[2])
    stood_in_for = set(absence.mine(session, viewer.person_id or 0))
    levels = escalating.told_at(session, at, reached(session, viewer, Action.DESK))
    hers = {
        (one.reference, one.which)
        for one in levels
        if stood_in_for & escalating.whom(session, one, one.level)
    }
    # Each promise once, at the highest of its levels.
    found = [
        one
        for place, one in {(one.reference, one.which): one for one in levels}.items()
        if place in hers
    ]
    if not found:
        return None
    return {
        "reference": "",
        "title": "",
        "place": "",
        "count": len(found),
        "rows": [_line(one) for one in found[:LISTED]],
        "more": max(0, len(found) - LISTED),
        "goes_on": f"{settings().base_url}/casework",
    }


def _line(one: Row[Any]) -> dict[str, Any]:
    """A case and its promise: the title only where everyone may read it."""
    return {
        "reference": one.reference,
        "kind": "appeal" if one.appeal else one.kind.value,
        "title": one.title if one.publication in PUBLIC else "",
        "which": one.which.value,
        "day": local(one.due_at).date(),
        "long": one.level == EXPOSES,
        "url": f"{settings().base_url}/casework/{one.reference}",
    }
