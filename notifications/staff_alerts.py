"""What cannot wait until the morning: an urgent case, one that is passed about, one that is late
while nobody sees it. Each is told once, to whoever leads the unit or has the case.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models import absence, belonging, duties
from models.calendar import today
from models.clock import is_late
from models.database import table_of, transaction
from models.delivery import deliveries
from models.event import Event, EventKind
from models.handover import OFTEN
from models.organisation import Category
from models.submission import stream_of, submissions
from notifications.staff_letters import OF_PASSING, key
from notifications.staff_post import tell

MOST = 100

_events = table_of(Event)
_categories = table_of(Category)
_e = _events.c
_s = submissions.c

_WORTH = (EventKind.RECEIVED, EventKind.ASSIGNED, EventKind.HANDED_OVER)


def alert(session: Session, event_ids: Collection[int]) -> int:
    """Write the alerts of these events: who must see an urgent case, or one that moves about, now.

    In the transaction that takes the events from the outbox, so that none is lost or doubled.
    """
    rows = session.execute(
        select(
            _e.id,
            _e.kind,
            _e.actor_id,
            _e.facts,
            _s.id.label("case"),
            _s.unit_id,
            _categories.c.urgent,
        )
        .select_from(_events)
        .join(submissions, _s.reference == func.substr(_e.stream, len(stream_of("")) + 1))
        .outerjoin(_categories, _categories.c.id == _s.category_id)
        .where(_e.id.in_(event_ids), _e.kind.in_(_WORTH))
        .order_by(_e.id)
    )
    made = 0
    for row in rows.all():
        facts = json.loads(row.facts)
        if "reorganised" in facts:
            # Its unit is another, and so are those who work there: nobody passed it to them.
            continue
        code, whom = _who(session, row, facts)
        if code:
            # Once for each number of hand-overs, also when somebody put one of them right.
            of = f"{row.case}-{facts['count']}" if code in OF_PASSING else row.id
            made += tell(session, whom, key(code, of), row.case, but=row.actor_id)
    return made


def _who(session: Session, row: Any, facts: Any) -> tuple[str, Iterable[int]]:
    """The code of an event's alert, and whom it is for: nobody in most cases."""
    if row.kind is EventKind.HANDED_OVER and facts.get("count", 0) >= OFTEN:
        # Where the wrong unit was chosen, whoever leads that one has nothing to hear of it.
        units = ("to_unit",) if "correction" in facts else ("from_unit", "to_unit")
        people = {one for unit in units for one in belonging.responsible(session, facts[unit])}
        return ("circle" if "circle" in facts else "passed"), people
    if not row.urgent:
        return "", ()
    if row.kind is EventKind.ASSIGNED:
        return "given", (facts["assignee"],)
    return "urgent", belonging.leads(session, facts.get("to_unit", row.unit_id))


def alone() -> bool:
    """Cases that are late, of somebody who is away and for whom nobody stands in."""
    with transaction(write=False) as session:
        found = absence.away(session)
        missing = [one for one in found if absence.stand_in(found, one) is None]
        late = _late_of(session, missing) if missing else []
        known = _known(session, [key("alone", row.id) for row in late])
        late = [row for row in late if key("alone", row.id) not in known]
    if not late:
        return False
    with transaction() as session:
        for row in late:
            people = belonging.responsible(session, row.unit_id)
            tell(session, people, key("alone", row.id), row.id, but=row.assignee_id)
    return True


def _late_of(session: Session, people: Collection[int]) -> list[Any]:
    rows = session.execute(
        select(
            _s.id,
            _s.unit_id,
            _s.assignee_id,
            _s.status,
            _s.answered_at,
            _s.kept,
            _s.answer_by,
            _s.due_at,
        )
        .where(
            _s.assignee_id.in_(people),
            _s.status.in_(duties.OURS),
            _s.answered_at.is_(None),
            _s.answer_by <= today(),
        )
        .order_by(_s.answer_by, _s.id)
        .limit(MOST)
    )
    return [row for row in rows if is_late(row)]


def _known(session: Session, keys: Collection[str]) -> set[str]:
    wanted = select(deliveries.c.message_key).where(deliveries.c.message_key.in_(keys))
    return set(session.scalars(wanted))
