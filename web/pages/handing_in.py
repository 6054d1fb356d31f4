"""Handing in: three steps and a check page. Every step carries all that was typed."""

from dataclasses import replace

from models import form_key
from models.errors import Invalid
from web.answers import Answer
from web.forms import NotAccepted
from web.pages import appeals, photos, screened, speaking
from web.pages.handing_in_forms import Whole
from web.pages.handing_in_steps import (
    FORMS,
    STEPS,
    beside,
    check,
    reconsider,
    shown,
    suggested,
)
from web.pages.receipts import handed_in
from web.pages.subjects import has_place, is_elsewhere
from web.visit import Visit

BESIDE = {"1": "eligible", "2": "position"}
"""What may be wrong in a step beside its fields."""


def new(visit: Visit) -> Answer:
    """An empty first step; the start page says which kind."""
    return shown(visit, "1", {"kind": visit.query.get("kind", ""), "form_key": form_key.fresh()})


def step(visit: Visit) -> Answer:
    """Check one step and show the next, or go back, or to the step to be changed."""
    values = dict(visit.values)
    values.setdefault("form_key", form_key.fresh())
    here = values.get("step", "1")
    if here not in STEPS:
        here = "1"
    go = values.get("go", "next")
    wrong = photos.take(visit, values)
    if go not in {"next", "anyway"}:
        return _turned(visit, here, go, values)
    if here == "1":
        if values.get("subject") == appeals.SUBJECT:
            return appeals.begun(visit, values)
        if go == "anyway":
            values["anyway"] = values.get("subject", "")
        if is_elsewhere(visit, values):
            return shown(visit, "elsewhere", values)
    return _checked(visit, here, values, wrong, forgiving=go == "anyway")


def _turned(visit: Visit, here: str, go: str, values: dict[str, str]) -> Answer:
    """Where a button other than the way on leads; nothing is checked there."""
    if go == "no_photo":
        return shown(visit, here, photos.without(values))
    if go == "suggestion":
        # Asked about, never changed by itself.
        return shown(visit, here, values | {"email": suggested(values) or values.get("email", "")})
    if go in STEPS:
        return shown(visit, go, values)
    if go.startswith(screened.GO):
        return shown(visit, here, screened.mend(visit, values, go.removeprefix(screened.GO)))
    way = -1 if go == "back" else 0
    return shown(visit, beside(here, way, places=has_place(visit, values)), values)


def same(visit: Visit) -> Answer:
    """The step as it was sent, when we could not take it: every word of it is there."""
    here = visit.values.get("step", "1")
    return shown(visit, here if here in STEPS else "1", visit.values, visit.errors)


def _checked(
    visit: Visit, here: str, values: dict[str, str], wrong: list[Invalid], *, forgiving: bool
) -> Answer:
    """The next step, or this one with what has to be mended, the photo (`wrong`) too. `forgiving`:
    she has only just been told whose it is, and may not have written anything yet.
    """
    try:
        if here in FORMS:
            check(visit, here, values)
    except NotAccepted as error:
        return shown(visit, here, values, [] if forgiving else [*error.errors, *wrong])
    except Invalid as error:
        return shown(visit, here, values, [error, *wrong])
    if wrong:
        return shown(visit, here, values, wrong)
    return shown(visit, beside(here, 1, places=has_place(visit, values)), values)


def create(visit: Visit) -> Answer:
    """Hand in."""
    form: Whole = visit.form
    reconsider(visit, form)
    draft = form.draft(visit.language)
    organisation_id, byline = speaking.as_whom(visit, form.organisation, draft.byline)
    draft = replace(draft, organisation_id=organisation_id, byline=byline)
    return handed_in(visit, draft, form.form_key)


def again(visit: Visit) -> Answer:
    """The check page was not accepted: back to the first step with something to mend. A form that
    was sent with other words gets a key of its own, so that pressing again sends these.
    """
    values = dict(visit.values)
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    wrong = {error.field for error in visit.errors}
    if photos.FIELD in wrong:
        here = photos.step(places=has_place(visit, values))
        return shown(visit, here, photos.without(values), visit.errors)
    for number, form in FORMS.items():
        if wrong & {*form.model_fields, BESIDE.get(number, "")}:
            return shown(visit, number, values, visit.errors)
    return shown(visit, "check", values, visit.errors)
