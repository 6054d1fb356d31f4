"""Rows of the settings that have a name: the list, the page of one, a new one, its going."""

from typing import Any

from models import profile, reconfiguring, slugs
from models.board import boards
from models.configuration import parts
from models.configuration.changing import Edit
from models.database import table_of
from models.errors import NotFound
from models.organisation import Category, Unit
from models.units.area import area_table
from web.answers import Answer, Go, Shown
from web.configuration import doing
from web.configuration.choosing import choices
from web.configuration.fields import Field, Sort
from web.configuration.rooms import Part
from web.configuration.table import PARTS
from web.pages import settings_lead
from web.pages.setting_pages import AGAIN, known, previewed, theirs
from web.visit import Visit

NEW = "new"
GONE = "remove"
"""The field of a form that takes its row away."""
_TABLES: dict[str, Any] = {
    "units": table_of(Unit),
    "subjects": table_of(Category),
    "boards": boards,
    "areas": area_table,
}


def index(visit: Visit, part: Part) -> Answer:
    """Every row, in its order."""
    data = parts.plain(reconfiguring.present(visit.session))
    rows = part.names(data, visit.language)
    return Shown(
        "admin/setting_list.html", {"room": part.code, "rows": rows, "grows": not part.fixed}
    )


def show(visit: Visit) -> Answer:
    """One row as it is, or as it was typed; or the form for a new one."""
    part, key = _part(visit), visit.params["key"]
    data = parts.plain(reconfiguring.present(visit.session))
    names = dict(part.names(data, visit.language))
    found = part.found(data, key)
    if found is None and part.fixed:
        raise NotFound(key)
    place = _place(len(names) + (key == NEW))
    now = part.shown(data, found or _PRESETS)
    if not part.fixed:
        now |= place.shown([*names, NEW].index(key if found else NEW) + 1)
    is_typed = not {GONE, settings_lead.FIELD} & visit.values.keys()
    values = visit.values if visit.values and is_typed else now
    return Shown(
        "admin/setting_row.html",
        {
            "room": part.code,
            "key": key,
            "name": names.get(key, ""),
            "is_centre": bool(found and found.get("service_centre")),
            "fields": part.fields if part.fixed else [*part.fields, place],
            "rows": [(rows, rows.numbers(values)) for rows in part.rows],
            "lead": settings_lead.told(visit, key) if part.code == "units" else None,
            "usual": part.usual(key),
            "stays": part.fixed or bool(found and found.get("service_centre")),
            "choices": choices(data, visit.language),
            "values": {**values, "known": profile.version(visit.session)},
            "theirs": theirs(visit, now) if is_typed else [],
            "errors": visit.errors,
        },
    )


_PRESETS = {"place": True, "pillar": "service", "sort": "unit"}
"""What a new row begins with."""


def preview(visit: Visit) -> Answer:
    """What would follow, before anything is done."""
    if AGAIN in visit.values:
        return show(visit)
    part = _part(visit)
    return previewed(visit, doing.proposed(visit, _edit(visit, part)[0], part.field_of))


def make(visit: Visit) -> Answer:
    """Do it."""
    part = _part(visit)
    edit, key = _edit(visit, part)
    number = doing.made(
        visit,
        edit,
        part.field_of,
        room=part.code,
        known=known(visit),
        within=[(*part.path, key)],
    )
    return Go(f"/admin/changes/{number}")


def _edit(visit: Visit, part: Part) -> tuple[Edit, str]:
    """What was typed, as an edit, and the key of its row."""
    key = visit.params["key"]
    data = parts.plain(reconfiguring.present(visit.session))
    rows = part.names(data, visit.language)
    if key == NEW and not part.fixed:
        name = visit.values.get("name_sv", "")
        key = slugs.slug_of(
            visit.session, _TABLES[part.code].c.slug, name, or_else=part.code.removesuffix("s")
        )
        return part.edit(key, visit.values, _place(len(rows) + 1)), key
    found = part.found(data, key)
    if found is None:
        raise NotFound(key)
    if GONE in visit.values and not part.fixed:
        return part.removal(key), key
    values = dict(visit.values)
    if found.get("service_centre"):
        # The one that gets what has no owner stays what it is: another is made it by itself.
        values["sort"] = found["sort"]
    return part.edit(key, values, _place(len(rows))), key


def _place(last: int) -> Field:
    """Which place a row has among the others."""
    return Field(("at",), Sort.NUMBER, least=1, most=last)


def _part(visit: Visit) -> Part:
    part = PARTS.get(visit.params["room"])
    if part is None:
        raise NotFound(visit.params["room"])
    return part
