"""Correcting an answer that was given, on a page of its own."""

from models import correcting, showing
from models.calendar import now
from models.event import EventKind
from models.permissions import Action
from models.permissions_of_cases import check
from models.text import Text
from notifications import audience
from web import seeing
from web.answers import Answer, Go, Shown
from web.pages.casework_taking import back, official, taken
from web.pages.casework_writing_forms import CorrectionForm
from web.pages.paging import integers
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The answer as it stands, to be worded anew."""
    return _form(visit, visit.number("answer"))


def again(visit: Visit) -> Answer:
    """The form that came back."""
    given = integers(visit.values.get("answer", ""), 1)
    return _form(visit, given[0] if given else 0)


def _form(visit: Visit, answer_id: int) -> Answer:
    session = visit.session
    row = showing.case(session, visit.params["reference"], visit.viewer, [])
    check(session, visit.viewer, Action.WORK, row)
    answer = correcting.of_case(session, row.id, answer_id)
    words = session.get_one(Text, answer.text_id).source
    came_back = bool(visit.errors or visit.problem)
    return Shown(
        "casework/correcting.html",
        {
            "case": {"reference": row.reference, "title": row.title, "version": row.version},
            "answer_id": answer_id,
            "unsaid": now() < (answer.corrected_at or answer.at) + correcting.UNSAID,
            "told": audience.count(session, row, EventKind.ANSWERED, by=official(visit)),
            "values": visit.values if came_back else {"text": words},
            "errors": visit.errors,
        },
        seen=seeing.of_case(visit, row),
    )


def corrections(visit: Visit) -> Answer:
    """Give the answer its new wording."""
    form: CorrectionForm = visit.form
    # What is wrong is put right at once, whatever else is owed.
    submission = taken(visit, form, though_owed=True)
    correcting.correct(
        visit.session,
        submission,
        int(form.answer),
        by=official(visit),
        source=form.text,
        html=form.html,
        significant=form.significant,
        hide_former=form.hide_former,
    )
    return Go(f"{back(visit).location}#answer-{form.answer}")
