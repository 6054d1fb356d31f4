"""The cases of a meeting, and its minutes: every act is a resource below the meeting."""

from models.meeting import agenda
from models.meeting import minutes as minutes_of
from web.answers import Answer
from web.pages.meetings import back, official, taken
from web.pages.meetings_forms import CaseForm, CasesForm, MinutesForm
from web.visit import Visit


def add(visit: Visit) -> Answer:
    """Take up the cases that were ticked."""
    form: CasesForm = visit.form
    agenda.add(visit.session, taken(visit), form.ids)
    return back(visit)


def remove(visit: Visit) -> Answer:
    """Take a case off the list."""
    form: CaseForm = visit.form
    agenda.remove(visit.session, taken(visit), int(form.case))
    return back(visit)


def move(visit: Visit) -> Answer:
    """Take a case up before the one above it."""
    form: CaseForm = visit.form
    agenda.move_up(visit.session, taken(visit), int(form.case))
    return back(visit)


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
