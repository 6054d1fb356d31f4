"""Rows of decisions for pages: the latest of a case, one by itself, and all of them by day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, tuple_
from sqlmodel import Session

from models.calendar import local
from models.database import table_of
from models.decision import decisions
from models.history import timeline
from models.meeting.row import meetings
from models.showing import PAGE
from models.states import PUBLIC, Status
from models.submission import stream_of, submissions
from models.tally import tallies
from models.text import Text

_texts = table_of(Text)
_s = submissions.c


def _rulings() -> Select[Any]:
    said, why = _texts.alias(), _texts.alias()
    columns = [column for column in decisions.c if column.name not in {"summary_id", "reasons_id"}]
    who = (meetings.c.presenter, meetings.c.participants)
    return (
        select(*columns, *who, said.c.html.label("summary_html"), why.c.html.label("reasons_html"))
        .join(said, said.c.id == decisions.c.summary_id)
        .join(why, why.c.id == decisions.c.reasons_id)
        .outerjoin(meetings, meetings.c.id == decisions.c.meeting_id)
    )


_LATEST_RULING = (
    _rulings()
    .where(decisions.c.submission_id == bindparam("case"))
    .order_by(decisions.c.id.desc())
    .limit(1)
)


def ruling(session: Session, submission_id: int) -> Row[Any] | None:
    """The latest decision with its summary and reasons, or None."""
    return session.execute(_LATEST_RULING, {"case": submission_id}).first()


def one_ruling(session: Session, decision_id: int) -> Row[Any] | None:
    """A decision on a public case, with the case's title and support; None for any other."""
    return session.execute(
        _rulings()
        .add_columns(
            _s.reference, _s.status, _s.publication, _texts.c.title, tallies.c.count.label("votes")
        )
        .join(submissions, _s.id == decisions.c.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .outerjoin(tallies, tallies.c.submission_id == _s.id)
        .where(decisions.c.id == decision_id, _s.publication.in_(PUBLIC))
    ).first()


def carried_out_on(session: Session, reference: str) -> date | None:
    """The day the last step was recorded: for a case that is carried out, the day it was."""
    for event in timeline(session, stream_of(reference)):
        if event.facts.get("to") == Status.IMPLEMENTED:
            return local(event.occurred_at or event.at).date()
    return None


def rulings(session: Session, *, after: tuple[Any, int] | None = None) -> list[Row[Any]]:
    """Decisions on public cases, newest first; `after` is (decided_on, id) of the last one seen."""
    wanted = (
        select(
            decisions.c.id,
            decisions.c.ruling,
            decisions.c.body,
            decisions.c.decided_on,
            decisions.c.paragraph,
            decisions.c.at,
            _s.reference,
            _s.status,
            _texts.c.title,
        )
        .join(submissions, _s.id == decisions.c.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_s.publication.in_(PUBLIC))
    )
    if after is not None:
        wanted = wanted.where(tuple_(decisions.c.decided_on, decisions.c.id) < after)
    return list(
        session.execute(
            wanted.order_by(decisions.c.decided_on.desc(), decisions.c.id.desc()).limit(PAGE + 1)
        )
    )


def addresses(session: Session, most: int) -> Sequence[Row[Any]]:
    """The newest decisions on public cases, for a map of the site: id and when it was told."""
    return session.execute(
        select(decisions.c.id, decisions.c.at)
        .join(submissions, _s.id == decisions.c.submission_id)
        .where(_s.publication.in_(PUBLIC))
        .order_by(decisions.c.id.desc())
        .limit(most)
    ).all()
