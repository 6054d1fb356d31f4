"""Correcting a decision to what its approved minutes say; whoever was told of it is told once."""

from typing import Annotated, Any

from models import decision_correcting
from models.actor import Role
from models.decision import Decision
from models.errors import NotFound
from models.permissions import Action
from models.permissions_of_cases import check, take_for
from models.states import Ruling
from models.submission import Submission
from models.text import Text
from web.answers import Answer, Go, Shown
from web.forms import choice, words
from web.pages.casework_forms import Versioned
from web.visit import Visit


class CorrectionForm(Versioned):
    ruling: Annotated[Ruling, choice(Ruling)]
    paragraph: Annotated[str, words(20, least=1)]
    summary: Annotated[str, words(2000, least=1, lines=True)]
    reasons: Annotated[str, words(10_000, least=1, lines=True)]
    why: Annotated[str, words(1000, least=1, lines=True)]


def new(visit: Visit) -> Answer:
    """The decision as it stands, to be corrected."""
    made = _decision(visit)
    case = visit.session.get_one(Submission, made.submission_id)
    check(visit.session, visit.viewer, Action.WORK, case)
    return Shown(
        "decisions/correct.html",
        {
            "decision": made,
            "case": {
                "reference": case.reference,
                "title": visit.session.get_one(Text, case.text_id).title,
                "version": case.version,
            },
            "values": visit.values or _stored(visit, made),
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Correct it."""
    form: CorrectionForm = visit.form
    made = _decision(visit)
    reference = visit.session.get_one(Submission, made.submission_id).reference
    decision_correcting.correct(
        visit.session,
        take_for(visit.session, reference, visit.viewer, Action.WORK, version=int(form.version)),
        made,
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        ruling=form.ruling,
        paragraph=form.paragraph,
        summary=form.summary,
        reasons=form.reasons,
        why=form.why,
    )
    return Go(f"/casework/{reference}")


def _decision(visit: Visit) -> Decision:
    found = visit.session.get(Decision, visit.number("id"))
    if found is None:
        raise NotFound
    return found


def _stored(visit: Visit, made: Decision) -> dict[str, Any]:
    said, why = (visit.session.get_one(Text, one) for one in (made.summary_id, made.reasons_id))
    return {
        "ruling": made.ruling.value,
        "paragraph": made.paragraph,
        "summary": said.source,
        "reasons": why.source,
    }
