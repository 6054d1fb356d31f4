"""While somebody is on the line: answer at once, count what was asked, keep the scan."""

from dataclasses import replace
from functools import partial

from models import answer_template, at_once, question, routing, scan, showing
from models.actor import Source
from models.at_once import Words
from models.draft import Used
from models.errors import Invalid
from models.frequent import views
from models.question import Asked
from models.submission import Submission
from models.text import prepare
from web.answers import Answer, Go, Shown
from web.pages import casework_templating, registering
from web.pages.answer_templates import usable
from web.pages.casework_taking import DOCUMENT
from web.pages.handing_in_steps import kinds, ways
from web.pages.registering import by
from web.pages.registering_forms import AtOnce, Counted
from web.visit import Visit


def create(visit: Visit) -> Answer:
    """Taken in, answered and ended with one button."""
    form: AtOnce = visit.form
    if form.kind.value not in kinds(visit):
        raise Invalid("kind", "unknown")
    if form.answer_by.value not in ways(visit):
        raise Invalid("answer_by", "unknown")
    asked = _asked(visit, form)
    draft = form.draft(asked.question if asked else "", asked.subject if asked else "")
    if not draft.title:
        raise Invalid("text", "missing")
    receipt = at_once.take_in(
        visit.session,
        replace(draft, centre=registering.at_centre(visit)),
        partial(_words, visit, form, asked),
        by=by(visit),
        site=visit.site,
        form=form.form_key,
    )
    return Go(f"{registering.HERE}/{receipt.reference}")


def _asked(visit: Visit, form: AtOnce) -> Asked | None:
    """The frequent question that it was answered with. Raises Invalid for one that is retired."""
    if not form.question:
        return None
    found = question.found(visit.session, form.question, form.language.value)
    if found is None:
        raise Invalid("answer", "retired")
    return found


def _words(visit: Visit, form: AtOnce, asked: Asked | None, submission: Submission) -> Words:
    """What was said to her: our frequent answer, a template for this case, or the words typed."""
    if asked is not None:
        return Words(asked.answer, prepare(asked.answer), question_id=asked.id)
    if form.answer:
        return Words(form.answer, form.answer_html)
    fitting = {str(row.id): row for row in usable(visit)}
    if form.template not in fitting:
        raise Invalid("answer", "missing")
    row = showing.case(visit.session, submission.reference, visit.viewer, [])
    template = answer_template.take(visit.session, fitting[form.template].id)
    source = casework_templating.filled(template.body, row)
    return Words(source, prepare(source), Used(template.id or 0, template.version))


def count(visit: Visit) -> Answer:
    """One more of what is asked: no case, no word and no name of it is kept."""
    form: Counted = visit.form
    if form.tag not in views.BEHIND:
        raise Invalid("tag", "unknown")
    views.count(
        visit.session,
        form.tag,
        Source(form.came_by.value),
        category_id=routing.routed(visit.session, form.subject)[0],
    )
    values = {name: value for name, value in visit.values.items() if name != "tag"}
    return registering.page(visit, values, counted=True)


def letter(visit: Visit) -> Answer:
    """The form that keeps the scan of a letter."""
    reference = visit.params["reference"]
    found = scan.case_for(visit.session, reference, visit.viewer, by=by(visit))
    return Shown(
        "register/scan.html",
        {
            "reference": reference,
            "missing": scan.is_missing(visit.session, found),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def keep_letter(visit: Visit) -> Answer:
    """Keep it."""
    reference, official = visit.params["reference"], by(visit)
    found = scan.case_for(visit.session, reference, visit.viewer, by=official)
    stored = visit.file(DOCUMENT)
    if stored is None:
        raise Invalid(DOCUMENT, "missing")
    scan.keep(visit.session, found, stored, by=official)
    return Go(f"{registering.HERE}/{reference}/scan")
