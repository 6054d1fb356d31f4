"""What the sinks and the tables say after a storm: everyone once, or what is wrong (I4).

A second copy of a message is forgiven only where a worker died in the middle of that very try, as
the tables say, or where the relay took it and hung up before it said so, as the relay says. Every
copy has the same Message-ID: by another one it would be a message that nobody was to be sent.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select

from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryEvent, DeliveryState, deliveries
from models.event import Outbox, OutboxState

MESSAGE_ID = re.compile(rb"^Message-ID: <([0-9a-f]{32})@", re.MULTILINE)
_RECEIPT = re.compile(r"/sms/receipts/(\d+)\.")
_attempts = table_of(DeliveryAttempt)
_carried = table_of(DeliveryEvent)
_outbox = table_of(Outbox)

Told = tuple[str, str, int]
"""Channel, address, event."""


class Arrived(NamedTuple):
    """One message in a sink: known by its Message-ID, or by the delivery its receipt is for."""

    channel: str
    key: str
    recipient: str


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list)
    messages: int = 0
    copies: int = 0
    """Second copies that a death or a silent relay explains."""
    deaths: int = 0
    """Tries that a worker died in."""
    unsaid: int = 0
    """Messages that a relay took and did not say so."""


@dataclass
class _Tables:
    rows: dict[int, Any]
    events: dict[int, set[int]]
    interrupted: Counter[int]
    sent: Counter[int]


def check(expected: set[Told], arrived: Iterable[Arrived], unsaid: Iterable[str] = ()) -> Verdict:
    """Compare what came out with whom every event was to be told to.

    `unsaid` are the Message-IDs that a relay took without saying so, one for each time.
    """
    tables, silent = _read(), Counter(unsaid)
    came, strangers = _what_came(tables, arrived)
    faults = [f"nobody was to be sent: {one}" for one in strangers]
    faults += _wrongly_told(expected, tables, came)
    for row in tables.rows.values():
        dead, hushed = tables.interrupted[row.id], silent[key_of(row)]
        if row.state not in {DeliveryState.SENT, DeliveryState.DELIVERED}:
            faults.append(f"{row.state}: {_name(row)}")
        if tables.sent[row.id] > 1 + dead or not tables.sent[row.id] + hushed:
            faults.append(f"sent {tables.sent[row.id]} times: {_name(row)}")
        if came[row.id] > 1 + dead + hushed:
            faults.append(f"{came[row.id]} copies, {dead} deaths, {hushed} unsaid: {_name(row)}")
    total, died = sum(came.values()), sum(tables.interrupted.values())
    return Verdict(faults, total, total - len(came), died, silent.total())


def _wrongly_told(expected: set[Told], tables: _Tables, came: Counter[int]) -> Iterator[str]:
    """Every event to everyone who was to hear, in one message that came, and to nobody else."""
    carried: dict[Told, list[int]] = defaultdict(list)
    for row in tables.rows.values():
        for event_id in tables.events[row.id]:
            carried[(row.channel.value, row.address, event_id)].append(row.id)
    for told in expected | set(carried):
        heard = [delivery_id for delivery_id in carried[told] if came[delivery_id]]
        if told not in expected:
            yield f"nobody was to be told: {told}"
        elif not heard:
            yield f"missing: {told}"
        elif len(carried[told]) > 1:
            yield f"{len(carried[told])} deliveries: {told}"


def _what_came(tables: _Tables, arrived: Iterable[Arrived]) -> tuple[Counter[int], list[Arrived]]:
    """How often each delivery came out; and what is no delivery's, or went to somebody else."""
    by_key: dict[tuple[str, str], int] = {}
    for row in tables.rows.values():
        by_key["email", key_of(row)] = row.id
        by_key["sms", str(row.id)] = row.id
    came: Counter[int] = Counter()
    strangers = []
    for one in arrived:
        delivery_id = by_key.get((one.channel, one.key), 0)
        if delivery_id and tables.rows[delivery_id].address == one.recipient:
            came[delivery_id] += 1
        else:
            strangers.append(one)
    return came, strangers


def of_mails(mails: Any) -> Iterator[Arrived]:
    for mail in mails:
        found = MESSAGE_ID.search(mail.raw)
        yield Arrived("email", found[1].decode() if found else "?", ",".join(mail.recipients))


def of_texts(texts: Any) -> Iterator[Arrived]:
    for message in texts:
        found = _RECEIPT.search(message.form["whendelivered"])
        yield Arrived("sms", found[1] if found else "?", message.to)


def key_of(row: Any) -> str:
    """The Message-ID's left part, as anybody could work it out (decisions.md, Outbox)."""
    named = f"{row.channel.value}\0{row.address}\0{row.message_key}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _name(row: Any) -> str:
    return f"{row.channel.value} {row.address} {row.message_key}"


def _read() -> _Tables:
    """The deliveries that carry events, those events, and what became of every try."""
    with transaction(write=False) as session:
        rows = session.execute(select(deliveries).where(deliveries.c.event_id.is_not(None))).all()
        carried = session.execute(select(_carried.c.delivery_id, _carried.c.event_id)).all()
        tries = session.execute(
            select(_attempts.c.delivery_id, _attempts.c.outcome, _attempts.c.code)
        ).all()
    events: dict[int, set[int]] = defaultdict(set)
    for pair in carried:
        events[pair.delivery_id].add(pair.event_id)
    return _Tables(
        {row.id: row for row in rows},
        events,
        Counter(row.delivery_id for row in tries if row.code == "interrupted"),
        Counter(row.delivery_id for row in tries if row.outcome == "sent"),
    )


def is_quiet() -> bool:
    """Whether nothing is left to address or to send."""
    unsettled = [DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE]
    with transaction(write=False) as session:
        pending = select(_outbox.c.event_id).where(_outbox.c.state == OutboxState.PENDING).limit(1)
        waiting = select(deliveries.c.id).where(deliveries.c.state.in_(unsettled)).limit(1)
        return session.execute(pending).first() is None and session.execute(waiting).first() is None
