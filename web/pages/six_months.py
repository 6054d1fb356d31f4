"""The right to a decision after six months: the author's button, and the answer of the one who has
her case.
"""

from typing import Annotated, Any

from models import progress
from models.actor import Actor
from models.errors import Invalid, NotFound
from models.keeping_promises import six_months
from models.keeping_promises.delay_action import Ended
from models.states import Kind, Outcome, Status
from models.submission import Submission, is_author, take
from web.answers import Answer, Go
from web.entry import Handler
from web.forms import Form, choice, words
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, official, taken
from web.visit import Visit

NO_DECISION = frozenset({Outcome.NOT_OURS, Outcome.NO_REPLY})
"""Closings that ask for more, or decide nothing: those have a form of their own."""


class DelayAnswer(Versioned):
    ended: Annotated[Ended, choice(Ended)]
    outcome: Annotated[str, words(20)] = ""
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
    by = _decided_by(row)
    ends = [one.value for one in _outcomes(row)] if by == "closing" else []
    return {"right": {"state": state, "day": found.asked.due_on, "by": by, "outcomes": ends}}


def _decided_by(case: Any) -> str:
    """How the case itself is decided: by its board, by closing it, or not at all any more."""
    if case.status is Status.CLOSED:
        return "words"
    return "board" if case.kind is Kind.PROPOSAL else "closing"


def _outcomes(case: Any) -> list[Outcome]:
    return [one for one in progress.outcomes(case.kind) if one not in NO_DECISION]


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
    """Decide, which closes the case in the same step; or say why not yet."""
    form: DelayAnswer = visit.form
    submission, by = taken(visit, form, though_owed=True), official(visit)
    if form.ended is Ended.DECIDED and _decided_by(submission) == "closing":
        _close(visit, form, submission, by)
    else:
        six_months.answer(visit.session, submission, by=by, ended=form.ended, words=form.reasons)
    return back(visit)


def _close(visit: Visit, form: DelayAnswer, submission: Submission, by: Actor) -> None:
    outcome = next((one for one in _outcomes(submission) if one == form.outcome), None)
    if outcome is None:
        raise Invalid("outcome", "missing")
    if len(form.reasons.strip()) < progress.REASON_MIN:
        raise Invalid("reasons", "too_short", least=progress.REASON_MIN)
    progress.close(visit.session, submission, by=by, outcome=outcome, reason=form.reasons)


VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (("delay-answer", answer, DelayAnswer),)
