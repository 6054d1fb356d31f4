"""What is done because of a dialogue, kept by whoever leads it: actions, and a note each year."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from models import text
from models.calendar import today
from models.dialogue import actions, keeping, themes
from models.dialogue.actions import Planned
from models.dialogue.outcome import LONGEST_WHO, OPEN_ACTIONS, ActionStatus, DialogueAction
from models.errors import Invalid, NotFound
from web import town
from web.answers import Answer, Go, Shown
from web.forms import Form, checked, choice, words
from web.pages.casework_forms import SomeDay
from web.pages.dialogue_results_shown import action
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.naming import named
from web.pages.numbers import Number
from web.visit import Visit


def _number_or_none(value: str, _info: object) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise Invalid("", "unknown")
    return value


def _day_or_none(value: str, _info: object) -> str:
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid("", "bad") from None


class ActionForm(Form):
    said: Annotated[str, words(actions.LONGEST, least=1, lines=True)]
    theme: Annotated[str, words(18), AfterValidator(checked(_number_or_none))] = ""
    unit: Number
    owner: Annotated[str, words(LONGEST_WHO)] = ""
    due_on: SomeDay
    status: Annotated[ActionStatus, choice(ActionStatus)] = ActionStatus.PLANNED
    done_on: Annotated[str, words(10), AfterValidator(checked(_day_or_none))] = ""
    why: Annotated[str, words(actions.LONGEST, lines=True)] = ""

    @property
    def planned(self) -> Planned:
        return Planned(
            words=self.said,
            owner_unit_id=int(self.unit),
            due_on=date.fromisoformat(self.due_on),
            owner_name=self.owner,
            theme_id=int(self.theme) if self.theme else None,
            status=self.status,
            done_on=date.fromisoformat(self.done_on) if self.done_on else None,
            why=self.why,
        )


class ChangedForm(ActionForm):
    version: Number


class CarryForm(Form):
    carry_year: Number
    carry_why: Annotated[str, words(actions.LONGEST, least=1, lines=True)]


class YearForm(Form):
    now_year: Number
    now_words: Annotated[str, words(10_000, least=1, lines=True)]


def index(visit: Visit) -> Answer:
    """All of them, and the forms for one more, for the next year, and for this year's note."""
    row = led(visit)
    rows = actions.of_dialogue(visit.session, row.id)
    year = today().year
    written = {one.year: one for one in actions.years(visit.session, row.id)}
    stored = {"unit": str(row.unit_id), "now_year": str(year), "carry_year": str(year)}
    stored["now_words"] = written[year].source if year in written else ""
    return Shown(
        "casework/dialogues/actions/list.html",
        {
            **_form(visit, row),
            "rows": [action(visit, one) for one in rows],
            "left": sum(one.status in OPEN_ACTIONS and one.due_on.year <= year for one in rows),
            "year": year,
            "years": list(written.values()),
            "values": visit.values or stored,
        },
    )


def _form(visit: Visit, row: Any) -> dict[str, Any]:
    return {
        "dialogue": told(visit, row),
        "units": [(one.id, named(one, visit.language)) for one in town.units(visit.session)],
        "themes": [(one.id, one.name) for one in themes.of_dialogue(visit.session, row.id)],
        "statuses": [one.value for one in ActionStatus],
        "errors": visit.errors,
    }


def create(visit: Visit) -> Answer:
    """One more."""
    form: ActionForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    actions.add(visit.session, held, form.planned, by=leader(visit))
    return Go(f"{home(held.dialogue)}/actions")


def show(visit: Visit) -> Answer:
    """One of them: how it goes."""
    row = led(visit)
    found = visit.session.get(DialogueAction, visit.number("id"))
    if found is None or found.submission_id != row.id:
        raise NotFound
    stored = {
        "said": found.words,
        "theme": str(found.theme_id or ""),
        "unit": str(found.owner_unit_id),
        "owner": found.owner_name,
        "due_on": found.due_on.isoformat(),
        "status": found.status.value,
        "done_on": found.done_on.isoformat() if found.done_on else "",
        "why": found.why,
    }
    return Shown(
        "casework/dialogues/actions/one.html",
        {
            **_form(visit, row),
            "action": {"id": found.id, "version": found.version},
            "values": visit.values or stored,
        },
    )


def update(visit: Visit) -> Answer:
    """How it goes now."""
    form: ChangedForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    found = actions.take(visit.session, held, visit.number("id"), version=int(form.version))
    actions.change(visit.session, held, found, form.planned, by=leader(visit))
    return Go(f"{home(held.dialogue)}/actions")


def carry(visit: Visit) -> Answer:
    """What is not done goes over to the next year."""
    form: CarryForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    actions.carry(visit.session, held, int(form.carry_year), form.carry_why, by=leader(visit))
    return Go(f"{home(held.dialogue)}/actions")


def note_year(visit: Visit) -> Answer:
    """What is new this year."""
    form: YearForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    html = text.prepare(form.now_words)
    year = int(form.now_year)
    actions.write_year(visit.session, held, year, form.now_words, html, by=leader(visit))
    return Go(f"{home(held.dialogue)}/actions")
