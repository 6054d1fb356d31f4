"""What the sinks and the tables say after a storm: everyone once, or what is wrong (I4).

A second copy of a message is forgiven only where a worker died in the middle of that very try:
the tables say so, and the copy has the same Message-ID.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryState, deliveries
from models.event import Outbox, OutboxState

_MESSAGE_ID = re.compile(rb"^Message-ID: <([0-9a-f]{32})@", re.MULTILINE)
_RECEIPT = re.compile(r"/sms/receipts/(\d+)\.")
_attempts = table_of(DeliveryAttempt)
_outbox = table_of(Outbox)

Told = tuple[str, str, int]
"""Channel, address, event."""


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list)
    messages: int = 0
    copies: int = 0
    """Second copies that a death explains."""
    deaths: int = 0
    """Tries that a worker died in."""


def check(expected: set[Told], mails, texts) -> Verdict:
    """Compare what came out with whom every event was to be told to."""
    rows, interrupted, sent = _read()
    of_row = {row.id: (row.channel.value, row.address, row.event_id) for row in rows}
    came = _what_came(expected, of_row, mails, texts)
    died = Counter({of_row[row_id]: times for row_id, times in interrupted.items()})
    faults = [f"nobody was to be told: {told}" for told in set(came) - expected]
    faults += [f"missing: {told}" for told in expected - set(came)]
    faults += [
        f"{copies} deliveries: {told}"
        for told, copies in Counter(of_row.values()).items()
        if copies != 1
    ]
    for row in rows:
        if row.state not in {DeliveryState.SENT, DeliveryState.DELIVERED}:
            faults.append(f"{row.state}: {of_row[row.id]}")
        if not 1 <= sent[row.id] <= 1 + interrupted[row.id]:
            faults.append(f"sent {sent[row.id]} times: {of_row[row.id]}")
    faults += [
        f"{copies} copies, {died[told]} deaths: {told}"
        for told, copies in came.items()
        if copies > 1 + died[told]
    ]
    total = sum(came.values())
    return Verdict(faults, total, total - len(came), sum(died.values()))


def _what_came(expected: set[Told], of_row: dict[int, Told], mails, texts) -> Counter[Told]:
    """How often each message came out, known by its Message-ID or by its receipt's address."""
    of_key = {_key(told): told for told in expected}
    came: Counter[Told] = Counter()
    for mail in mails:
        told = of_key.get(_MESSAGE_ID.search(mail.raw)[1].decode(), ("email", "?", 0))
        came[told if mail.recipients == (told[1],) else ("email", mail.recipients[0], 0)] += 1
    for message in texts:
        told = of_row[int(_RECEIPT.search(message.form["whendelivered"])[1])]
        came[told if message.to == told[1] else ("sms", message.to, 0)] += 1
    return came


def _key(told: Told) -> str:
    """The Message-ID's left part, as anybody could work it out (decisions.md, Outbox)."""
    channel, address, event_id = told
    return hashlib.sha256(f"{channel}\0{address}\0event:{event_id}".encode()).hexdigest()[:32]


def _read():
    with transaction(write=False) as session:
        rows = session.execute(select(deliveries).where(deliveries.c.event_id.is_not(None))).all()
        tries = session.execute(select(_attempts)).all()
    interrupted = Counter(row.delivery_id for row in tries if row.code == "interrupted")
    sent = Counter(row.delivery_id for row in tries if row.outcome == "sent")
    return rows, interrupted, sent


def is_quiet() -> bool:
    """Whether nothing is left to address or to send."""
    unsettled = [DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE]
    with transaction(write=False) as session:
        pending = select(_outbox.c.event_id).where(_outbox.c.state == OutboxState.PENDING).limit(1)
        waiting = select(deliveries.c.id).where(deliveries.c.state.in_(unsettled)).limit(1)
        return session.execute(pending).first() is None and session.execute(waiting).first() is None
