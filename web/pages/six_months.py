"""The right to a decision after six months: the author's button, and the answer of the one who has
her case.
"""

from typing import Annotated, Any

from models.errors import NotFound
from models.keeping_promises import six_months
from models.keeping_promises.delay_action import Ended
from models.submission import is_author, take
from web.answers import Answer, Go
from web.entry import Handler
from web.forms import Form, choice, words
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, official, taken
from web.visit import Visit


class DelayAnswer(Versioned):
    ended: Annotated[Ended, choice(Ended)]
    reasons: Annotated[str, words(5000, lines=True)] = ""


def of_author(visit: Visit, row: Any) -> dict[str, Any] | None:
    """For submissions/_six_months.html; None while she has no such right."""
    found = six_months.standing(visit.session, row)
    if found is None or not (found.may_ask or found.asked):
        return None
    if found.asked is None:
        return {"state": "may"}
    return {
        "state": found.asked.ended.value if found.asked.ended else "asked",
        "due_on": found.asked.due_on,
        "html": found.asked.html or "",
    }


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """For casework/_six_months.html."""
    found = six_months.standing(visit.session, row)
    if found is None or not (found.warns or found.asked):
        return {"right": None}
    if found.asked is None:
        state = "may" if found.may_ask else "soon"
        return {"right": {"state": state, "day": found.right_from}}
    state = found.asked.ended.value if found.asked.ended else "asked"
    return {"right": {"state": state, "day": found.asked.due_on}}


def create(visit: Visit) -> Answer:
    """Ask for a decision; pressed twice it is asked once."""
    submission = take(visit.session, visit.params["reference"])
    if not is_author(visit.viewer, submission, visit.contacts):
        raise NotFound
    found = six_months.standing(visit.session, submission)
    if found is None or found.asked is None:
        six_months.request(visit.session, submission, by=visit.acting())
    return Go(f"/submissions/{submission.reference}#right")


def answer(visit: Visit) -> Answer:
    """Decide, or say why not yet."""
    form: DelayAnswer = visit.form
    six_months.answer(
        visit.session, taken(visit, form), by=official(visit), ended=form.ended, words=form.reasons
    )
    return back(visit)


VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (("delay-answer", answer, DelayAnswer),)
