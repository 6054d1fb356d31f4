"""Votes that nobody can take part in yet, because nothing is laid out to vote on.

A dialogue is not shown with one. A phase that is added while it is shown can be one for a time:
then its leaders are told, and nobody hears that it opens before there is a ballot.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select
from sqlmodel import Session

from models.calendar import now
from models.dialogue.closing import FEWEST_OPTIONS
from models.dialogue.kinds import PhaseKind
from models.dialogue.polls import poll_options, polls
from models.dialogue.row import phases

_p = phases.c
_OPTIONS = (
    select(func.count())
    .where(poll_options.c.poll_id == polls.c.id)
    .correlate(polls)
    .scalar_subquery()
)
HAS_NO_BALLOT = (_p.kind == PhaseKind.VOTE) & ~exists().where(
    polls.c.phase_id == _p.id, _OPTIONS >= FEWEST_OPTIONS
)
"""Of a phase: that it is a vote without a question and options to choose from."""

_VOTES = (
    select(_p.id, _p.opens_at)
    .where(_p.submission_id == bindparam("dialogue"), _p.closes_at > bindparam("at"), HAS_NO_BALLOT)
    .order_by(_p.opens_at, _p.position)
)


def votes(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The phases of a dialogue that wait for their ballots and are not over: id and opens_at, in
    the order in which they open.
    """
    return session.execute(_VOTES, {"dialogue": submission_id, "at": now()}).all()
