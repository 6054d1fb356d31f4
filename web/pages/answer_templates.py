"""Templates of answers: the list, and the form that makes one or words it anew."""

from typing import Any

from models import answer_template
from models.errors import Invalid
from web import town
from web.answers import Answer, Go, Shown
from web.pages.casework_writing_forms import TemplateForm
from web.pages.naming import named
from web.visit import Visit

HOME = "/casework/templates"


def index(visit: Visit) -> Answer:
    """Every template in use, by name."""
    names = dict(_units(visit))
    rows = [
        {**row._asdict(), "unit": names.get(row.unit_id, "")}
        for row in answer_template.every(visit.session)
    ]
    return Shown("casework/templates.html", {"rows": rows})


def new(visit: Visit) -> Answer:
    """An empty form, or the one that came back."""
    return _form(visit, None, visit.values or {"language": "sv"})


def show(visit: Visit) -> Answer:
    """One template, to be changed or taken away; or the form that came back."""
    found = answer_template.take(visit.session, visit.number("id"))
    values: Any = visit.values or {
        "name": found.name,
        "body": found.body,
        "unit": found.unit_id or "",
        "language": found.language,
        "version": found.version,
    }
    # After a refusal for its version, the form goes on from the wording that is there now.
    return _form(visit, found.id, {**values, "version": found.version})


def _form(visit: Visit, template_id: int | None, values: Any) -> Answer:
    return Shown(
        "casework/template.html",
        {
            "template_id": template_id,
            "variables": answer_template.VARIABLES,
            "units": _units(visit),
            "values": values,
            "errors": visit.errors,
        },
    )


def _units(visit: Visit) -> list[tuple[int, str]]:
    return [(unit.id, named(unit, visit.language)) for unit in town.units(visit.session)]


def create(visit: Visit) -> Answer:
    """A new template."""
    return _saved(visit, None)


def update(visit: Visit) -> Answer:
    """Another wording of one that is there."""
    return _saved(visit, visit.number("id"))


def _saved(visit: Visit, template_id: int | None) -> Answer:
    form: TemplateForm = visit.form
    units = {str(number) for number, _ in _units(visit)}
    if form.unit and form.unit not in units:
        raise Invalid("unit", "unknown")
    answer_template.save(
        visit.session,
        name=form.name,
        body=form.body,
        unit_id=int(form.unit) if form.unit else None,
        language=form.language.value,
        template_id=template_id,
        version=int(form.version or 0),
    )
    return Go(HOME)


def retire(visit: Visit) -> Answer:
    """Offer it no more."""
    answer_template.retire(visit.session, visit.number("id"))
    return Go(HOME)
