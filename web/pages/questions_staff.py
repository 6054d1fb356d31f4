"""Writing frequent questions: new, begun from an answer, in other words, and the end of one."""

from datetime import date
from typing import Any

from models.actor import Actor, Role
from models.calendar import today
from models.errors import Invalid
from models.frequent import beginning, keeping, listing, wording
from models.permissions import Action, Thing, check
from models.question import Question
from web import town
from web.answers import Answer, Go, Shown
from web.pages.naming import named
from web.pages.questions_forms import FrequentForm, Seen, To
from web.pages.questions_list import HOME, all_units, is_hers
from web.visit import Visit


def new(visit: Visit) -> Answer:
    """An empty form, the one that came back, or one begun from an answered question."""
    values: dict[str, Any] = dict(visit.values)
    reference = values.get("case") or visit.query.get("case", "")
    if not values:
        values = {"review_on": keeping.in_half_a_year().isoformat(), "unit": _own_unit(visit)}
        if reference:
            values |= _begun(visit, reference)
    return _form(visit, None, values, reference=reference)


def _begun(visit: Visit, reference: str) -> dict[str, Any]:
    begun = beginning.begun(visit.session, reference, visit.viewer)
    subject = next(
        (row.slug for row in town.categories(visit.session) if row.id == begun.category_id), ""
    )
    mine = {number for number, _ in _units(visit)}
    return {
        "question_sv": begun.question,
        "answer_sv": begun.answer,
        "subject": subject,
        "unit": begun.unit_id if begun.unit_id in mine else _own_unit(visit),
    }


def show(visit: Visit) -> Answer:
    """One question, to be changed, looked over or retired; or the form that came back."""
    found = _taken(visit)
    values: dict[str, Any] = dict(visit.values)
    if "question_sv" not in values:
        subject = next(
            (row.slug for row in town.categories(visit.session) if row.id == found.category_id), ""
        )
        values = {
            **{name: getattr(found, name) for name in FrequentForm.model_fields if name in _COPIED},
            "subject": subject,
            "unit": found.unit_id or "",
            "review_on": _offered(found).isoformat(),
        }
    # After a refusal for its version, the form goes on from the wording that is there now.
    return _form(visit, found, {**values, "version": found.version})


_COPIED = {"question_sv", "answer_sv", "question_en", "answer_en", "words_sv", "words_en"}


def _offered(found: Question) -> date:
    """The day it has; one that has come is no day to choose any more."""
    if found.review_on is not None and found.review_on > today():
        return found.review_on
    return keeping.in_half_a_year()


def _form(
    visit: Visit, found: Question | None, values: dict[str, Any], *, reference: str = ""
) -> Answer:
    return Shown(
        "casework/questions/one.html",
        {
            "found": found,
            "due": found is not None and listing.is_due(found),
            "wordings": wording.of_one(visit.session, found.id or 0) if found else [],
            "reference": reference,
            "units": _units(visit),
            "for_all": is_hers(visit, None),
            "subjects": [
                (row.slug, named(row, visit.language)) for row in town.categories(visit.session)
            ],
            "values": values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """A new question."""
    return _saved(visit, None)


def update(visit: Visit) -> Answer:
    """Another wording of one that is there."""
    return _saved(visit, _taken(visit).id)


def _saved(visit: Visit, question_id: int | None) -> Answer:
    form: FrequentForm = visit.form
    units = {str(number) for number, _ in _units(visit)}
    if form.unit not in units and (form.unit or not is_hers(visit, None)):
        raise Invalid("unit", "unknown")
    known = {row.slug: row.id for row in town.categories(visit.session)}
    if form.subject and form.subject not in known:
        raise Invalid("subject", "unknown")
    said = keeping.Said(
        **{name: getattr(form, name) for name in _COPIED},
        category_id=known.get(form.subject),
        unit_id=int(form.unit) if form.unit else None,
        review_on=date.fromisoformat(form.review_on),
        published=form.to is To.PUBLISHED,
    )
    version = int(form.version) if form.version.isdigit() else 0
    keeping.save(visit.session, said, by=_by(visit), question_id=question_id, version=version)
    return Go(HOME)


def still_right(visit: Visit) -> Answer:
    """Looked over: nothing has to be changed."""
    form: Seen = visit.form
    found = _taken(visit).id or 0
    keeping.still_right(visit.session, found, by=_by(visit), version=int(form.version))
    return Go(HOME)


def retire(visit: Visit) -> Answer:
    """Show it no more."""
    form: Seen = visit.form
    found = _taken(visit).id or 0
    keeping.retire(visit.session, found, by=_by(visit), version=int(form.version))
    return Go(HOME)


def _taken(visit: Visit) -> Question:
    """The question of this address. Raises NotFound for one that is not hers to word."""
    found = keeping.find(visit.session, visit.number("id"))
    check(visit.viewer, Action.TEMPLATES, Thing(unit_id=found.unit_id))
    return found


def _own_unit(visit: Visit) -> Any:
    """Preset: of all units for whoever works for all, else the first of hers."""
    if is_hers(visit, None):
        return ""
    return next((number for number, _ in _units(visit)), "")


def _units(visit: Visit) -> list[tuple[int, str]]:
    """The units whose questions she may word."""
    return [one for one in all_units(visit) if is_hers(visit, one[0])]


def _by(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
