"""The minutes of a meeting: approved, and posted on the notice board, for all its decisions."""

import datetime as dt

from sqlalchemy import select
from sqlmodel import Session

from models import decision
from models.actor import Actor
from models.calendar import today
from models.decision import Decision, decisions
from models.errors import Invalid, NotAllowed
from models.meeting.row import Meeting, MeetingState
from models.submission import submissions, take


def approve(
    session: Session,
    meeting: Meeting,
    *,
    by: Actor,
    approved: dt.date,
    posted: dt.date | None = None,
) -> int:
    """The minutes are approved, and, when it is known, posted: one act for the whole meeting.

    From the day of posting follows the last day to appeal each decision (KL 13 kap. 5 §, lag
    1930:173). A wrong day is put right in the same way. Returns how many decisions it is about.
    Raises NotAllowed before a decision is shown, and Invalid for days that cannot be.
    """
    if meeting.shown_at is None or meeting.show_at is not None:
        raise NotAllowed("not_shown_yet")
    _check(meeting, approved, posted)
    wanted = (
        select(Decision, submissions.c.reference)
        .join(submissions, submissions.c.id == decisions.c.submission_id)
        .where(decisions.c.meeting_id == meeting.id)
        .order_by(submissions.c.reference)
    )
    found = session.execute(wanted).all()
    for made, reference in found:
        decision.approve(
            session, take(session, reference), made, by=by, approved=approved, posted=posted
        )
    meeting.minutes_approved = approved
    if posted is not None:
        meeting.minutes_posted, meeting.state = posted, MeetingState.MINUTES_POSTED
    meeting.change()
    session.add(meeting)
    session.flush()
    return len(found)


def _check(meeting: Meeting, approved: dt.date, posted: dt.date | None) -> None:
    if approved < meeting.day:
        raise Invalid("minutes_approved", "before_meeting")
    if approved > today():
        raise Invalid("minutes_approved", "future")
    if posted is None:
        if meeting.minutes_posted is not None:
            raise Invalid("minutes_posted", "missing")
        return
    if posted < approved:
        raise Invalid("minutes_posted", "before_approval")
    if posted > today():
        raise Invalid("minutes_posted", "future")
