"""Entering the decisions of a meeting on one page, and choosing when they are shown."""

from dataclasses import replace
from datetime import date
from typing import Any

from models.calendar import Moment, now
from models.errors import Invalid, Stale
from models.meeting import drafts, showing
from models.meeting.row import Meeting, take
from web.answers import Answer, Go, Shown
from web.pages import attachments
from web.pages.meetings import back, cases, found, official, taken, told
from web.pages.meetings_forms import LONGEST, DecisionsForm
from web.visit import Visit

TYPED = ("ruling", *LONGEST)


def entering(visit: Visit) -> Answer:
    """One row for every case that is not decided yet, with whatever was filled in so far."""
    meeting = found(visit)
    rows = [one for one in cases(visit, meeting.id) if one.decision_id is None]
    return Shown(
        "meetings/decisions.html",
        {
            "meeting": told(visit, meeting),
            "rows": [_row(visit, number, one) for number, one in enumerate(rows, 1)],
            "waits": meeting.show_at is not None,
            "stale": getattr(visit.problem, "code", "") == "stale",
            "values": {"when": "now", **visit.values},
            "errors": visit.errors,
        },
    )


def _row(visit: Visit, number: int, one: Any) -> dict[str, Any]:
    """What was typed wins over what is stored: a form that came back lacks nothing of it."""
    stored = {name: getattr(one, name) or "" for name in TYPED}
    stored["appealable"] = "yes" if one.appealable else ""
    prefix = f"row{number}-"
    sent = visit.values.get(f"{prefix}case") == str(one.id)
    typed = {name: visit.values.get(prefix + name, "") for name in stored} if sent else stored
    return {
        "number": number,
        "id": one.id,
        "reference": one.reference,
        "title": one.title,
        "left_out": one.left_out,
        "board": "board" not in drafts.lacks(one),
        "typed": {f"{prefix}{name}": value for name, value in typed.items()},
        # What a colleague saved meanwhile, where it is something else.
        "theirs": {name: stored[name] for name in TYPED if stored[name] != typed[name]},
        "document": attachments.waiting(visit, one.document_name or ""),
        "document_name": one.document_alt,
    }


def save(visit: Visit) -> Answer:
    """Keep every row as it is; and show what is whole, if that is asked and nothing is half done.

    Whatever is missing then is said beside its field, and what was typed is kept on the server all
    the same.
    """
    form: DecisionsForm = visit.form
    meeting = taken(visit)
    known = {one.id for one in cases(visit, meeting.id or 0)}
    if any(draft.case_id not in known for draft in form.drafts):
        raise Stale
    drafts.save(visit.session, meeting, _with_documents(visit, form))
    if not form.shows:
        return Go(f"/meetings/{meeting.id}/decisions")
    try:
        at = _when(form)
        wrong = _half_done(visit, form, meeting)
    except Invalid as error:
        at, wrong = 0, [*_half_done(visit, form, meeting), error]
    if not wrong:
        try:
            showing.schedule(visit.session, meeting, by=official(visit), at=at)
            return back(visit)
        except Invalid as error:
            wrong = [error]
    visit.errors = wrong
    answer = entering(visit)
    return replace(answer, status=422) if isinstance(answer, Shown) else answer


def _with_documents(visit: Visit, form: DecisionsForm) -> list[drafts.Draft]:
    """The rows, each with the file that came with it."""
    return [
        replace(draft, document=visit.file(f"row{form.numbers[draft.case_id]}-document"))
        for draft in form.drafts
    ]


def _half_done(visit: Visit, form: DecisionsForm, meeting: Meeting) -> list[Invalid]:
    """What is missing in rows that somebody began with, or that no board can decide any more."""
    wrong = []
    for one in cases(visit, meeting.id or 0):
        if one.id not in form.numbers or not drafts.is_begun(one):
            continue
        row = f"row{form.numbers[one.id]}"
        for name in drafts.lacks(one):
            if name == "board":
                wrong.append(Invalid(f"{row}-ruling", "not_before_a_board"))
            elif name != "document":
                wrong.append(Invalid(f"{row}-{name}", "missing"))
    return wrong


def _when(form: DecisionsForm) -> Moment:
    """The chosen moment. Raises Invalid for none, one that has passed or one that never comes."""
    if form.when == "now":
        return now()
    try:
        day = date.fromisoformat(form.day)
    except ValueError:
        raise Invalid("day", "bad" if form.day else "missing") from None
    if not form.clock:
        raise Invalid("clock", "missing")
    return showing.at_clock(day, form.clock)


def take_back(visit: Visit) -> Answer:
    """The time was not right: the decisions can be changed again."""
    showing.unschedule(visit.session, take(visit.session, visit.number("id")))
    return Go(f"/meetings/{visit.number('id')}/decisions")
