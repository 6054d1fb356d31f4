"""What a letter says to somebody who wrote in a phase that got another end, as it is written."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.calendar import now
from models.dialogue import participants
from models.dialogue.days import closing_time, last_day
from models.dialogue.row import phases
from notifications.contexts.common import Context

DAYS = participants.KIND

_p = phases.c


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when the phase is over, or is no more."""
    phase = session.execute(
        select(_p.title, _p.kind, _p.closes_at).where(
            _p.id == participants.phase_of(row.message_key)
        )
    ).first()
    if phase is None or phase.closes_at <= now():
        return None
    return {
        "phase": {"title": phase.title, "kind": phase.kind.value},
        "last_day": last_day(phase.closes_at),
        "closes": closing_time(phase.closes_at),
    }
