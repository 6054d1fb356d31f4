"""Templates of answers: the list, and the form that makes one or words it anew, with its steps."""

from typing import Any

from sqlalchemy import Row

from models import answer_template, macro, organisation
from models.answer_template import AnswerTemplate
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
    subjects = {
        row.id: named(row, visit.language) for row in organisation.every_category(visit.session)
    }
    rows = [
        {
            **row._asdict(),
            "unit": names.get(row.unit_id, ""),
            "subject": subjects.get(row.category_id, ""),
            "steps": _told(macro.read(row.steps)),
            "hers": _is_hers(visit, row.unit_id),
        }
        for row in _hers(visit)
    ]
    return Shown("casework/templates.html", {"rows": rows})


def new(visit: Visit) -> Answer:
    """An empty form, or the one that came back."""
    return _form(visit, None, visit.values or {"language": "sv", "say": macro.Say.ANSWER.value})


def show(visit: Visit) -> Answer:
    """One template, to be changed or taken away; or the form that came back."""
    found = _taken(visit)
    values: Any = visit.values or {
        "name": found.name,
        "body": found.body,
        "unit": found.unit_id or "",
        "subject": found.category_id or "",
        "language": found.language,
        "version": found.version,
        **_told(macro.read(found.steps)),
    }
    # After a refusal for its version, the form goes on from the wording that is there now.
    return _form(visit, found, {**values, "version": found.version})


def _form(visit: Visit, found: AnswerTemplate | None, values: Any) -> Answer:
    return Shown(
        "casework/template.html",
        {
            "template_id": found.id if found else None,
            "variables": answer_template.VARIABLES,
            "units": _units(visit),
            "subjects": _subjects(visit, found.category_id if found else None),
            "moves": [one.value for one in macro.MOVES],
            "outcomes": [one.value for one in macro.ENDS],
            "for_all": _is_hers(visit, None),
            "values": values,
            "errors": visit.errors,
        },
    )


def _told(steps: macro.Steps) -> dict[str, str]:
    """The steps of a template as the fields of its form hold them."""
    return {
        "say": steps.say.value,
        "take": "yes" if steps.take else "",
        "move": steps.move.value if steps.move else "",
        "outcome": steps.outcome.value if steps.outcome else "",
        "follow": "yes" if steps.follow else "",
    }


def usable(visit: Visit) -> list[Row[Any]]:
    """Those whose words are an answer, of all units and of the units whose she may change."""
    return answer_template.answering(_hers(visit))


def _hers(visit: Visit) -> list[Row[Any]]:
    return [
        row
        for row in answer_template.every(visit.session)
        if row.unit_id is None or _is_hers(visit, row.unit_id)
    ]


def _is_hers(visit: Visit, unit_id: int | None) -> bool:
    """Whether she may word the templates of a unit; of None, those that are for all."""
    return may(visit.viewer, Action.TEMPLATES, Thing(unit_id=unit_id))


def _taken(visit: Visit) -> AnswerTemplate:
    found = answer_template.take(visit.session, visit.number("id"))
    check(visit.viewer, Action.TEMPLATES, Thing(unit_id=found.unit_id))
    return found


def _units(visit: Visit) -> list[tuple[int, str]]:
    """The units that she may make a template for."""
    return [one for one in _all_units(visit) if _is_hers(visit, one[0])]


def _all_units(visit: Visit) -> list[tuple[int, str]]:
    return [(unit.id, named(unit, visit.language)) for unit in town.units(visit.session)]


def _subjects(visit: Visit, own: int | None = None) -> list[tuple[int, str]]:
    """The subjects there are; and a template's `own`, which may be no more to choose from."""
    return [
        (row.id, named(row, visit.language))
        for row in organisation.every_category(visit.session)
        if row.retired_at is None or row.id == own
    ]


def create(visit: Visit) -> Answer:
    """A new template."""
    return _saved(visit, None)


def update(visit: Visit) -> Answer:
    """Another wording of one that is there."""
    return _saved(visit, _taken(visit))


def _saved(visit: Visit, found: AnswerTemplate | None) -> Answer:
    form: TemplateForm = visit.form
    units = {str(number) for number, _ in _units(visit)}
    if form.unit not in units and (form.unit or not _is_hers(visit, None)):
        raise Invalid("unit", "unknown")
    subjects = _subjects(visit, found.category_id if found else None)
    if form.subject and form.subject not in {str(number) for number, _ in subjects}:
        raise Invalid("subject", "unknown")
    answer_template.save(
        visit.session,
        name=form.name,
        body=form.body,
        unit_id=int(form.unit) if form.unit else None,
        category_id=int(form.subject) if form.subject else None,
        language=form.language.value,
        steps=form.steps,
        template_id=found.id if found else None,
        version=int(form.version or 0),
    )
    return Go(HOME)


def retire(visit: Visit) -> Answer:
    """Offer it no more."""
    answer_template.retire(visit.session, _taken(visit).id or 0)
    return Go(HOME)
