"""Letters that are about no event: what each says is read in the moment before it goes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from notifications import (
    account_letters,
    appeal_letters,
    delay_letters,
    desk_letters,
    dialogue_letters,
    factor_letters,
    long_away_letters,
    occasion_letters,
    promise_alerts,
    report_letters,
    review_alerts,
    review_letters,
    sanction_letters,
    staff_letters,
    support_letters,
    trial_letters,
)
from notifications.contexts.common import Context

Reader = Callable[[Session, Row[Any]], Context | None]

_READERS: dict[str, Reader] = {
    **dict.fromkeys(staff_letters.WORK, staff_letters.read),
    **dict.fromkeys(appeal_letters.LETTERS, appeal_letters.read),
    **dict.fromkeys(report_letters.LETTERS, report_letters.read),
    **dict.fromkeys(support_letters.LETTERS, support_letters.read),
    account_letters.ACCOUNT: account_letters.read,
    delay_letters.DELAY_ACTION: delay_letters.read,
    desk_letters.REVIEW_WORK: desk_letters.read,
    dialogue_letters.DAYS: dialogue_letters.read,
    factor_letters.FACTOR: lambda _session, row: factor_letters.read(row),
    long_away_letters.LONG_AWAY: long_away_letters.read,
    occasion_letters.OCCASION: occasion_letters.read,
    promise_alerts.PROMISE_ALERT: promise_alerts.read,
    review_alerts.REVIEW_ALERT: review_alerts.read,
    review_letters.REVIEW_LATE: review_letters.read,
    sanction_letters.SANCTION: sanction_letters.read,
    trial_letters.TRIAL: trial_letters.read,
}


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None for one that is about an event, or about nothing any more."""
    reader = _READERS.get(row.kind)
    return reader(session, row) if reader is not None else None
