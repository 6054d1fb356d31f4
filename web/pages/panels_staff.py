"""Panels at work: begin one, invite to it, ask it about a dialogue, end it."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator

from models import address
from models.actor import Actor, Role
from models.dialogue import keeping as leading
from models.dialogue.beginning import may_begin
from models.errors import Invalid, NotFound
from models.panel import inviting, keeping, listing
from models.panel.row import Panel
from web import town
from web.answers import Answer, Go, Shown
from web.forms import Form, fail, words
from web.pages.naming import named, unit_of
from web.visit import Visit

HOME = "/casework/panels"
BLOCKS = {"members": "members", "dialogues": "dialogues"}
"""Which form of the page one that came back belongs to."""
_BETWEEN = re.compile(r"[\s,;]+")


def _number(value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and len(value) < 7):
        raise fail("number")
    return value


class Begun(Form):
    """A new panel."""

    name: Annotated[str, words(120, least=3)]
    purpose: Annotated[str, words(2000, least=10, lines=True)]
    often: Annotated[str, words(200, least=3)]
    unit: Annotated[str, words(60, least=1)]


class Named(Form):
    """Addresses, one a line."""

    addresses: Annotated[str, words(20_000, least=1, lines=True)]


class Asked(Form):
    """A dialogue, and of how many who are drawn; everybody where that is left out."""

    dialogue: Annotated[str, words(60, least=1)]
    size: Annotated[str, words(6), AfterValidator(_number)] = ""


def index(visit: Visit) -> Answer:
    """The panels of the units she works for, and a form for a new one."""
    units = _units(visit)
    return Shown(
        "casework/panels/list.html",
        {
            "panels": [
                {**row._asdict(), "unit": unit_of(row, visit.language)}
                for row in listing.every(visit.session, [one.id for one in units])
            ],
            "units": [(one.slug, named(one, visit.language)) for one in units],
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Begin one."""
    form: Begun = visit.form
    unit = next((one for one in _units(visit) if one.slug == form.unit), None)
    if unit is None:
        raise Invalid("unit", "unknown")
    made = keeping.begin(
        visit.session,
        name=form.name,
        purpose=form.purpose,
        often=form.often,
        unit_id=unit.id,
        by=_official(visit),
    )
    return Go(f"{HOME}/{made.id}")


def show(visit: Visit) -> Answer:
    """One panel: how many are in it, what it was asked, and the forms."""
    panel = listing.one(visit.session, visit.number("id"))
    if not may_begin(visit.viewer, panel.unit_id):
        raise NotFound
    came_back = visit.errors or visit.problem
    return Shown(
        "casework/panels/show.html",
        {
            "panel": {**panel._asdict(), "unit": unit_of(panel, visit.language)},
            "dialogues": listing.dialogues_of(visit.session, panel.id, public=False),
            "samples": listing.samples(visit.session, panel.id),
            "coming": listing.could_ask(visit.session, panel.unit_id),
            "sent": visit.query.get("sent", ""),
            "form": BLOCKS.get(visit.path.rpartition("/")[2], "") if came_back else "",
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def invite(visit: Visit) -> Answer:
    """Write to all these addresses. One that is wrong stops them all, and is named."""
    form: Named = visit.form
    panel = _taken(visit)
    given = [one for one in _BETWEEN.split(form.addresses) if one]
    if len(given) > inviting.AT_ONCE:
        raise Invalid("addresses", "too_many", most=inviting.AT_ONCE)
    sent = inviting.invite(
        visit.session,
        panel,
        [_canonical(one) for one in given],
        by=_official(visit),
        language=visit.language,
    )
    return Go(f"{HOME}/{panel.id}?sent={sent}")


def ask(visit: Visit) -> Answer:
    """Let a dialogue be for this panel, or for some who are drawn."""
    form: Asked = visit.form
    panel = _taken(visit)
    held = leading.take_for(visit.session, form.dialogue, visit.viewer)
    size = int(form.size) if form.size else None
    keeping.ask(visit.session, panel, held, size=size, by=_official(visit))
    return Go(f"{HOME}/{panel.id}")


def end(visit: Visit) -> Answer:
    """It is asked nothing more."""
    panel = _taken(visit)
    keeping.end(visit.session, panel)
    return Go(f"{HOME}/{panel.id}")


def _official(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def _units(visit: Visit) -> list[Any]:
    return [one for one in town.units(visit.session) if may_begin(visit.viewer, one.id)]


def _taken(visit: Visit) -> Panel:
    return keeping.take_for(visit.session, visit.number("id"), visit.viewer)


def _canonical(given: str) -> str:
    try:
        return address.email(given)
    except Invalid as error:
        raise Invalid("addresses", "bad", which=given[:100]) from error
