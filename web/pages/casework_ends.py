"""How a case ends: closed, joined with another, decided; and how it is opened again."""

from datetime import date

from models import decision, merging, progress
from models.errors import Invalid
from models.states import Outcome
from web.answers import Answer
from web.entry import Handler
from web.forms import Form
from web.pages.casework_forms import (
    Appealable,
    ClosingForm,
    DecisionForm,
    MinutesForm,
    Versioned,
)
from web.pages.casework_passing import receiver as known_receiver
from web.pages.casework_ruling import CarryForm, carry_out
from web.pages.casework_taking import DOCUMENT, back, official, taken
from web.visit import Visit


def closing(visit: Visit) -> Answer:
    """Close the case, with its outcome and a public reason; or join it with the one it doubles.

    However late it is: there is nothing left to wait for.
    """
    form: ClosingForm = visit.form
    submission, by = taken(visit, form, though_owed=True), official(visit)
    if form.outcome is Outcome.DUPLICATE:
        merging.merge(visit.session, submission, form.duplicate_of, by=by, reason=form.reason)
        return back(visit)
    name, contact = form.receiver, form.receiver_contact
    if form.outcome is Outcome.NOT_OURS and form.known:
        name, contact = known_receiver(visit, form.known)
    receiver = progress.Receiver(name, contact, form.forwarded == "yes")
    progress.close(
        visit.session,
        submission,
        by=by,
        outcome=form.outcome,
        reason=form.reason,
        receiver=receiver,
    )
    return back(visit)


def reopening(visit: Visit) -> Answer:
    """Work on a closed case again."""
    form: Versioned = visit.form
    progress.reopen(
        visit.session,
        taken(visit, form),
        by=official(visit),
    )
    return back(visit)


def decide(visit: Visit) -> Answer:
    """Enter what the board decided, however late: it is what was promised."""
    form: DecisionForm = visit.form
    decision.decide(
        visit.session,
        taken(visit, form, though_owed=True),
        by=official(visit),
        body=form.body,
        decided_on=date.fromisoformat(form.decided_on),
        paragraph=form.paragraph,
        ruling=form.ruling,
        summary=form.summary,
        reasons=form.reasons,
        appealable=form.appealable is Appealable.YES,
        minutes_posted=date.fromisoformat(form.minutes_posted) if form.minutes_posted else None,
        document=visit.file(DOCUMENT),
        alt=form.document_alt,
    )
    return back(visit)


def minutes(visit: Visit) -> Answer:
    """The minutes were posted: from that day the last day to appeal follows."""
    form: MinutesForm = visit.form
    submission = taken(visit, form)
    made = decision.latest(visit.session, submission.id or 0)
    if made is None:
        raise Invalid("minutes_posted", "bad")
    decision.post_minutes(
        visit.session,
        submission,
        made,
        by=official(visit),
        on=date.fromisoformat(form.minutes_posted),
    )
    return back(visit)


ENDS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("closing", closing, ClosingForm),
    ("reopening", reopening, Versioned),
    ("decision", decide, DecisionForm),
    ("minutes", minutes, MinutesForm),
    ("carrying-out", carry_out, CarryForm),
)
"""Each is a resource below the case, with a form of its own."""
