"""Which delivery carries which event: attached to a message that is open, or made with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, exists, literal, select, tuple_, update
from sqlmodel import Session

from models.calendar import now
from models.database import Id, changed, table_of, upsert
from models.delivery import DeliveryEvent, deliveries
from notifications import gathering
from notifications.audience import Matter
from notifications.gathering import Sending

_carried = table_of(DeliveryEvent)
_d = deliveries.c


def common(event_id: int, matter: Matter) -> Mapping[str, Any]:
    """The columns that all deliveries made by one event share."""
    return {
        "submission_id": matter.case.id,
        "event_id": event_id,
        "newest_event_id": event_id,
        "attempts": 0,
        "created_at": now(),
    }


def attach(
    session: Session,
    event_id: int,
    ways: Sequence[Sending],
    theirs: ColumnElement[bool],
    among: Any = None,
) -> int:
    """Lock the open messages that an event belongs in, and say in them that it was the last.

    `theirs` says whose, over delivery; `among` are the pairs of contact and key that are meant.
    Returns how many. A message that carries the event already is left alone.
    """
    kinds = {how.gathers: how.attached for how in ways}
    told = exists().where(
        _carried.c.event_id == event_id,
        _carried.c.channel == _d.channel,
        _carried.c.address == _d.address,
    )
    which = update(deliveries).where(
        gathering.is_open(), _d.gathers.in_(list(kinds)), theirs, ~told
    )
    if among is not None:
        which = which.where(tuple_(_d.contact_id, _d.gathers).in_(among))
    return changed(
        session, which.values(newest_event_id=event_id, kind=case(kinds, value=_d.gathers))
    )


def note(
    session: Session,
    event_id: int,
    kind: str,
    ways: Sequence[Sending],
    theirs: ColumnElement[bool],
) -> None:
    """Say that these messages carry the event: the key that no second message can pass."""
    keys = [how.gathers for how in ways]
    insert(
        session,
        select(*carried(event_id, kind)).where(
            gathering.OPEN, _d.gathers.in_(keys), theirs, _d.newest_event_id == event_id
        ),
    )


def carried(event_id: int, kind: str) -> tuple[ColumnElement[Any], ...]:
    """The columns of one row of delivery_event, over delivery."""
    return (
        _d.id,
        literal(event_id, Id),
        _d.channel,
        _d.address,
        literal(kind, _d.kind.type),
        literal("", _d.code.type),
    )


def insert(session: Session, rows: Any) -> None:
    """Insert what `carried` selects, but what stands there."""
    names = ["delivery_id", "event_id", "channel", "address", "kind", "code"]
    session.execute(upsert(_carried).from_select(names, rows).on_conflict_do_nothing())


def leave_out(session: Session, delivery_id: int, codes: Mapping[int, str]) -> None:
    """Write down which events a message goes without, and why; at each try anew."""
    of_it = _carried.c.delivery_id == delivery_id
    session.execute(
        update(_carried).where(of_it, _carried.c.code != "").values(code=""),
    )
    for code in set(codes.values()):
        events = [event_id for event_id, why in codes.items() if why == code]
        session.execute(
            update(_carried).where(of_it, _carried.c.event_id.in_(events)).values(code=code)
        )
