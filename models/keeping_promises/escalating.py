"""Whom it reaches when a promised time is running out, and then is over (spec ST-16)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session

from models import belonging
from models.calendar import Moment
from models.database import table_of
from models.keeping_promises.row import (
    BREAKS,
    EXPOSES,
    RUNS,
    WARNS,
    clocks,
    escalations,
)
from models.organisation import units
from models.profile import Escalation, site
from models.states import OPEN_STATUSES
from models.submission import submissions
from models.text import Text
from models.units import tree

AT_ONCE = 500
"""Levels that are told of in one go; the rest a minute later."""

_texts = table_of(Text)
_s, _k, _e = submissions.c, clocks.c, escalations.c


def whom(session: Session, case: Any, level: int) -> set[int]:
    """The ids of whoever hears of a level: who has the case; at the breach also who leads its unit,
    and half as long again after it those above them. `case` has unit_id and assignee_id.
    """
    if level == EXPOSES:
        return set(above(session, case.unit_id))
    leading = set(belonging.responsible(session, case.unit_id))
    if case.assignee_id is None:
        return leading
    return {case.assignee_id} | (leading if level == BREAKS else set())


def above(session: Session, unit_id: int) -> Iterable[int]:
    """Whoever leads the nearest unit above that anybody leads, or else, or where the municipality
    wants it so, the administrators.
    """
    if site(session).escalation is Escalation.ABOVE:
        rows = units(session)
        named = {row.id: row.lead_id for row in rows}
        for one in tree.above(rows, unit_id):
            found = belonging.lead_of(session, one) or [named[one]] * (named[one] is not None)
            if found:
                return found
    return belonging.administrators(session)


def _cases(*columns: ColumnElement[Any]) -> Any:
    """Levels of cases that still wait, with what is needed to tell of them."""
    same = (_k.submission_id == _e.submission_id) & (_k.which == _e.which) & (_k.cycle == _e.cycle)
    return (
        select(
            _s.reference,
            _s.kind,
            _s.appeal,
            _s.publication,
            _s.unit_id,
            _s.assignee_id,
            _e.which,
            _e.level,
            _k.due_at,
            *columns,
        )
        .select_from(escalations)
        .join(clocks, same)
        .join(submissions, _s.id == _e.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_e.open, _k.state.in_(RUNS), _s.status.in_(OPEN_STATUSES))
    )


def untold(session: Session) -> list[Row[Any]]:
    """Levels nobody was told of yet, the oldest first: id, level, open, unit_id, assignee_id."""
    return list(
        session.execute(
            select(_e.id, _e.level, _e.open, _s.unit_id, _s.assignee_id)
            .join(submissions, _s.id == _e.submission_id)
            .where(_e.told_at.is_(None))
            .order_by(_e.id)
            .limit(AT_ONCE)
        )
    )


def told_at(session: Session, at: Moment, hers: ColumnElement[bool]) -> list[Row[Any]]:
    """The levels that were told of at a moment and are still so, of the cases she may have, the
    longest over first.
    """
    return list(
        session.execute(
            _cases(_texts.c.title)
            .where(hers, _e.told_at == at, _e.level >= BREAKS)
            .order_by(_k.due_at, _s.id, _e.level)
            .limit(AT_ONCE)
        )
    )


def warned(
    session: Session, hers: ColumnElement[bool], mine: Iterable[int], since: Moment, until: Moment
) -> list[Row[Any]]:
    """Cases of somebody of which three quarters of a time went by between two moments, with title
    and due_at, the soonest due first.
    """
    return list(
        session.execute(
            _cases(_texts.c.title)
            .where(hers, _s.assignee_id.in_(list(mine)))
            .where(_e.level == WARNS, _e.at > since, _e.at <= until)
            .order_by(_k.due_at, _s.id)
            .limit(AT_ONCE)
        )
    )
