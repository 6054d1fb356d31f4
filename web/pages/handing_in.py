"""Handing in: three steps, a check page, the receipt. Every step carries all that was typed."""

from collections.abc import Mapping

from models import address, asking, form_key, organisation, person, showing, submitting
from models.calendar import add_working_days, today
from models.errors import Invalid, NotFound
from models.settings import settings
from models.states import Kind
from models.submission import holds_key, tracking_key
from models.token import Purpose
from web import town
from web.answers import Answer, Cookie, Go, Shown
from web.forms import Form, NotAccepted
from web.pages.handing_in_forms import First, Second, Third, Whole
from web.pages.naming import named
from web.visit import Visit

A_MONTH = 30 * 24 * 3600
STEPS = ("1", "2", "3", "check")


FORMS: dict[str, type[Form]] = {"1": First, "2": Second, "3": Third, "check": Form}


def new(visit: Visit) -> Answer:
    """An empty first step; the start page says which kind."""
    return _step(visit, "1", {"kind": visit.query.get("kind", ""), "form_key": form_key.fresh()})


def step(visit: Visit) -> Answer:
    """Check one step and show the next, or go back, or to the step to be changed."""
    values = dict(visit.values)
    values.setdefault("form_key", form_key.fresh())
    here = values.get("step", "1")
    if here not in STEPS:
        here = "1"
    go = values.get("go", "next")
    if go in STEPS:
        return _step(visit, go, values)
    places = _has_place(visit, values)
    if go == "back":
        return _step(visit, _beside(here, -1, places=places), values)
    try:
        FORMS[here].read(values)
        if here == "1":
            organisation.routed(visit.session, values["subject"])
    except NotAccepted as error:
        return _step(visit, here, values, error.errors)
    except Invalid as error:
        return _step(visit, here, values, [error])
    return _step(visit, _beside(here, 1, places=places), values)


def create(visit: Visit) -> Answer:
    """Hand in. Nobody else's address is written to more often than anybody may ask for (T51)."""
    form: Whole = visit.form
    draft = form.draft(visit.language)
    receipt = submitting.submit(
        visit.session,
        draft,
        by=visit.acting(),
        site=visit.site,
        form=form.form_key,
        own_contacts=visit.contacts,
    )
    if receipt.asks and draft.channel is not None:
        asking.spend(visit.session, Purpose.SUBMISSION, draft.channel, draft.address)
    here = f"/submissions/{receipt.reference}"
    return Go(f"{here}/receipt", (Cookie("key", receipt.key, path=here, seconds=A_MONTH),))


def again(visit: Visit) -> Answer:
    """The check page was not accepted: back to the first step with something to mend."""
    wrong = {error.field for error in visit.errors}
    for number, form in FORMS.items():
        if wrong & set(form.model_fields):
            return _step(visit, number, visit.values, visit.errors)
    return _step(visit, "check", visit.values, visit.errors)


def receipt(visit: Visit) -> Answer:
    """What came in, who has it, when the answer comes. Only for whoever holds the key."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not holds_key(visit.viewer, row):
        raise NotFound
    contact = person.contact(visit.session, row.contact_id)
    key = tracking_key(row)
    here = f"{settings().base_url}/submissions/{row.reference}"
    return Shown(
        "submissions/receipt.html",
        {
            "case": row,
            "unit": named(row, visit.language),
            "promised": row.answer_by,
            "confirm": contact.channel.value if contact and row.confirmed_at is None else "",
            "address": address.masked(contact.address) if contact else "",
            "key": "" if contact else _grouped(key),
            "url": here if contact else f"{here}?k={key}",
        },
        kept=True,
    )


def _grouped(key: str) -> str:
    return " ".join(key[at : at + 5] for at in range(0, len(key), 5)).upper()


def _has_place(visit: Visit, values: Mapping[str, str]) -> bool:
    """The place is asked for when the subject has one, and when we are to choose the subject."""
    found = [row for row in town.categories(visit.session) if row.slug == values.get("subject")]
    return found[0].place if found else True


def _beside(here: str, way: int, *, places: bool) -> str:
    order = STEPS if places else ("1", "3", "check")
    at = order.index(here) if here in order else 0
    return order[min(max(at + way, 0), len(order) - 1)]


def _step(
    visit: Visit, here: str, values: Mapping[str, str], errors: list[Invalid] | None = None
) -> Answer:
    places = _has_place(visit, values)
    context = {
        "step": here,
        "number": _number(here, places=places),
        "total": 3 if places else 2,
        "values": values,
        "errors": errors or [],
        "subjects": [
            {"slug": row.slug, "name": named(row, visit.language)}
            for row in town.categories(visit.session)
        ],
        "unit": "",
        "promised": None,
    }
    if here == "check":
        # Somebody who comes here with a step missing is led to it, never into an error.
        for number in ("1", "3"):
            try:
                FORMS[number].read(values)
            except NotAccepted as error:
                return _step(visit, number, values, error.errors)
        context |= _promise(visit, values)
    status = 422 if errors else visit.status
    return Shown("submissions/new.html", context, status=status, returns=True)


def _number(here: str, *, places: bool) -> int:
    return {"1": 1, "2": 2, "3": 3 if places else 2, "check": 0}[here]


def _promise(visit: Visit, values: Mapping[str, str]) -> dict[str, object]:
    unit_id = organisation.routed(visit.session, values["subject"])[1]
    unit = next(unit for unit in town.units(visit.session) if unit.id == unit_id)
    days = visit.site.promises.days(Kind(values["kind"]))
    return {
        "unit": named(unit, visit.language),
        "promised": add_working_days(today(), days),
    }
