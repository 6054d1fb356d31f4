"""Templates of answers: the list, and the form that makes one or words it anew."""

from typing import Any

from sqlalchemy import Row

from models import answer_template
from models.errors import Invalid
from models.permissions import Action, Thing, check, may
from web import town
from web.answers import Answer, Go, Shown
from web.pages.casework_writing_forms import TemplateForm
from web.pages.naming import named
from web.visit import Visit

HOME = "/casework/templates"


def index(visit: Visit) -> Answer:
    """The templates that she may use, by name."""
    names = dict(_all_units(visit))
    rows = [
        {**row._asdict(), "unit": names.get(row.unit_id, ""), "hers": _is_hers(visit, row.unit_id)}
        for row in usable(visit)
    ]
    return Shown("casework/templates.html", {"rows": rows})


def new(visit: Visit) -> Answer:
    """An empty form, or the one that came back."""
    return _form(visit, None, visit.values or {"language": "sv"})


def show(visit: Visit) -> Answer:
    """One template, to be changed or taken away; or the form that came back."""
    found = _taken(visit)
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
            "for_all": _is_hers(visit, None),
            "values": values,
            "errors": visit.errors,
        },
    )


def usable(visit: Visit) -> list[Row[Any]]:
    """Those of all units, and those of the units whose she may change."""
    return [
        row
        for row in answer_template.every(visit.session)
        if row.unit_id is None or _is_hers(visit, row.unit_id)
    ]


def _is_hers(visit: Visit, unit_id: int | None) -> bool:
    """Whether she may word the templates of a unit; of None, those that are for all."""
    return may(visit.viewer, Action.TEMPLATES, Thing(unit_id=unit_id))


def _taken(visit: Visit) -> answer_template.AnswerTemplate:
    found = answer_template.take(visit.session, visit.number("id"))
    check(visit.viewer, Action.TEMPLATES, Thing(unit_id=found.unit_id))
    return found


def _units(visit: Visit) -> list[tuple[int, str]]:
    """The units that she may make a template for."""
    return [one for one in _all_units(visit) if _is_hers(visit, one[0])]


def _all_units(visit: Visit) -> list[tuple[int, str]]:
    return [(unit.id, named(unit, visit.language)) for unit in town.units(visit.session)]


def create(visit: Visit) -> Answer:
    """A new template."""
    return _saved(visit, None)


def update(visit: Visit) -> Answer:
    """Another wording of one that is there."""
    return _saved(visit, _taken(visit).id)


def _saved(visit: Visit, template_id: int | None) -> Answer:
    form: TemplateForm = visit.form
    units = {str(number) for number, _ in _units(visit)}
    if form.unit not in units and (form.unit or not _is_hers(visit, None)):
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
    answer_template.retire(visit.session, _taken(visit).id or 0)
    return Go(HOME)
