"""The steps of a case, one verb each: answer, assign, move, plan, delay, hand over."""

from datetime import date

from models import answer, caseload, decision, handover, person, planning, progress, supplement
from models.errors import Invalid
from models.states import Status
from models.submission import take
from web import town
from web.answers import Answer
from web.entry import Handler
from web.forms import Form
from web.pages.casework_ends import ENDS
from web.pages.casework_forms import (
    AnswerForm,
    AssigneeForm,
    DelayForm,
    HandoverForm,
    PlanForm,
    StepForm,
)
from web.pages.casework_taking import DOCUMENT, back, official, taken, unchanged
from web.visit import Visit


def answers(visit: Visit) -> Answer:
    """Answer; refused when something happened since the form was opened (ST-21 d)."""
    form: AnswerForm = visit.form
    submission = take(visit.session, visit.params["reference"])
    unchanged(visit, form, submission)
    answer.answer(
        visit.session,
        submission,
        by=official(visit),
        source=form.text,
        html=form.html,
        document=visit.file(DOCUMENT),
        alt=form.document_alt,
    )
    return back(visit)


def assignee(visit: Visit) -> Answer:
    """Give the case to a colleague."""
    form: AssigneeForm = visit.form
    submission = taken(visit, form)
    if int(form.assignee) not in {number for number, _ in caseload.colleagues(visit.session)}:
        raise Invalid("assignee", "unknown")
    progress.assign(
        visit.session,
        submission,
        by=official(visit),
        to=visit.session.get_one(person.Person, int(form.assignee)),
    )
    return back(visit)


def steps(visit: Visit) -> Answer:
    """Take one plain step."""
    form: StepForm = visit.form
    submission = taken(visit, form)
    by = official(visit)
    if form.to in decision.CARRYING_OUT:
        decision.carry_out(visit.session, submission, form.to, by=by)
    elif form.to is Status.WAITING_RESIDENT:
        supplement.ask(visit.session, submission, by=by, question=form.question)
    else:
        progress.move(visit.session, submission, form.to, by=by, board=form.board)
    return back(visit)


def plan(visit: Visit) -> Answer:
    """Say that it will be done, and by which day."""
    form: PlanForm = visit.form
    day = date.fromisoformat(form.day)
    planning.plan(visit.session, taken(visit, form), by=official(visit), on=day)
    return back(visit)


def delay(visit: Visit) -> Answer:
    """Say that it takes longer, why, and until when."""
    form: DelayForm = visit.form
    day = date.fromisoformat(form.day)
    submission = taken(visit, form)
    planning.delay(visit.session, submission, by=official(visit), reason=form.reason, day=day)
    return back(visit)


def handovers(visit: Visit) -> Answer:
    """Pass the case to another unit, saying why."""
    form: HandoverForm = visit.form
    submission = taken(visit, form)
    if int(form.unit) not in {unit.id for unit in town.units(visit.session)}:
        raise Invalid("unit", "unknown")
    handover.hand_over(
        visit.session,
        submission,
        by=official(visit),
        unit_id=int(form.unit),
        reason=form.reason,
    )
    return back(visit)


FILES = {"answers": (DOCUMENT,), "decision": (DOCUMENT,)}
"""What may bring a file."""

VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("answers", answers, AnswerForm),
    ("assignee", assignee, AssigneeForm),
    ("steps", steps, StepForm),
    ("plans", plan, PlanForm),
    ("delays", delay, DelayForm),
    ("handovers", handovers, HandoverForm),
    *ENDS,
)
"""Every step of a case is a resource below it, with a form of its own."""
