"""The steps of a case, one verb each: answer, assign, move, hand over, close, reopen, decide."""

from datetime import date

from models import answer, caseload, decision, person, progress, supplement
from models.actor import Actor, Role
from models.errors import Invalid, Stale
from models.event import seq_of
from models.states import Status
from models.submission import Submission, take
from web import town
from web.answers import Answer, Go
from web.entry import Handler
from web.forms import Form
from web.pages.casework_forms import (
    AnswerForm,
    Appealable,
    AssigneeForm,
    ClosingForm,
    DecisionForm,
    HandoverForm,
    MinutesForm,
    StepForm,
    Versioned,
)
from web.visit import Visit


def _taken(visit: Visit, form: Versioned) -> Submission:
    """The case, locked, as the form knew it; else a refusal that says who was first."""
    reference = visit.params["reference"]
    try:
        return take(visit.session, reference, version=int(form.version))
    except Stale:
        raise _stale(visit, reference) from None


def _stale(visit: Visit, reference: str) -> Stale:
    change = caseload.last_change(visit.session, reference)
    return Stale(who=change.who, when=change.at) if change else Stale()


def _by(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def _back(visit: Visit) -> Go:
    return Go(f"/casework/{visit.params['reference']}")


def answers(visit: Visit) -> Answer:
    """Answer; refused when something happened since the form was opened (ST-21 d)."""
    form: AnswerForm = visit.form
    submission = take(visit.session, visit.params["reference"])
    if seq_of(visit.session, submission.stream) != int(form.seq):
        raise _stale(visit, submission.reference)
    answer.answer(visit.session, submission, by=_by(visit), source=form.text, html=form.html)
    return _back(visit)


def assignee(visit: Visit) -> Answer:
    """Give the case to a colleague."""
    form: AssigneeForm = visit.form
    submission = _taken(visit, form)
    if int(form.assignee) not in {number for number, _ in caseload.colleagues(visit.session)}:
        raise Invalid("assignee", "unknown")
    progress.assign(
        visit.session,
        submission,
        by=_by(visit),
        to=visit.session.get_one(person.Person, int(form.assignee)),
    )
    return _back(visit)


def steps(visit: Visit) -> Answer:
    """Take one plain step."""
    form: StepForm = visit.form
    submission = _taken(visit, form)
    by = _by(visit)
    if form.to in decision.CARRYING_OUT:
        decision.carry_out(visit.session, submission, form.to, by=by)
    elif form.to is Status.WAITING_RESIDENT:
        supplement.ask(visit.session, submission, by=by, question=form.question)
    else:
        progress.move(visit.session, submission, form.to, by=by)
    return _back(visit)


def handovers(visit: Visit) -> Answer:
    """Pass the case to another unit, saying why."""
    form: HandoverForm = visit.form
    submission = _taken(visit, form)
    if int(form.unit) not in {unit.id for unit in town.units(visit.session)}:
        raise Invalid("unit", "unknown")
    progress.hand_over(
        visit.session,
        submission,
        by=_by(visit),
        unit_id=int(form.unit),
        reason=form.reason,
    )
    return _back(visit)


def closing(visit: Visit) -> Answer:
    """Close the case, with its outcome and a public reason."""
    form: ClosingForm = visit.form
    progress.close(
        visit.session,
        _taken(visit, form),
        by=_by(visit),
        outcome=form.outcome,
        reason=form.reason,
    )
    return _back(visit)


def reopening(visit: Visit) -> Answer:
    """Work on a closed case again."""
    form: Versioned = visit.form
    progress.reopen(
        visit.session,
        _taken(visit, form),
        by=_by(visit),
    )
    return _back(visit)


def decide(visit: Visit) -> Answer:
    """Enter what the board decided."""
    form: DecisionForm = visit.form
    decision.decide(
        visit.session,
        _taken(visit, form),
        by=_by(visit),
        body=form.body,
        decided_on=date.fromisoformat(form.decided_on),
        paragraph=form.paragraph,
        ruling=form.ruling,
        summary=form.summary,
        reasons=form.reasons,
        appealable=form.appealable is Appealable.YES,
        minutes_posted=date.fromisoformat(form.minutes_posted) if form.minutes_posted else None,
    )
    return _back(visit)


def minutes(visit: Visit) -> Answer:
    """The minutes were posted: from that day the last day to appeal follows."""
    form: MinutesForm = visit.form
    submission = _taken(visit, form)
    made = decision.latest(visit.session, submission.id or 0)
    if made is None:
        raise Invalid("minutes_posted", "bad")
    decision.post_minutes(
        visit.session,
        submission,
        made,
        by=_by(visit),
        on=date.fromisoformat(form.minutes_posted),
    )
    return _back(visit)


VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("answers", answers, AnswerForm),
    ("assignee", assignee, AssigneeForm),
    ("steps", steps, StepForm),
    ("handovers", handovers, HandoverForm),
    ("closing", closing, ClosingForm),
    ("reopening", reopening, Versioned),
    ("decision", decide, DecisionForm),
    ("minutes", minutes, MinutesForm),
)
"""Every step of a case is a resource below it, with a form of its own."""
