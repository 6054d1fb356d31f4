"""The same answer to several cases: each letter shown first, each case a step of its own.

What changed meanwhile is not answered: those cases stay on the page, with the text and with why.
Whoever follows several of them gets one message (the batch of the events).
"""

import secrets
from typing import Annotated, Any, Self

from models import answer, answer_template, merging
from models.draft import Used
from models.errors import Invalid, NotFound
from models.event import EventKind
from models.keeping_promises import delaying
from models.search.similar import like
from models.showing_several import several
from models.states import Outcome, Status
from models.submission import Submission
from models.text import prepare
from notifications import audience
from web.answers import Answer, Go, Shown
from web.forms import Tick, words
from web.pages import answer_templates, casework_templating
from web.pages.casework_each import Left, each, lines, pairs, references_of
from web.pages.casework_several import Several
from web.pages.casework_taking import hers, official
from web.pages.casework_writing_forms import LONGEST
from web.pages.ticked import ticked
from web.visit import Visit


class AlikeForm(Several):
    """`cases` are pairs of a number and the last event seen; `used` a template and its version."""

    text: Annotated[str, words(LONGEST, least=2, lines=True)]
    used: Annotated[str, words(30)] = ""

    def prepared(self) -> Self:
        try:
            answer_template.check(self.text)
        except Invalid as error:
            raise Invalid("text", error.code, **error.values) from None
        return self

    @property
    def template(self) -> Used | None:
        number, _, version = self.used.partition(".")
        known = number.isdigit() and version.isdigit() and len(self.used) < 19
        return Used(int(number), int(version)) if known else None


class PreparedForm(Several):
    """What is not to be sent yet: to be shown, or with a template put in."""

    text: Annotated[str, words(2 * LONGEST, lines=True)] = ""
    template: Annotated[str, words(18)] = ""
    insert: Tick = False


def new(visit: Visit) -> Answer:
    """Which cases it is for, others that may be about the same thing, and an empty answer."""
    references = ticked(visit)
    return _page(visit, references, {}, alike=_alike(visit, references))


def _alike(visit: Visit, references: list[str]) -> list[Any]:
    """What was joined with the first of these cases, and what is written much as it is."""
    if not references:
        return []
    family = merging.family(visit.session, references[0])
    _, similar = like(visit.session, references[0])
    found = {
        row.reference: row
        for row in hers(visit, [*family, *similar])
        if row.reference not in references
    }
    return list(found.values())


def preview(visit: Visit) -> Answer:
    """Each case's own letter; or the form with a template put in below what was typed."""
    form: PreparedForm = visit.form
    typed = {"text": form.text, "used": visit.values.get("used", ""), "template": form.template}
    if form.insert:
        if not (form.template.isascii() and form.template.isdigit()):
            raise Invalid("template", "missing")
        usable = answer_templates.usable(visit)
        found = next((one for one in usable if one.id == int(form.template)), None)
        if found is None:
            raise NotFound(form.template)
        typed["text"] = casework_templating.below(form.text, found.body)
        typed["used"] = f"{found.id}.{found.version}"
    elif not form.text.strip():
        raise Invalid("text", "missing")
    try:
        answer_template.check(typed["text"])
    except Invalid as error:
        raise Invalid("text", error.code, **error.values) from None
    return _page(visit, references_of(visit), typed, letters=not form.insert)


def create(visit: Visit) -> Answer:
    """Answer each of them in its own letter, as far as nobody did anything to it meanwhile."""
    form: AlikeForm = visit.form
    by, batch = official(visit), secrets.token_hex(8)

    def give(case: Submission, row: Any) -> None:
        delaying.check_answer(visit.session, case)
        said = casework_templating.filled(form.text, row)
        answer.answer(
            visit.session,
            case,
            by=by,
            source=said,
            html=prepare(said),
            used=form.template,
            batch=batch,
        )

    done, left = each(visit, form.cases, give)
    if not left:
        return Go(f"/casework?done=answers-{len(done)}")
    return _page(visit, [one.reference for one in left], visit.values, done=done, left=left)


def again(visit: Visit) -> Answer:
    """The page that a form came back to: the same cases, and all that was typed."""
    return _page(visit, references_of(visit), visit.values)


def _page(
    visit: Visit,
    references: list[str],
    values: Any,
    *,
    letters: bool = False,
    done: list[str] | None = None,
    left: list[Left] | None = None,
    alike: list[Any] | None = None,
) -> Answer:
    rows = hers(visit, several(visit.session, references))
    if not rows and visit.values:
        raise NotFound
    fit = [row for row in rows if _can_be_answered(row)]
    return Shown(
        "casework/alike.html",
        {
            "fit": lines(fit, left or [], values["text"] if letters else ""),
            "unfit": [row for row in rows if row not in fit],
            "alike": alike or [],
            "done": several(visit.session, done or []),
            "cases": pairs(fit),
            "told": audience.count_together(
                visit.session, fit, EventKind.ANSWERED, by=official(visit)
            ),
            "templates": [(one.id, one.name) for one in answer_templates.usable(visit)],
            "variables": answer_template.VARIABLES,
            "not_hers": len(references) - len(rows),
            "values": values,
            "errors": visit.errors,
        },
        status=409 if left else 200,
    )


def _can_be_answered(row: Any) -> bool:
    """What has ended is answered no more; but the sender of a duplicate waits as the other did."""
    return row.status is not Status.CLOSED or row.outcome is Outcome.DUPLICATE
