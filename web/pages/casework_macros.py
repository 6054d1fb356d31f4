"""Doing what a template with steps says: shown first, then all of it or nothing.

To several cases it is done case by case: where it cannot be, the case stays there with why.
"""

import secrets
from typing import Annotated, Any, Self

from models import answer_template, macro, macro_doing
from models.answer_template import AnswerTemplate
from models.draft import Used
from models.errors import Invalid, NotAllowed, NotFound
from models.macro import Say
from models.showing_several import several
from models.submission import Submission
from models.text import prepare
from web.answers import Answer, Go
from web.forms import Tick, words
from web.pages import casework_templating
from web.pages.casework_each import each, references_of
from web.pages.casework_macros_shown import able_to_have, page, why_not
from web.pages.casework_several import Several
from web.pages.casework_taking import hers, official
from web.pages.casework_writing_forms import LONGEST
from web.pages.numbers import Number
from web.pages.ticked import ticked
from web.visit import Visit


class MacroForm(Several):
    """`cases` are pairs of a number and the last event seen; `filled` says that the variables were
    filled in before, so that braces are what somebody wrote.
    """

    template: Number
    version: Number
    filled: Tick = False
    text: Annotated[str, words(LONGEST, least=2, lines=True)]

    def prepared(self) -> Self:
        if not self.filled:
            try:
                answer_template.check(self.text)
            except Invalid as error:
                raise Invalid("text", error.code, **error.values) from None
        return self


def new(visit: Visit) -> Answer:
    """Which template; once that is chosen, what it does to which cases, and its words."""
    references, wanted = ticked(visit), visit.query.get("template", "")
    chosen = _template(visit, wanted) if wanted else None
    if chosen is None:
        return page(visit, references, None, {})
    rows = hers(visit, several(visit.session, references))
    if len(rows) != 1:
        return page(visit, references, chosen, {"text": chosen.body}, letters=True)
    filled = casework_templating.filled(chosen.body, rows[0])
    return page(visit, references, chosen, {"text": filled, "filled": "yes"})


def preview(visit: Visit) -> Answer:
    """Each case's own words, as they are now."""
    form: MacroForm = visit.form
    chosen = _template(visit, form.template)
    return page(visit, references_of(visit), chosen, visit.values, letters=True)


def create(visit: Visit) -> Answer:
    """Do it to each of them, as far as nobody did anything to it meanwhile."""
    form: MacroForm = visit.form
    chosen, by = _template(visit, form.template), official(visit)
    if chosen.version != int(form.version):
        raise NotAllowed("template_changed")
    steps, batch = macro.read(chosen.steps), secrets.token_hex(8)
    used = Used(chosen.id or 0, chosen.version)
    together = len(form.cases.split()) > 1
    able = able_to_have(visit, steps)

    def act(case: Submission, row: Any) -> None:
        if why_not(visit, chosen, row, able):
            raise NotAllowed("illegal_step")
        source = form.text if form.filled else casework_templating.filled(form.text, row)
        html = prepare(source) if steps.say is Say.ANSWER else ""
        said = macro_doing.Said(source, html, used, batch)
        macro_doing.do(visit.session, case, steps, said, by=by)

    done, left = each(visit, form.cases, act)
    if not left:
        return Go(f"/casework?done=macros-{len(done)}" if together else f"/casework/{done[0]}")
    references = [one.reference for one in left]
    return page(visit, references, chosen, visit.values, done=done, left=left)


def again(visit: Visit) -> Answer:
    """The page that a form came back to: the same cases as they are now, and what was typed."""
    given = visit.values.get("template", "")
    chosen = _template(visit, given) if given else None
    return page(visit, references_of(visit), chosen, visit.values)


def _template(visit: Visit, given: str) -> AnswerTemplate:
    """A template in use that has steps."""
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise NotFound(given)
    found = answer_template.take(visit.session, int(given))
    if not found.steps:
        raise NotFound(given)
    return found
