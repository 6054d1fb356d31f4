"""Showing what a meeting decided, at its time: each case once, in a transaction of its own."""

import datetime as dt

from sqlalchemy import select
from sqlmodel import Session

from models import decision
from models.actor import Actor, Role
from models.attachment.row import attachments
from models.board import boards
from models.calendar import Moment, local, moment, now, zone
from models.database import table_of
from models.errors import Invalid, NotAllowed, Refusal
from models.meeting import agenda, drafts
from models.meeting.row import (
    Meeting,
    MeetingCase,
    MeetingState,
    cases_of,
    meeting_cases,
    meetings,
    take,
)
from models.person import Person
from models.submission import submissions
from models.submission import take as take_case
from models.text import Text

AT_ONCE = 20

_texts = table_of(Text)
_m, _c = meetings.c, meeting_cases.c


def at_clock(day: dt.date, clock: str) -> Moment:
    """A day and a time such as 17:30 on the town's clocks, to come. Of an hour that comes twice,
    the second: nothing is shown too early. Raises Invalid for a time that the clocks leave out, and
    for one that has passed.
    """
    chosen = dt.time.fromisoformat(clock)
    wanted = dt.datetime.combine(day, chosen, tzinfo=zone()).replace(fold=1)
    found = moment(wanted)
    if local(found).time() != chosen:
        raise Invalid("clock", "left_out")
    if found <= now():
        raise Invalid("day", "past")
    return found


def schedule(session: Session, meeting: Meeting, *, by: Actor, at: Moment) -> int:
    """Show whatever is filled in whole at a moment, which may be now. Returns how many decisions.

    Nothing is public before, and the drafts cannot be changed until then or until `unschedule`.
    Raises Invalid `cases` when none is whole and `when` for a time before the day of the meeting,
    NotAllowed while a time stands already.
    """
    if meeting.show_at is not None:
        raise NotAllowed("about_to_be_shown")
    if local(at).date() < meeting.day:
        raise Invalid("when", "before_meeting")
    ready = sum(drafts.is_ready(row) for row in drafts.rows(session, meeting.id or 0))
    if not ready:
        raise Invalid("cases", "nothing_whole")
    meeting.show_at, meeting.show_by_id = at, by.person_id
    meeting.change()
    session.add(meeting)
    session.flush()
    return ready


def unschedule(session: Session, meeting: Meeting) -> None:
    """Take the time back. NotAllowed when it has come: what is shown cannot be taken back."""
    if meeting.show_at is None or meeting.show_at <= now():
        raise NotAllowed("shown_already")
    meeting.show_at = meeting.show_by_id = None
    meeting.change()
    session.add(meeting)
    session.flush()


def due(session: Session) -> list[int]:
    """The meetings whose time has come, the longest waiting first."""
    wanted = select(_m.id).where(_m.show_at.is_not(None), _m.show_at <= now())
    return list(session.scalars(wanted.order_by(_m.show_at, _m.id).limit(AT_ONCE)))


def waiting(session: Session, meeting_id: int) -> list[int]:
    """The cases of a meeting that nothing has come of yet, in their order."""
    wanted = select(_c.id).where(_c.meeting_id == meeting_id, _c.decision_id.is_(None))
    return list(session.scalars(wanted.order_by(_c.position, _c.id)))


def show(session: Session, meeting_id: int, case_id: int) -> bool:
    """Decide one case as its draft says. False when there is nothing to do: not filled in, decided
    by another process meanwhile, or its time was taken back.

    Raises NotAllowed for a case that can no longer be decided, such as one taken back or joined
    with another, and where whoever chose the time was suspended since: it may be that she never
    did (spec T19). The caller then writes that down with `leave_out`.
    """
    meeting = take(session, meeting_id)
    if meeting.show_at is None or meeting.show_at > now():
        return False
    row = _case(session, meeting, case_id)
    draft = next(one for one in drafts.rows(session, meeting_id) if one.id == case_id)
    if row.decision_id is not None or row.left_out or not drafts.is_begun(draft):
        return False
    if session.get_one(Person, meeting.show_by_id).suspended:
        raise NotAllowed("suspended")
    if not drafts.is_ready(draft):
        raise NotAllowed("not_before_a_board" if "board" in drafts.lacks(draft) else "not_whole")
    reference = session.execute(
        select(submissions.c.reference).where(submissions.c.id == row.submission_id)
    ).scalar_one()
    board = session.execute(
        select(boards.c.name_sv).where(boards.c.id == meeting.board_id)
    ).scalar_one()
    approved, posted = meeting.minutes_approved is not None, meeting.minutes_posted
    made = decision.decide(
        session,
        take_case(session, reference),
        by=Actor(Role.OFFICIAL, meeting.show_by_id),
        body=board,
        decided_on=meeting.day,
        paragraph=draft.paragraph,
        ruling=draft.ruling,
        summary=draft.summary,
        reasons=draft.reasons,
        appealable=draft.appealable,
        minutes_posted=posted if draft.appealable else None,
        preliminary=not approved,
        meeting_id=meeting.id,
        staged=_name(session, row),
        alt=draft.document_alt,
    )
    row.decision_id = made.id
    agenda.forget_draft(session, row)
    return True


def leave_out(session: Session, meeting_id: int, case_id: int, why: Refusal) -> None:
    """Write down why a case could not be decided when its time came; its draft is kept."""
    row = _case(session, take(session, meeting_id), case_id)
    if row.decision_id is None:
        row.left_out = getattr(why, "code", "refused")
        session.add(row)
        session.flush()


def finish(session: Session, meeting_id: int) -> None:
    """Everything of this time was shown, or left out: nothing waits any more."""
    meeting = take(session, meeting_id)
    if meeting.show_at is None or meeting.show_at > now():
        return
    if any(row.decision_id is not None for row in cases_of(session, meeting)):
        meeting.shown_at = meeting.shown_at or now()
        if meeting.state is MeetingState.PLANNED:
            meeting.state = MeetingState.HELD
    meeting.show_at = meeting.show_by_id = None
    meeting.change()
    session.add(meeting)
    session.flush()


def _case(session: Session, meeting: Meeting, case_id: int) -> MeetingCase:
    return next(row for row in cases_of(session, meeting) if row.id == case_id)


def _name(session: Session, row: MeetingCase) -> str:
    """The document that was staged with the draft; "" for none."""
    wanted = select(attachments.c.name).where(attachments.c.id == row.document_id)
    return session.execute(wanted).scalar() or ""
