"""The steps of a case, one verb each: answer, assign, move, plan, delay."""

from datetime import date
from typing import Any

from models import answer, board, caseload, person, planning, progress, supplement
from models.errors import Invalid
from models.keeping_promises import delaying
from models.states import Status, StatusType, type_of
from web.answers import Answer
from web.entry import Handler
from web.forms import Form
from web.pages import arguments
from web.pages.casework_coordinating import COORDINATING
from web.pages.casework_diary import REGISTERED
from web.pages.casework_ends import ENDS
from web.pages.casework_forms import (
    AnswerForm,
    AssigneeForm,
    DelayForm,
    PlanForm,
    StepForm,
)
from web.pages.casework_kind import KINDS
from web.pages.casework_passing import PASSING
from web.pages.casework_taking import DOCUMENT, back, had, official, on, taken, unchanged
from web.pages.casework_writing import WRITINGS, used
from web.pages.six_months import VERBS as SIX_MONTHS
from web.visit import Visit


def answers(visit: Visit) -> Answer:
    """Answer; refused when something happened since the form was opened (ST-21 d)."""
    form: AnswerForm = visit.form
    submission = had(visit)
    unchanged(visit, form, submission)
    delaying.check_answer(visit.session, submission)
    answer.answer(
        visit.session,
        submission,
        by=official(visit),
        source=form.text,
        html=form.html,
        document=visit.file(DOCUMENT),
        alt=form.document_alt,
        used=used(visit, submission),
        met=arguments.ticked(visit, submission),
    )
    return back(visit)


def assignee(visit: Visit) -> Answer:
    """Give the case to a colleague: nobody can say why before the right person has it."""
    form: AssigneeForm = visit.form
    submission = taken(visit, form, though_owed=True)
    colleagues = caseload.colleagues(visit.session, protected=submission.protected)
    if int(form.assignee) not in {number for number, _ in colleagues}:
        raise Invalid("assignee", "unknown")
    progress.assign(
        visit.session,
        submission,
        by=official(visit),
        to=visit.session.get_one(person.Person, int(form.assignee)),
    )
    return on(visit, submission, "given")


def steps(visit: Visit) -> Answer:
    """Take one plain step."""
    form: StepForm = visit.form
    # What is done has come, late as it is.
    submission = taken(visit, form, though_owed=type_of(form.to) is StatusType.CLOSED)
    by = official(visit)
    if form.to is Status.WAITING_RESIDENT:
        supplement.ask(visit.session, submission, by=by, question=form.question)
    else:
        progress.move(visit.session, submission, form.to, by=by, **_board(visit, form))
    return back(visit)


def _board(visit: Visit, form: StepForm) -> dict[str, Any]:
    """The board it goes to, as the profile has it, or in words where it has none."""
    if not form.board or not board.in_use(visit.session):
        return {"board": form.board}
    found = board.chosen(visit.session, form.board)
    return {"board": found.name_sv, "board_id": found.id}


def plan(visit: Visit) -> Answer:
    """Say that it will be done, and by which day."""
    form: PlanForm = visit.form
    day = date.fromisoformat(form.day)
    submission = taken(visit, form, though_owed=True)
    delaying.check(visit.session, submission, until=day)
    planning.plan(visit.session, submission, by=official(visit), on=day)
    return back(visit)


def delay(visit: Visit) -> Answer:
    """Say that it takes longer, why, and until when."""
    form: DelayForm = visit.form
    day = date.fromisoformat(form.day)
    submission = taken(visit, form, though_owed=True)
    planning.delay(visit.session, submission, by=official(visit), reason=form.reason, day=day)
    return back(visit)


FILES = {"answers": (DOCUMENT,), "decision": (DOCUMENT,)}
"""What may bring a file."""

VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("answers", answers, AnswerForm),
    ("assignee", assignee, AssigneeForm),
    ("steps", steps, StepForm),
    ("plans", plan, PlanForm),
    ("delays", delay, DelayForm),
    *KINDS,
    *PASSING,
    *COORDINATING,
    *WRITINGS,
    *ENDS,
    *SIX_MONTHS,
    *REGISTERED,
)
"""Every step of a case is a resource below it, with a form of its own."""
