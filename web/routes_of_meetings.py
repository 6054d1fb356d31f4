"""The part of the site map where boards meet and decide."""

from web.entry import Entry, get, officials, post, secretaries
from web.pages import (
    calendars,
    decisions,
    decisions_correcting,
    meetings,
    meetings_cases,
    meetings_deciding,
    meetings_forms,
)
from web.pages.casework_forms import Versioned

_ON = ("proposals",)
_FED = ("feeds", "proposals")

MEETINGS: tuple[Entry, ...] = (
    get("/feeds/meetings.ics", calendars.meetings, cached=True, needs=_FED),
    get("/feeds/meetings/{slug}.ics", calendars.of_board, cached=True, needs=_FED),
    get("/decisions", decisions.index, cached=True, needs=_ON),
    get("/decisions/{id}", decisions.show, cached=True, needs=_ON),
    get("/decisions/{id}/corrections/new", decisions_correcting.new, allow=officials, needs=_ON),
    post(
        "/decisions/{id}/corrections",
        decisions_correcting.create,
        form=decisions_correcting.CorrectionForm,
        again=decisions_correcting.new,
        allow=officials,
        needs=_ON,
    ),
    get("/meetings", meetings.index, allow=secretaries, needs=_ON),
    get("/meetings/new", meetings.new, allow=secretaries, needs=_ON),
    post(
        "/meetings",
        meetings.create,
        form=meetings_forms.MeetingForm,
        again=meetings.new,
        allow=secretaries,
        needs=_ON,
    ),
    get("/meetings/{id}", meetings.show, allow=secretaries, needs=_ON),
    *(
        post(
            f"/meetings/{{id}}/{noun}",
            handler,
            form=form,
            again=meetings.show,
            allow=secretaries,
            needs=_ON,
        )
        for noun, handler, form in (
            ("details", meetings.details, meetings_forms.DetailsForm),
            ("removal", meetings.remove, Versioned),
            ("cases", meetings_cases.add, meetings_forms.CasesForm),
            ("removals", meetings_cases.remove, meetings_forms.CaseForm),
            ("moves", meetings_cases.move, meetings_forms.CaseForm),
            ("minutes", meetings_cases.minutes, meetings_forms.MinutesForm),
        )
    ),
    get("/meetings/{id}/decisions", meetings_deciding.entering, allow=secretaries, needs=_ON),
    post(
        "/meetings/{id}/decisions",
        meetings_deciding.save,
        form=meetings_forms.DecisionsForm,
        again=meetings_deciding.entering,
        allow=secretaries,
        body=meetings_forms.BODY,
        files=meetings_forms.DOCUMENTS,
        needs=_ON,
    ),
    post(
        "/meetings/{id}/showing/withdrawal",
        meetings_deciding.take_back,
        again=meetings.show,
        allow=secretaries,
        needs=_ON,
    ),
)
