"""Whether an event is no news any more: taken back at once, or told better since (NT-5, NT-8).

A step that was undone within two minutes is told to nobody, and neither is its undoing; but whoever
has heard of the step hears that it was taken back. An answer that was corrected in what matters is
told once, as corrected.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, exists, select
from sqlmodel import Session

from models.calendar import MINUTE
from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.event import Event, EventKind

UNDO = 2 * MINUTE
NEAR = 8
"""Events of the case before and after that are looked at: more do not happen in two minutes."""

STEPS = frozenset({EventKind.MOVED, EventKind.CLOSED, EventKind.MERGED, EventKind.REOPENED})
_SHOWING = frozenset(
    {
        EventKind.PUBLISHED,
        EventKind.REDACTED,
        EventKind.REFUSED,
        EventKind.HIDDEN,
        EventKind.UNPUBLISHED,
    }
)

_events = table_of(Event)
_carried = table_of(DeliveryEvent)
_this, _other = _events.alias("this"), _events.alias("other")
_NEAR = (
    select(_other.c.id, _other.c.seq, _other.c.kind, _other.c.facts)
    .join_from(_this, _other, _other.c.stream == _this.c.stream)
    .where(
        _this.c.id == bindparam("event_id"),
        _other.c.seq.between(_this.c.seq - NEAR, _this.c.seq + NEAR),
        _other.c.at.between(_this.c.at - UNDO, _this.c.at + UNDO),
    )
    .order_by(_other.c.seq)
)
_CORRECTIONS = (
    select(_other.c.facts)
    .join_from(_this, _other, _other.c.stream == _this.c.stream)
    .where(
        _this.c.id == bindparam("event_id"),
        _other.c.seq > _this.c.seq,
        _other.c.kind == EventKind.ANSWER_CORRECTED,
    )
    .order_by(_other.c.seq.desc())
    .limit(NEAR)
)
_TOLD = select(
    exists().where(
        _carried.c.event_id.in_(bindparam("events", expanding=True)),
        _carried.c.channel == bindparam("by"),
        _carried.c.address == bindparam("to"),
        _carried.c.delivery_id == deliveries.c.id,
        deliveries.c.state.in_(
            [DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SENDING]
        ),
        deliveries.c.id != bindparam("this_one"),
    )
)


def is_superseded(session: Session, row: Row[Any], facts: Mapping[str, Any]) -> bool:
    """Of one event for one reader. `row` has id and kind of the event; id, channel and address of
    the delivery.
    """
    kind = row.event_kind
    if kind in {EventKind.ANSWERED, EventKind.ANSWER_CORRECTED}:
        return _is_corrected(session, row.event_id, facts)
    if "comment" in facts:
        return False
    if kind in STEPS and "from" in facts:
        return _is_undone(session, row, ("from", "to"), STEPS)
    if kind in _SHOWING and "hid" in facts:
        return _is_undone(session, row, ("hid", "shown"), _SHOWING)
    return False


def _is_corrected(session: Session, event_id: int, facts: Mapping[str, Any]) -> bool:
    for (later,) in session.connection().execute(_CORRECTIONS, {"event_id": event_id}):
        said = json.loads(later)
        if said.get("answer") == facts.get("answer") and "significant" in said:
            return True
    return False


def _is_undone(
    session: Session, row: Row[Any], axis: tuple[str, str], kinds: frozenset[EventKind]
) -> bool:
    was, became = axis
    steps = []
    for one in session.connection().execute(_NEAR, {"event_id": row.event_id}):
        said = json.loads(one.facts)
        if one.kind in kinds and was in said and "comment" not in said:
            steps.append((one.id, said[was], said[became]))
    here = next(at for at, step in enumerate(steps) if step[0] == row.event_id)
    before, after = steps[:here], steps[here + 1 :]
    if after and after[-1][2] == steps[here][1]:
        return True
    undone = [at for at, step in enumerate(before) if step[1] == steps[here][2]]
    if not undone:
        return False
    told = {"events": [step[0] for step in before[undone[0] :]], "by": row.channel}
    asked = told | {"to": row.address, "this_one": row.id}
    return not session.connection().execute(_TOLD, asked).scalar()
