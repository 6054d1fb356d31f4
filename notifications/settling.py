"""Writing down what became of a try. States only go forward (spec NT-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, insert, literal, select, update
from sqlmodel import Session

from models.bounce import BounceKind
from models.calendar import Moment, now
from models.database import changed, table_of
from models.delivery import DeliveryAttempt, DeliveryState, deliveries
from models.person import Channel
from models.statuses import meaning, status_in
from models.undelivered import AGAIN
from notifications import leases, quiet, unreached
from notifications.edition import Edition
from notifications.leases import UNSETTLED
from notifications.letter import STOPPED, Accepted, NotNow, TryLater, Undeliverable
from notifications.retries import INTERRUPTED, KEPT, LOGGED, MAILBOX_FULL, Outcome, after

CODE_LENGTH = 60

_attempts = table_of(DeliveryAttempt)
_S = DeliveryState
_SENT, _FAILED = "sent", "failed"


_NOTE = insert(_attempts)
_SENT_NOW = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("its_id"))
    .values(
        # A receipt may have been faster than we.
        state=case(
            (UNSETTLED, literal(_S.SENT, deliveries.c.state.type)), else_=deliveries.c.state
        ),
        code=bindparam("its_code"),
        sent_at=bindparam("its_time"),
        provider_ref=bindparam("its_ref"),
        template=bindparam("its_template"),
        rendered=bindparam("its_words"),
        lease_owner=None,
        lease_until=None,
    )
)


@dataclass(frozen=True)
class Tried:
    """A try that is over, and the pipe's answer."""

    delivery_id: int
    at: Moment
    answer: Accepted | NotNow | TryLater | Undeliverable
    made: Edition | None = None
    """What was taken."""
    took: int | None = None
    """Milliseconds until it was taken."""


def settle(session: Session, owner: str, tried: Sequence[Tried]) -> None:
    """Write down tries of `owner`.

    That a message was taken is written whoever holds the delivery by now: it is true, and keeps
    the other from sending it again. A failure counts only while the delivery is `owner`'s.
    """
    taken = [(one, one.answer) for one in tried if isinstance(one.answer, Accepted)]
    if taken:
        connection, at = session.connection(), now()
        connection.execute(_NOTE, [_note(one, _SENT, answer.note) for one, answer in taken])
        connection.execute(_SENT_NOW, [_sent(one, answer, at) for one, answer in taken])
    for one in tried:
        if isinstance(one.answer, Accepted):
            continue
        if isinstance(one.answer, NotNow):
            leases.put_off(session, owner, one.delivery_id, one.answer.until)
            continue
        if isinstance(one.answer, Undeliverable):
            stopped = one.answer.code == STOPPED
            ends = _S.SUPPRESSED if stopped else _S.PERMANENT_FAILURE
            outcome = Outcome(ends, one.answer.code)
        else:
            outcome = _after(session, one.delivery_id, one.at, one.answer)
        session.execute(_NOTE, _note(one, _FAILED, one.answer.code))
        if _failed(session, one.delivery_id, outcome, deliveries.c.lease_owner == owner):
            _blame_the_address(session, one.delivery_id, outcome)


def returned(session: Session, delivery_id: int, code: str) -> None:
    """What the relay had taken came back, and may go again later: as if it had said so at once."""
    tried = Tried(delivery_id, now(), TryLater(code))
    outcome = _after(session, delivery_id, tried.at, TryLater(code))
    session.execute(_NOTE, _note(tried, _FAILED, code))
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == _S.SENT)
        .values(**_leads_to(outcome))
    )


def interrupted(session: Session, delivery_id: int) -> None:
    """The worker died in the middle of a try: perhaps the message went, perhaps not."""
    tried = Tried(delivery_id, now(), TryLater(INTERRUPTED))
    outcome = _after(session, delivery_id, tried.at, TryLater(INTERRUPTED))
    session.execute(_NOTE, _note(tried, _FAILED, INTERRUPTED))
    _failed(session, delivery_id, outcome, deliveries.c.lease_until < now())


def _after(session: Session, delivery_id: int, at: Moment, answer: TryLater) -> Outcome:
    delivery = session.execute(
        select(deliveries.c.channel, deliveries.c.token_id).where(deliveries.c.id == delivery_id)
    ).one()
    tries = session.execute(
        select(_attempts.c.at, _attempts.c.code, _attempts.c.outcome)
        .where(_attempts.c.delivery_id == delivery_id)
        .order_by(_attempts.c.id)
    ).all()
    # Where somebody has said "send it again", the counting begins anew.
    begun = max((at for at, one in enumerate(tries, 1) if one.outcome == AGAIN), default=0)
    failed = [one for one in tries[begun:] if one.outcome == _FAILED]
    first_at = failed[0].at if failed else at
    if delivery.channel == Channel.SMS:
        # The hours in which no phone may ring are none in which it was tried.
        first_at = max(first_at, quiet.last_morning(at))
    return after(
        Channel(delivery.channel),
        [*(row.code for row in failed), answer.code],
        first_at=first_at,
        at=now(),
        at_least=answer.retry_after or 0,
        never_twice=delivery.channel == Channel.SMS and delivery.token_id is not None,
    )


def _note(tried: Tried, outcome: str, code: str) -> dict[str, Any]:
    return {
        "delivery_id": tried.delivery_id,
        "at": tried.at,
        "outcome": outcome,
        "code": code[:CODE_LENGTH],
        "took": tried.took,
    }


def _sent(one: Tried, answer: Accepted, at: Moment) -> dict[str, Any]:
    return {
        "its_id": one.delivery_id,
        "its_template": one.made.template if one.made else None,
        "its_words": one.made.rendered if one.made else None,
        "its_code": answer.note if answer.note in {LOGGED, KEPT} else "",
        "its_ref": answer.provider_ref,
        "its_time": at,
    }


def _failed(
    session: Session, delivery_id: int, outcome: Outcome, mine: ColumnElement[bool]
) -> bool:
    """False when the delivery was somebody else's by now."""
    failing = (
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state == _S.SENDING, mine)
        .values(**_leads_to(outcome))
    )
    return changed(session, failing) > 0


def _leads_to(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": outcome.state,
        "code": outcome.code[:CODE_LENGTH],
        "sent_at": now() if outcome.state is _S.SENT else None,
        "not_before": now() if outcome.not_before is None else outcome.not_before,
        "lease_owner": None,
        "lease_until": None,
    }


def _blame_the_address(session: Session, delivery_id: int, outcome: Outcome) -> None:
    """A relay that refuses at its door tells what a returned letter would."""
    if outcome.state is _S.PERMANENT_FAILURE:
        kind = meaning(status_in(outcome.code))
    elif outcome.state is _S.TECHNICAL_FAILURE and outcome.code == MAILBOX_FULL:
        kind = BounceKind.FULL
    else:
        return
    row = session.execute(
        select(
            deliveries.c.id, deliveries.c.channel, deliveries.c.contact_id, deliveries.c.attempts
        ).where(deliveries.c.id == delivery_id)
    ).one()
    if kind in {BounceKind.GONE, BounceKind.FULL} and row.channel == Channel.EMAIL:
        unreached.note(session, row, kind, status_in(outcome.code))
