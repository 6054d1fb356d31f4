"""Reorganisations: what is planned, what would follow, and taking back what was done."""

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator

from models.actor import Role
from models.calendar import today
from models.errors import Invalid
from models.units import planning, taking_back
from models.units.planning import Wanted
from models.units.reorganisation import Change
from web import town
from web.answers import Answer, Go, Shown
from web.forms import Form, checked, choice, fail, words
from web.pages.naming import named
from web.pages.numbers import Number
from web.visit import Visit

HERE = "/admin/reorganisations"


def _number(value: str, _info: object) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise Invalid("", "unknown")
    return value


def _day(value: str) -> str:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        raise fail("bad") from None
    return value


class Plan(Form):
    """What somebody wants to become of which unit, from which day."""

    unit: Annotated[str, words(18, least=1), AfterValidator(checked(_number))]
    what: Annotated[Change, choice(Change)]
    to: Annotated[str, words(18), AfterValidator(checked(_number))] = ""
    name_sv: Annotated[str, words(120)] = ""
    name_en: Annotated[str, words(120)] = ""
    day: Annotated[str, words(10, least=1), AfterValidator(_day)]

    @property
    def wanted(self) -> Wanted:
        renames = self.what is Change.RENAMED
        return Wanted(
            what=self.what,
            unit_id=int(self.unit),
            day=dt.date.fromisoformat(self.day),
            to_id=int(self.to) if self.to and not renames else None,
            name_sv=self.name_sv if renames else "",
            name_en=self.name_en if renames else "",
        )


class Version(Form):
    """Which state of it its reader has seen."""

    version: Number


def index(visit: Visit) -> Answer:
    """Those that were planned, and a form for another."""
    return Shown(
        "admin/reorganisations.html",
        {
            "rows": [_told(visit, row) for row in planning.listed(visit.session)],
            "most": planning.SHOWN,
            "whats": [what.value for what in Change],
            "units": _units(visit),
            "values": {"day": today().isoformat(), **visit.values},
            "errors": visit.errors,
        },
    )


def preview(visit: Visit) -> Answer:
    """What would follow if it were today, before anything is decided."""
    wanted: Wanted = visit.form.wanted
    planning.check(visit.session, wanted)
    names = dict(_units(visit))
    told = planning.consequences(visit.session, wanted)
    return Shown(
        "admin/reorganisation.html",
        {
            "what": wanted.what.value,
            "unit": names.get(wanted.unit_id, ""),
            "to": names.get(wanted.to_id or 0, "")
            or (wanted.name_sv if visit.language == "sv" else wanted.name_en),
            "day": wanted.day,
            "now": wanted.day == today(),
            "told": told,
            "parts": [(code, n) for code, n in told.parts.items() if n],
            "kept": [(name, visit.values.get(name, "")) for name in Plan.model_fields],
        },
    )


def create(visit: Visit) -> Answer:
    """Let it become so on its day."""
    planning.plan(visit.session, visit.form.wanted, by=visit.acting(Role.ADMINISTRATOR))
    return Go(HERE)


def undo(visit: Visit) -> Answer:
    """Call it off, or take it back."""
    taking_back.take_back(
        visit.session,
        visit.number("id"),
        by=visit.acting(Role.ADMINISTRATOR),
        version=int(visit.form.version),
    )
    return Go(HERE)


def _units(visit: Visit) -> list[tuple[int, str]]:
    rows = town.units(visit.session)
    return [(row.id, named(row, visit.language)) for row in rows if row.retired_at is None]


def _told(visit: Visit, row: Any) -> dict[str, Any]:
    swedish = visit.language == "sv"
    renamed = row.name_sv if swedish else row.name_en
    return {
        "id": row.id,
        "what": row.what.value,
        "state": row.state.value,
        "unit": row.unit_sv if swedish else row.unit_en,
        "to": (row.to_sv if swedish else row.to_en) or renamed,
        "day": row.day,
        "by": row.by or "",
        "moved": row.moved,
        "version": row.version,
        "undoable": planning.may_be_taken_back(row),
    }
