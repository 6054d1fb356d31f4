"""The ledger of notices: of every event, how many were told, and what became of the others.

For officials: counts alone, never an address. An event is counted by the messages that carry it,
whichever message that was: one of its own, one with others, or a digest (delivery_event).
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.event import Event, EventKind, Outbox, OutboxState
from models.person import Channel
from models.subscription import Frequency
from notifications import audience
from notifications.audience import PAUSED, Matter
from notifications.gathering import DIGEST
from notifications.telling import TOLD, telling

MOST = 5
"""Events of one case that are counted on its page, the newest."""

_carried = table_of(DeliveryEvent)
_events = table_of(Event)
_outbox = table_of(Outbox)
_S = DeliveryState


class Ended(StrEnum):
    """What became of a notice, in the classes that an official understands."""

    TOLD = "told"
    WAITING = "waiting"
    DIGEST = "digest"
    """It waits for the next daily or weekly mail."""
    BOUNCED = "bounced"
    """Nobody gets mail at the address, or its mail server does not take ours."""
    FAILED = "failed"
    """We did not manage to hand it over, and do not try again by ourselves."""
    PAUSED = "paused"
    STOPPED = "stopped"
    """She no longer wanted to know when it was to go."""
    HELD_BACK = "held_back"
    """It was no longer true, or no longer public, when it was to go."""


_OF_STATE = {
    _S.SENT: Ended.TOLD,
    _S.DELIVERED: Ended.TOLD,
    _S.QUEUED: Ended.WAITING,
    _S.SENDING: Ended.WAITING,
    _S.TEMPORARY_FAILURE: Ended.WAITING,
    _S.PERMANENT_FAILURE: Ended.BOUNCED,
    _S.TECHNICAL_FAILURE: Ended.FAILED,
    _S.EXPIRED: Ended.HELD_BACK,
    _S.CANCELLED: Ended.HELD_BACK,
    _S.SUPPRESSED: Ended.STOPPED,
}
_OF_CODE = {
    PAUSED: Ended.PAUSED,
    "unsubscribed": Ended.STOPPED,
    "stopped": Ended.STOPPED,
    "complained": Ended.STOPPED,
    "bounced": Ended.BOUNCED,
    "repeated": Ended.BOUNCED,
}
"""Why somebody was not told, where that says more than the state does."""

_GONE = and_(
    deliveries.c.state == _S.TEMPORARY_FAILURE,
    deliveries.c.sent_at.is_not(None),
)
_OF_EVENT = (
    select(
        deliveries.c.state,
        deliveries.c.code,
        _carried.c.code.label("left_out"),
        # One word for both, because a hundred thousand rows are grouped by it.
        case((deliveries.c.kind == DIGEST, "digest"), (_GONE, "gone"), else_="").label("how"),
        func.count().label("many"),
    )
    .join(deliveries, deliveries.c.id == _carried.c.delivery_id)
    .where(_carried.c.event_id == bindparam("event_id"))
    .group_by("state", deliveries.c.code, "left_out", "how")
)
_OF_CASE = (
    select(
        _events.c.id,
        _events.c.kind,
        _events.c.at,
        _events.c.facts,
        (_outbox.c.state == OutboxState.PENDING).label("pending"),
    )
    .join(_outbox, _outbox.c.event_id == _events.c.id)
    .where(_events.c.stream == bindparam("stream"), _events.c.kind.in_(tuple(TOLD)))
    .order_by(_events.c.seq.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Line:
    """One event, and how many notices of it ended how."""

    event_id: int
    kind: EventKind
    facts: Mapping[str, Any]
    at: Moment
    pending: bool
    """Whether some of those who will be told have no message yet."""
    counts: dict[Ended, int]


def of_event(session: Session, event_id: int) -> dict[Ended, int]:
    """How many notices of an event ended how; without those that none did."""
    found: Counter[Ended] = Counter()
    for row in session.execute(_OF_EVENT, {"event_id": event_id}):
        found[_ended(row)] += row.many
    return {ended: found[ended] for ended in Ended if found[ended]}


def of_case(session: Session, stream: str) -> list[Line]:
    """The newest events of a case of which anybody was told or will be, newest first."""
    rows = session.execute(_OF_CASE, {"stream": stream, "most": MOST}).all()
    lines = [
        Line(
            row.id,
            row.kind,
            facts := json.loads(row.facts),
            row.at,
            row.pending and telling(row.kind, facts) is not None,
            of_event(session, row.id),
        )
        for row in rows
    ]
    return [line for line in lines if line.counts or line.pending]


def _ended(row: Row[Any]) -> Ended:
    if row.left_out:
        return _OF_CODE.get(row.left_out, Ended.HELD_BACK)
    if row.how == "gone":
        # An operator took it over and never said that it arrived: a phone that is switched off.
        return Ended.TOLD
    ended = _OF_STATE[row.state]
    if ended is Ended.WAITING:
        return Ended.DIGEST if row.how == "digest" else ended
    return _OF_CODE.get(row.code, ended) if row.state in _UNSENT else ended


_UNSENT = frozenset({_S.SUPPRESSED, _S.EXPIRED, _S.CANCELLED})


class Way(StrEnum):
    """How somebody will be told."""

    EMAIL = "email"
    SMS = "sms"
    DAILY = "daily"
    WEEKLY = "weekly"
    PAUSED = "paused"


def forecast(
    session: Session,
    submission: Any,
    kind: EventKind,
    *,
    by: Actor | None = None,
    facts: Mapping[str, Any] | None = None,
) -> dict[Way, int]:
    """How many would be told now of an event of this kind, and how; without ways that nobody has.
    `facts` are those of the event, where they decide whom it is told to.

    All but the paused are as many as `audience.count` says.
    """
    told = telling(kind, facts or {})
    if told is None:
        return {}
    matter = Matter(submission, told, by.person_id if by else None, now())
    heard, author = audience.followers(matter), audience.to_author(matter)
    found: Counter[Way] = Counter()
    for row in _followers(session, heard):
        found[_way(row.often, row.channel)] += row.many
    hers = session.execute(author).first() if author is not None else None
    if hers is not None:
        found[Way(hers.channel.value)] += 1
    return {way: found[way] for way in Way if found[way]}


def _followers(session: Session, heard: Any) -> Sequence[Row[Any]]:
    if heard is None:
        return []
    often = heard.subquery()
    channel = audience.contacts.c.channel
    return session.execute(
        select(often.c.often, channel, func.count().label("many"))
        .join_from(often, audience.contacts, audience.contacts.c.id == often.c.contact_id)
        .group_by(often.c.often, channel)
    ).all()


def _way(often: str, channel: Channel) -> Way:
    return Way(channel.value) if often == Frequency.AT_ONCE else Way(often)
