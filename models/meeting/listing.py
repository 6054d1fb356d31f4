"""Meetings for lists, pages and calendars; what everyone reads counts public cases alone."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select, tuple_
from sqlmodel import Session

from models.board import boards
from models.calendar import now, today
from models.database import table_of
from models.decision import decisions
from models.meeting.row import MeetingState, meeting_cases, meetings
from models.states import PUBLIC, Kind, Status
from models.submission import SHOWN, submissions
from models.text import Text

PAGE = 25
COMING_SHOWN = 6
MOST_IN_CALENDAR = 300
LOOKED_BACK = dt.timedelta(days=90)
"""How long a calendar keeps what is over."""

_texts = table_of(Text)
_m, _c, _s, _d = meetings.c, meeting_cases.c, submissions.c, decisions.c

# Counted for the rows of a list alone: each looks at its own few cases.
_ALL = select(func.count()).where(_c.meeting_id == _m.id).correlate(meetings).scalar_subquery()
_SHOWN = (
    select(func.count())
    .select_from(meeting_cases)
    .join(submissions, _s.id == _c.submission_id)
    .where(_c.meeting_id == _m.id, _s.publication.in_(PUBLIC))
    .correlate(meetings)
    .scalar_subquery()
)


def _rows() -> Select[Any]:
    return select(
        *meetings.c,
        boards.c.slug,
        boards.c.name_sv,
        boards.c.name_en,
        _ALL.label("cases"),
        _SHOWN.label("public_cases"),
    ).join(boards, boards.c.id == _m.board_id)


_ONE = _rows().where(_m.id == bindparam("meeting"))


def one(session: Session, meeting_id: int) -> Row[Any] | None:
    """A meeting with the names of its board; None when there is none."""
    return session.execute(_ONE, {"meeting": meeting_id}).first()


def unfinished(session: Session) -> Sequence[Row[Any]]:
    """What is to come, and what still waits for its decisions or minutes, soonest first."""
    open_ones = _rows().where(_m.state != MeetingState.MINUTES_POSTED)
    return session.execute(open_ones.order_by(_m.day, _m.id).limit(MOST_IN_CALENDAR)).all()


def finished(session: Session, *, after: tuple[Any, int] | None = None) -> Sequence[Row[Any]]:
    """Meetings whose minutes are posted, newest first; one more than a page."""
    wanted = _rows().where(_m.state == MeetingState.MINUTES_POSTED)
    if after is not None:
        wanted = wanted.where(tuple_(_m.day, _m.id) < after)
    return session.execute(wanted.order_by(_m.day.desc(), _m.id.desc()).limit(PAGE + 1)).all()


def coming(session: Session) -> Sequence[Row[Any]]:
    """The next meetings, for everyone."""
    wanted = _rows().where(_m.day >= today(), _m.state == MeetingState.PLANNED)
    return session.execute(wanted.order_by(_m.day, _m.id).limit(COMING_SHOWN)).all()


_NEXT = (
    select(_m.id, _m.day)
    .select_from(meeting_cases)
    .join(meetings, _m.id == _c.meeting_id)
    .where(
        _c.submission_id == bindparam("case"),
        _m.state == MeetingState.PLANNED,
        _m.day >= bindparam("today"),
    )
    .order_by(_m.day, _m.id)
    .limit(1)
)


def next_of(session: Session, submission_id: int) -> Row[Any] | None:
    """The next meeting that takes a case up, as a row of `id` and `day`; None for none."""
    return session.execute(_NEXT, {"case": submission_id, "today": today()}).first()


# For calendars


def in_calendar(session: Session, board_id: int | None = None) -> Sequence[Row[Any]]:
    """The days of meetings, of all boards or of one."""
    wanted = _rows().where(_m.day >= today() - LOOKED_BACK)
    if board_id is not None:
        wanted = wanted.where(_m.board_id == board_id)
    return session.execute(wanted.order_by(_m.day, _m.id).limit(MOST_IN_CALENDAR)).all()


def voting_ends(session: Session) -> Sequence[Row[Any]]:
    """Public proposals that collect support, by their last day."""
    return session.execute(
        select(_s.reference, _s.voting_until, _s.published_at, _texts.c.title)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(
            SHOWN,
            and_(_s.kind == Kind.PROPOSAL, _s.status == Status.VOTING),
            _s.voting_until >= now(),
        )
        .order_by(_s.voting_until, _s.id)
        .limit(MOST_IN_CALENDAR)
    ).all()


def appeals_end(session: Session, board_id: int | None = None) -> Sequence[Row[Any]]:
    """Decisions on public cases, by the last day to appeal them; of all boards or of one."""
    wanted = (
        select(_d.id, _d.body, _d.appeal_by, _d.minutes_posted, _d.at, _texts.c.title)
        .join(submissions, _s.id == _d.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_s.publication.in_(PUBLIC), _d.appeal_by >= today() - LOOKED_BACK)
    )
    if board_id is not None:
        wanted = wanted.join(meetings, _m.id == _d.meeting_id).where(_m.board_id == board_id)
    return session.execute(wanted.order_by(_d.appeal_by, _d.id).limit(MOST_IN_CALENDAR)).all()
