"""Which cases a meeting takes up, and in which order."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, and_, case, delete, exists, func, or_, select
from sqlmodel import Session

from models import event
from models.attachment.row import attachments
from models.board import boards
from models.database import table_of
from models.errors import Invalid, NotAllowed, NotFound
from models.meeting.row import (
    MOST_CASES,
    Meeting,
    MeetingCase,
    MeetingState,
    cases_of,
    meeting_cases,
    meetings,
)
from models.particulars import particulars
from models.states import BEFORE_A_BOARD, Kind
from models.submission import stream_of, submissions
from models.text import Text

CANDIDATES_SHOWN = 100

_texts = table_of(Text)
_s, _m, _c, _p = submissions.c, meetings.c, meeting_cases.c, particulars.c


def candidates(session: Session, meeting: Meeting) -> list[Row[Any]]:
    """Proposals before a board that no coming meeting has: those of this board first, `here`."""
    here = or_(_p.board_id == meeting.board_id, _p.board.in_((boards.c.name_sv, boards.c.name_en)))
    taken = (
        select(_c.id)
        .join(meetings, _m.id == _c.meeting_id)
        .where(
            _c.submission_id == _s.id,
            _c.decision_id.is_(None),
            or_(_m.id == meeting.id, _m.state == MeetingState.PLANNED),
        )
    )
    mine = case((here, 1), else_=0)
    return list(
        session.execute(
            select(
                _s.id,
                _s.reference,
                _s.answer_by,
                _texts.c.title,
                func.coalesce(_p.board, "").label("board"),
                mine.label("here"),
            )
            .join(_texts, _texts.c.id == _s.text_id)
            .join(boards, boards.c.id == meeting.board_id)
            .outerjoin(particulars, _p.submission_id == _s.id)
            .where(
                and_(_s.kind == Kind.PROPOSAL, _s.status.in_(BEFORE_A_BOARD)),
                ~exists(taken),
            )
            .order_by(mine.desc(), _s.answer_by, _s.id)
            .limit(CANDIDATES_SHOWN)
        )
    )


def add(session: Session, meeting: Meeting, submission_ids: Collection[int]) -> int:
    """Put cases last on the list, as they stand among the candidates. Returns how many.

    Raises Invalid `cases` for none, more than a meeting takes up, or one that is no candidate.
    """
    _unscheduled(meeting)
    if not submission_ids:
        raise Invalid("cases", "missing")
    had = cases_of(session, meeting)
    if len(had) + len(submission_ids) > MOST_CASES:
        raise Invalid("cases", "too_many", most=MOST_CASES)
    found = [row for row in candidates(session, meeting) if row.id in submission_ids]
    if len(found) != len(submission_ids):
        raise Invalid("cases", "unknown")
    last = max((one.position for one in had), default=0)
    for number, row in enumerate(found, last + 1):
        session.add(MeetingCase(meeting_id=meeting.id or 0, submission_id=row.id, position=number))
    _changed(session, meeting, [row.reference for row in found])
    return len(found)


def remove(session: Session, meeting: Meeting, case_id: int) -> None:
    """Take a case off the list, with whatever was written of it. NotAllowed for a decided one."""
    _unscheduled(meeting)
    found = _one(session, meeting, case_id)
    if found.decision_id is not None:
        raise NotAllowed("decided")
    forget_draft(session, found)
    session.delete(found)
    _changed(session, meeting, [_reference(session, found)])


def move_up(session: Session, meeting: Meeting, case_id: int) -> None:
    """Take a case up before the one above it; the first stays the first."""
    _unscheduled(meeting)
    rows = cases_of(session, meeting)
    found = _one(session, meeting, case_id)
    place = rows.index(found)
    if place:
        rows.insert(place - 1, rows.pop(place))
    for number, row in enumerate(rows, 1):
        row.position = number
        session.add(row)
    _changed(session, meeting, [])


def forget_draft(session: Session, row: MeetingCase) -> None:
    """Delete the words and the document of a draft: it was decided, or taken off the list."""
    texts = [one for one in (row.summary_id, row.reasons_id) if one is not None]
    document, row.document_id, row.document_alt = row.document_id, None, ""
    row.summary_id = row.reasons_id = row.ruling = None
    row.paragraph = ""
    session.add(row)
    session.flush()
    session.execute(delete(_texts).where(_texts.c.id.in_(texts)))
    if document is not None:
        # Its file is found by the night, with whatever else no row names.
        session.execute(
            delete(attachments).where(
                attachments.c.id == document, attachments.c.decision_id.is_(None)
            )
        )


def _one(session: Session, meeting: Meeting, case_id: int) -> MeetingCase:
    found = next((row for row in cases_of(session, meeting) if row.id == case_id), None)
    if found is None:
        raise NotFound(str(case_id))
    return found


def _reference(session: Session, row: MeetingCase) -> str:
    wanted = select(_s.reference).where(_s.id == row.submission_id)
    return str(session.execute(wanted).scalar_one())


def _unscheduled(meeting: Meeting) -> None:
    if meeting.show_at is not None:
        raise NotAllowed("about_to_be_shown")


def _changed(session: Session, meeting: Meeting, references: Iterable[str]) -> None:
    """The pages of these cases say when the board takes them up."""
    meeting.change()
    session.add(meeting)
    session.flush()
    for reference in sorted(references):
        event.touch(session, stream_of(reference))
