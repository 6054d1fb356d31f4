"""The cases of a meeting, and its minutes: every act is a resource below the meeting."""

from models.errors import Invalid, NotFound
from models.meeting import agenda
from models.meeting import minutes as minutes_of
from models.meeting.row import Meeting
from web.answers import Answer
from web.pages.meetings import back, candidates, cases, official, taken
from web.pages.meetings_forms import CaseForm, CasesForm, MinutesForm
from web.visit import Visit


def add(visit: Visit) -> Answer:
    """Take up the cases that were ticked."""
    form: CasesForm = visit.form
    meeting = taken(visit)
    if not set(form.ids) <= {one.id for one in candidates(visit, meeting)}:
        raise Invalid("cases", "unknown")
    agenda.add(visit.session, meeting, form.ids)
    return back(visit)


def remove(visit: Visit) -> Answer:
    """Take a case off the list."""
    form: CaseForm = visit.form
    meeting = taken(visit)
    agenda.remove(visit.session, meeting, _of(visit, meeting, form))
    return back(visit)


def move(visit: Visit) -> Answer:
    """Take a case up before the one above it."""
    form: CaseForm = visit.form
    meeting = taken(visit)
    agenda.move_up(visit.session, meeting, _of(visit, meeting, form))
    return back(visit)


def _of(visit: Visit, meeting: Meeting, form: CaseForm) -> int:
    number = int(form.case)
    if number not in {one.id for one in cases(visit, meeting.id or 0)}:
        raise NotFound(form.case)
    return number


def minutes(visit: Visit) -> Answer:
    """The minutes are approved, and perhaps posted."""
    form: MinutesForm = visit.form
    minutes_of.approve(
        visit.session,
        taken(visit),
        by=official(visit),
        approved=form.approved,
        posted=form.posted,
    )
    return back(visit)
