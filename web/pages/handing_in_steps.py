"""The pages of handing in: which step comes next, what each shows, and what cannot stay so."""

from collections.abc import Mapping
from typing import Any

from models import address, position, promise, routing, typos
from models.calendar import now
from models.errors import Invalid
from models.reply import ReplyBy
from models.states import Kind
from models.units import area
from web import town
from web.answers import Answer, Shown
from web.forms import Form, NotAccepted
from web.pages import alike, declaring, photos, screened, speaking, subjects, waiting_texts
from web.pages.handing_in_forms import First, Second, ShownAs, Third, Where
from web.pages.naming import named, passes_for_ours
from web.visit import Visit

STEPS = ("1", "2", "3", "check")
FORMS: dict[str, type[Form]] = {"1": First, "2": Second, "3": Third}
POSITION = ("latitude", "longitude")


def beside(here: str, way: int, *, places: bool) -> str:
    """The next step, or the one before; never beyond the ends."""
    order = STEPS if places else ("1", "3", "check")
    at = order.index(here) if here in order else 0
    return order[min(max(at + way, 0), len(order) - 1)]


def check(visit: Visit, here: str, values: Mapping[str, str]) -> None:
    """Raises NotAccepted or Invalid for the first thing in a step that cannot stay as it is."""
    form = FORMS[here].read(values)
    if here == "1":
        routing.routed(visit.session, values["subject"])
    reconsider(visit, form)


def reconsider(visit: Visit, form: Form) -> None:
    """What only the town's own profile can tell. Raises Invalid."""
    if isinstance(form, First | Third) and form.kind.value not in kinds(visit):
        raise Invalid("kind", "unknown")
    here = form.position if isinstance(form, Where) else None
    if here is not None and not position.within(visit.site.bounds, *here):
        raise Invalid("position", "outside")
    if isinstance(form, Where):
        area.chosen(visit.session, form.area)
    if isinstance(form, Third):
        if form.answer_by.value not in ways(visit):
            raise Invalid("answer_by", "unknown")
        if form.byline and passes_for_ours(visit, form.byline):
            raise Invalid("name" if form.shown is ShownAs.NAMED else "alias", "official")
        speaking.as_whom(visit, form.organisation, form.byline)
        if form.organisation and form.helping:
            raise Invalid("organisation", "helping")
    declaring.reconsider(visit, form)


def kinds(visit: Visit) -> list[str]:
    """What can be handed in here: a municipality may have switched some of it off."""
    return [kind.value for kind in visit.site.kinds]


def ways(visit: Visit) -> list[str]:
    """How we can answer."""
    on = {ReplyBy.SMS: visit.site.modules.sms}
    return [way.value for way in ReplyBy if on.get(way, True)]


def suggested(values: Mapping[str, str]) -> str:
    """The e-mail address that was perhaps meant, for a question; "" where nothing looks wrong."""
    if values.get("answer_by") != ReplyBy.EMAIL:
        return ""
    try:
        return typos.email_suggestion(address.email(values.get("email", ""))) or ""
    except Invalid:
        return ""


def shown(
    visit: Visit, here: str, values: Mapping[str, str], errors: list[Invalid] | None = None
) -> Answer:
    """A step with everything typed so far. Somebody who comes to the check page with a step missing
    is led to it, never into an error.
    """
    errors = errors or []
    if visit.viewer.protected:
        values = {**values, "protected": "yes"}
    if any(error.field == "position" for error in errors):
        # It is of no use to us, and nothing of it may travel on.
        values = {name: value for name, value in values.items() if name not in POSITION}
    places = subjects.has_place(visit, values)
    asking = photos.step(places=places) if visit.site.modules.attachments else ""
    try:
        photo = photos.told(visit, values)
    except Invalid as error:
        photo, values = None, photos.without(values)
        here, errors = (asking, [error]) if here == "check" else (here, errors)
    context: dict[str, Any] = {
        "step": here,
        "number": {"1": 1, "2": 2, "3": 3 if places else 2}.get(here, 1),
        "total": 3 if places else 2,
        "values": _typed(values),
        "errors": errors,
        "kinds": kinds(visit),
        "ways": ways(visit),
        "subjects": subjects.offered(visit, values.get("kind", "")),
        "areas": [(row.slug, named(row, visit.language)) for row in area.areas(visit.session)],
        "photo": photo,
        "photo_step": asking,
        "asks_photo": here == asking,
        "chosen": subjects.chosen(visit, values),
        "organisations": speaking.choices(visit),
        **declaring.asked(visit, values),
        "suggestion": suggested(values),
        "screened": None,
        "unit": "",
        "promised": None,
        "at_once": False,
        "wait": None,
    }
    if here == "check":
        for number in STEPS[:-1] if places else ("1", "3"):
            try:
                check(visit, number, values)
            except NotAccepted as error:
                return shown(visit, number, values, error.errors)
            except Invalid as error:
                return shown(visit, number, values, [error])
        context |= _promise(visit, values) | alike.told(visit, values)
        context |= waiting_texts.by_check(visit, values)
        context["screened"] = screened.found(visit, _typed(values))
    status = 422 if errors else visit.status
    return Shown("submissions/new.html", context, status=status, returns=True)


def _typed(values: Mapping[str, str]) -> dict[str, str]:
    """A number typed for one way of reaching her is offered for the other; so is what we expect."""
    typed = dict(values)
    for name, other in (("mobile", "phone"), ("phone", "mobile")):
        typed[name] = values.get(name) or values.get(other, "")
    if typed.get("kind") == Kind.FAULT_REPORT:
        typed.setdefault("shown", "unnamed")
    if typed.get("protected") == "yes":
        typed["shown"] = "no"
    return typed


def _promise(visit: Visit, values: Mapping[str, str]) -> dict[str, object]:
    kind, area_id = Kind(values["kind"]), _area(visit, values)
    category_id, unit_id = routing.routed(
        visit.session, values["subject"], kind=kind, area_id=area_id
    )
    promised = promise.given(visit.session, visit.site.opening, kind, category_id, now())
    unit = next(unit for unit in town.units(visit.session) if unit.id == unit_id)
    return {
        "unit": named(unit, visit.language),
        "promised": promised.answer_by,
    }


def _area(visit: Visit, values: Mapping[str, str]) -> int | None:
    """The part of the municipality that the case will be in."""
    return area.chosen(
        visit.session,
        values.get("area", ""),
        latitude=position.micro(values.get("latitude", ""), most=90),
        longitude=position.micro(values.get("longitude", ""), most=180),
    )
