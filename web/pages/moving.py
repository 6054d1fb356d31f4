"""Move my support? The page behind the letter to whoever supports a proposal that was joined with
another, and the same question on that proposal's own page for whoever is signed in.
"""

from typing import Annotated, Any

from models import moving_support
from models.course import goes_on
from models.errors import NotAllowed, NotFound
from models.merged import Merging, MoveQuestion, Moving
from models.states import PUBLIC, Kind, Outcome
from models.submission import Submission
from web.answers import Answer, Go, Shown
from web.forms import Form, choice
from web.visit import Visit


class MoveForm(Form):
    answer: Annotated[Moving, choice(Moving)]


def show(visit: Visit) -> Answer:
    """Both proposals, and the question. Reading it changes nothing."""
    return _page(visit, moving_support.of_link(visit.session, visit.params["token"]))


def press(visit: Visit) -> Answer:
    """Answer it, and say what now holds."""
    form: MoveForm = visit.form
    question = moving_support.of_link(visit.session, visit.params["token"])
    moving_support.answer(visit.session, question.id or 0, form.answer)
    return _page(visit, question)


def from_case(visit: Visit) -> Answer:
    """Answer it on the page of the proposal, signed in."""
    form: MoveForm = visit.form
    row = moving_support.of_reference(
        visit.session, visit.params["reference"], visit.viewer.person_id or 0
    )
    if row is None:
        raise NotFound
    moving_support.answer(visit.session, row.id, form.answer)
    return Go(f"/submissions/{visit.params['reference']}")


def told(visit: Visit, row: Any) -> dict[str, Any] | None:
    """What a duplicate's own page asks whoever is signed in; None where there is nothing to ask."""
    person_id = visit.viewer.person_id
    if person_id is None or row.kind is not Kind.PROPOSAL or row.outcome is not Outcome.DUPLICATE:
        return None
    asked = moving_support.of_person(visit.session, row.id, person_id)
    if asked is None:
        return None
    target = visit.session.get_one(Submission, row.duplicate_of)
    return {
        "state": asked.answer.value if asked.answer else "open",
        "movable": moving_support.takes_support(target),
        "target": _named(visit, target.id or 0),
    }


def answers(visit: Visit, row: Any) -> dict[str, Any] | None:
    """How the supporters have answered, for the pages of both proposals; None where nobody was
    asked.
    """
    if row.kind is not Kind.PROPOSAL:
        return None
    count = (
        moving_support.answers_of if row.outcome is Outcome.DUPLICATE else moving_support.answers
    )
    found = count(visit.session, row.id)
    return {**vars(found), "here": row.outcome is Outcome.DUPLICATE} if found.asked else None


def _page(visit: Visit, question: MoveQuestion) -> Answer:
    session = visit.session
    duplicate = session.get_one(Submission, question.submission_id)
    merging = session.get_one(Merging, question.merging_id)
    if merging.undone_at is not None or duplicate.duplicate_of is None:
        raise NotAllowed("not_joined_any_more")
    target = session.get_one(Submission, duplicate.duplicate_of)
    here, there = _named(visit, duplicate.id or 0), _named(visit, target.id or 0)
    return Shown(
        "support/move.html",
        {
            "action": f"/move-support/{visit.params['token']}",
            "here": here,
            "there": there,
            "state": question.answer.value if question.answer else "open",
            "movable": moving_support.takes_support(target),
            "errors": visit.errors,
        },
        kept=True,
    )


def _named(visit: Visit, number: int) -> dict[str, str]:
    """Number and title of a case, its title only while everyone may read it."""
    row = goes_on(visit.session, number)
    return {"reference": row.reference, "title": row.title if row.publication in PUBLIC else ""}
