"""What comes back to us: a letter that could not be delivered, or that was called unwanted (NT-17).

Only the proof in the bounce address decides what it is about: the address that a report names may
be another one, to which the letter was forwarded. What has no proof, or a wrong one, is counted and
changes nothing. The same report twice, by mail and by webhook, is one.
"""

import logging
from collections import Counter
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlmodel import Session

from models import keys
from models.bounce import BounceKind
from models.calendar import now
from models.delivery import DeliveryState, deliveries
from notifications import settling, unreached
from notifications.bounce_reading import read
from notifications.inbound import Forged
from notifications.retries import MAILBOX_FULL
from notifications.returning import is_ours

log = logging.getLogger(__name__)

DOOR = "bounces"
"""Purpose of the secret part of the address that a webhook posts to."""

_S = DeliveryState
_OPEN = (_S.QUEUED, _S.SENDING, _S.TEMPORARY_FAILURE, _S.SENT)
"""From where a report leads on: it may be faster than the worker that hears the relay's yes."""

_DELIVERY = select(
    deliveries.c.id,
    deliveries.c.channel,
    deliveries.c.address,
    deliveries.c.message_key,
    deliveries.c.contact_id,
    deliveries.c.token_id,
    deliveries.c.attempts,
    deliveries.c.state,
).where(deliveries.c.id == bindparam("delivery_id"))


class Taken(StrEnum):
    """What became of a message that came back."""

    NOTED = "noted"
    AGAIN = "again"
    """Known already."""
    NO_FAILURE = "no_failure"
    """An automatic reply, or a note that it takes longer."""
    STRANGER = "stranger"
    """No proof of ours."""


counted: Counter[Taken] = Counter()
"""By this process, since it started."""


def door() -> str:
    """The secret last part of the address that a mail provider posts returned messages to."""
    return keys.key(DOOR, "", "")


def knock(given: str) -> None:
    """Raises Forged for whoever does not know the secret part."""
    if not keys.fits(given, DOOR, "", ""):
        raise Forged


def take(session: Session, raw: bytes, recipients: tuple[str, ...] = ()) -> Taken:
    """Take one returned message in. `recipients` are the envelope's, where they are known.

    Never raises for what stands in the message.
    """
    report = read(raw, recipients)
    row = _proven(session, report.named)
    if row is None:
        taken = Taken.STRANGER
    elif report.kind is None:
        taken = Taken.NO_FAILURE
    else:
        fresh = unreached.note(session, row, report.kind, report.status)
        taken = Taken.NOTED if fresh else Taken.AGAIN
        if fresh:
            _settle(session, row, report.kind, report.status)
    counted[taken] += 1
    log.info("bounce taken=%s kind=%s status=%s", taken, report.kind or "", report.status)
    return taken


def _proven(session: Session, named: tuple[tuple[int, str], ...]) -> Row[Any] | None:
    for delivery_id, given in named:
        row = session.execute(_DELIVERY, {"delivery_id": delivery_id}).first()
        if row is not None and is_ours(
            delivery_id,
            given,
            channel=row.channel,
            address=row.address,
            message_key=row.message_key,
        ):
            return row
    return None


def _settle(session: Session, row: Row[Any], kind: BounceKind, status: str) -> None:
    """What becomes of the delivery itself. States only go forward (NT-3)."""
    if kind is BounceKind.COMPLAINT:
        # It did arrive.
        return
    if kind is BounceKind.FULL and row.state is _S.SENT and row.token_id is None:
        settling.returned(session, row.id, MAILBOX_FULL)
        return
    given_up = kind in {BounceKind.LATER, BounceKind.FULL}
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == row.id, deliveries.c.state.in_(_OPEN))
        .values(
            state=_S.TECHNICAL_FAILURE if given_up else _S.PERMANENT_FAILURE,
            code=f"bounced_{status}".rstrip("_"),
            # The relay had it, whether or not the worker has written that down.
            sent_at=now() if row.state is not _S.SENT else deliveries.c.sent_at,
            lease_owner=None,
            lease_until=None,
        )
    )
