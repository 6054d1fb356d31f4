"""The dialogues of staff: those that somebody may lead, and what of them needs something now."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlmodel import Session

from models.calendar import DAY, now, today
from models.dialogue import finding, unready
from models.dialogue.phases import GOES_ON, TAKES_PART
from models.dialogue.row import dialogues, leaders, phases
from models.permissions import Action
from models.permissions_of_cases import reached
from models.states import Kind, Status
from models.submission import submissions
from models.viewer import Viewer

SOON = 7 * DAY
"""How long before a phase closes staff are reminded of it."""
MOST = 200
"""Dialogues of one list."""

_s, _d, _p = submissions.c, dialogues.c, phases.c


class Needs(NamedTuple):
    """How many dialogues are not told of past the day for it, how many have a phase that closes
    within a week, and how many that everyone can read a vote without a ballot.
    """

    late: int
    closing: int
    unready: int


def led(session: Session, viewer: Viewer) -> Sequence[Row[Any]]:
    """Those that the viewer may lead, her own first, MOST at most: rows as models.dialogue.finding
    has them, with `mine`, `late`, `closing` and `unready`.
    """
    mine = exists().where(
        leaders.c.submission_id == _d.submission_id, leaders.c.person_id == viewer.person_id
    )
    asked = finding.DIALOGUES.add_columns(
        mine.label("mine"),
        _is_late().label("late"),
        _closes_soon().label("closing"),
        _is_unready().label("unready"),
    ).where(_may_lead(session, viewer))
    return session.execute(asked.order_by(mine.desc(), _d.closes_on, _s.id).limit(MOST)).all()


def needs(session: Session, viewer: Viewer) -> Needs:
    """The counts of what she may lead."""
    counted = (
        select(
            func.count().filter(_is_late()).label("late"),
            func.count().filter(_closes_soon()).label("closing"),
            func.count().filter(_is_unready()).label("unready"),
        )
        .select_from(dialogues)
        .join(submissions, _s.id == _d.submission_id)
        .where(_may_lead(session, viewer))
    )
    return Needs(*session.execute(counted).one())


def _may_lead(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    return (_s.kind == Kind.DIALOGUE) & reached(session, viewer, Action.WORK)


def _is_late() -> ColumnElement[bool]:
    """What was heard is not told, and the day for it has passed."""
    waits = _s.status.in_((Status.ANALYSIS, Status.FEEDBACK))
    return waits & (func.coalesce(_d.feedback_on, _d.decision_on, _d.closes_on) < today())


def _closes_soon() -> ColumnElement[bool]:
    at = now()
    closing = exists().where(
        _p.submission_id == _d.submission_id, _p.closes_at > at, _p.closes_at <= at + SOON
    )
    return _s.status.in_(sorted(TAKES_PART)) & closing


def _is_unready() -> ColumnElement[bool]:
    """It is shown, and has a vote to come or going on that nothing is laid out for."""
    waiting = exists().where(
        _p.submission_id == _d.submission_id, _p.closes_at > now(), unready.HAS_NO_BALLOT
    )
    return _s.status.in_(sorted(GOES_ON)) & waiting
