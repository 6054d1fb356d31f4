"""What is said of a dialogue, and who answers for it: a form a page, for whoever leads it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Row

from models.dialogue import finding, keeping, leading
from models.dialogue.keeping import Held
from models.dialogue.kinds import Level
from web import town
from web.answers import Answer, Go, Shown
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.dialogue_staff_forms import ChangedForm
from web.pages.dialogue_staff_people_forms import ROWS, LeadersForm, PartsForm, UnitsForm
from web.pages.naming import named
from web.visit import Visit

EMPTY = 2
"""Rows more than are filled in, so that several can be added at once without script."""
TOLD = (
    "question",
    "purpose",
    "can",
    "cannot",
    "target",
    "decider",
    "decision_on",
    "feedback_on",
    "opens_on",
    "closes_on",
)


def words(visit: Visit) -> Answer:
    """The question and all that is said with it."""
    row = led(visit)
    known = {name: str(getattr(row, name) or "") for name in TOLD}
    known |= {"level": row.level.value, "background": row.background_source}
    return _page(visit, row, "words", known, {"levels": [level.value for level in Level]})


def save_words(visit: Visit) -> Answer:
    form: ChangedForm = visit.form
    held = _taken(visit)
    keeping.edit(visit.session, held, form.words, by=leader(visit))
    return Go(home(held.dialogue))


def leaders(visit: Visit) -> Answer:
    """Who answers for it, with how everyone reaches them."""
    row = led(visit)
    found = finding.leaders_of(visit.session, row.id)
    names = ("id", "name", "title", "phone", "email")
    known = _rows("leader", names, [one._asdict() for one in found])
    return _page(visit, row, "leaders", known, {"rows": _room(visit, "leader-name", len(found))})


def save_leaders(visit: Visit) -> Answer:
    form: LeadersForm = visit.form
    held = _taken(visit)
    leading.name_leaders(visit.session, held, form.led, by=leader(visit))
    return Go(home(held.dialogue))


def parts(visit: Visit) -> Answer:
    """The parts of a large one, each with its leader."""
    row = led(visit)
    found = finding.parts_of(visit.session, row.id)
    shares = [{"id": one.id, "title": one.title, "leader": one.leader_id} for one in found]
    return _page(
        visit,
        row,
        "parts",
        _rows("part", ("id", "title", "leader"), shares),
        {
            "rows": _room(visit, "part-title", len(found)),
            "leaders": [(one.id, one.name) for one in finding.leaders_of(visit.session, row.id)],
        },
    )


def save_parts(visit: Visit) -> Answer:
    form: PartsForm = visit.form
    held = _taken(visit)
    leading.name_parts(visit.session, held, form.shares, by=leader(visit))
    return Go(home(held.dialogue))


def units(visit: Visit) -> Answer:
    """Which units take part besides the one whose it is."""
    row = led(visit)
    known = {f"unit{one.id}": "yes" for one in finding.units_of(visit.session, row.id)}
    others = [
        (one.id, named(one, visit.language))
        for one in town.units(visit.session)
        if one.id != row.unit_id
    ]
    return _page(visit, row, "units", known, {"units": others})


def save_units(visit: Visit) -> Answer:
    form: UnitsForm = visit.form
    held = _taken(visit)
    known = {one.id for one in town.units(visit.session)}
    ticked = [one for one in form.ids if one in known]
    leading.name_units(visit.session, held, ticked, by=leader(visit))
    return Go(home(held.dialogue))


PAGES: tuple[tuple[str, Callable[[Visit], Answer], Callable[[Visit], Answer], Any], ...] = (
    ("words", words, save_words, ChangedForm),
    ("leaders", leaders, save_leaders, LeadersForm),
    ("parts", parts, save_parts, PartsForm),
    ("units", units, save_units, UnitsForm),
)
"""The last part of each address, what shows it, what saves it, and its form."""


def _taken(visit: Visit) -> Held:
    """The dialogue, locked, as the form knew it; Stale when somebody was faster."""
    version = int(visit.form.version)
    return keeping.take_for(visit.session, visit.params["slug"], visit.viewer, version=version)


def _page(
    visit: Visit, row: Row[Any], name: str, known: Mapping[str, str], more: Mapping[str, Any]
) -> Answer:
    return Shown(
        f"casework/dialogues/{name}.html",
        {
            "dialogue": told(visit, row),
            "values": visit.values or known,
            "errors": visit.errors,
            **more,
        },
    )


def _rows(prefix: str, names: tuple[str, ...], rows: list[Any]) -> dict[str, str]:
    return {
        f"{prefix}{number}-{name}": str(row[name] or "")
        for number, row in enumerate(rows, start=1)
        for name in names
    }


def _room(visit: Visit, field: str, known: int) -> list[int]:
    """The numbers of the rows that are shown: those with something in them, and some empty ones."""
    prefix, _, name = field.partition("-")
    typed = [number for number in ROWS if visit.values.get(f"{prefix}{number}-{name}")]
    return list(ROWS)[: max(known, *typed, 0) + EMPTY]
