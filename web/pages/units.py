"""Who does what: the subjects and the units of the town, and what each unit promises."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from models import passing_on, routing
from models.calendar import now, start_of, today
from models.errors import NotFound
from models.hours import runs
from models.keeping import DAYS
from models.opening import Opening, of
from models.organisation import Pillar
from models.units import area, described, facts, leading, tree
from web import town
from web.answers import Answer, Shown
from web.pages import promises
from web.pages.naming import named
from web.visit import Visit

LASTING = 10.0
LOOKED_AHEAD = 60
"""Days of which it is said how they differ from others."""


def index(visit: Visit) -> Answer:
    """Every subject with the unit that has it, and every unit where it belongs."""
    rows = [row for row in town.units(visit.session) if row.retired_at is None]
    links = {row.id: _link(visit, row) for row in rows}
    return Shown(
        "units/list.html",
        {
            "pillars": _pillars(visit, links, town.categories(visit.session)),
            "departments": [
                {**links[row.id], "units": _below(rows, row.id, links)}
                for row in rows
                if row.parent_id not in links
            ],
        },
        lasting=LASTING,
    )


def show(visit: Visit) -> Answer:
    """One unit: what it does, how to reach it, when it is open, how it keeps what is promised."""
    rows = {row.slug: row for row in town.units(visit.session)}
    row = rows.get(visit.params["slug"])
    if row is None:
        raise NotFound(visit.params["slug"])
    by_id = {one.id: one for one in rows.values()}
    links = {one.id: _link(visit, one) for one in rows.values()}
    own = [one for one in town.categories(visit.session) if one.unit_id == row.id]
    gone = row.retired_at is not None
    kept = facts.kept(visit.session, row.id)
    return Shown(
        "units/show.html",
        {
            "unit": _card(visit, row),
            "above": [links[one] for one in reversed(tree.above(list(by_id.values()), row.id))],
            "below": _below([one for one in by_id.values() if not one.retired_at], row.id, links),
            "heir": links.get(row.successor_id) if gone else None,
            "pillars": [] if gone else _pillars(visit, links, own),
            "routes": [] if gone else _routes(visit, row.id),
            "lines": [] if gone else _lines(visit, {one.id for one in own}),
            "opening": None if gone else _opening(visit, row),
            "whole": kept if kept.total else None,
            "days": DAYS,
            "waiting": facts.waiting(visit.session, row.id),
            "passed": _passed(visit, row.id),
        },
        lasting=LASTING,
    )


def _passed(visit: Visit, unit_id: int) -> dict[str, int]:
    """How many times it passed cases on, and got such that others passed on, in the last days."""
    since = start_of(today() - timedelta(days=DAYS))
    found = passing_on.between(visit.session, since, now())
    return {"given": found.given[unit_id], "received": found.received[unit_id]}


def _link(visit: Visit, row: Any) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": named(row, visit.language),
        "phone": row.phone,
        "run_by": row.run_by,
    }


def _below(
    rows: Sequence[Any], unit_id: int, links: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """What is part of a unit, each with the depth at which it is."""
    found: list[dict[str, Any]] = []
    for row in rows:
        above = tree.above(rows, row.id)
        if unit_id in above:
            found.append({**links[row.id], "depth": above.index(unit_id)})
    return found


def _pillars(
    visit: Visit, links: Mapping[int, dict[str, Any]], subjects: Sequence[Any]
) -> list[dict[str, Any]]:
    """The subjects under their pillars, each with the unit that has it or who else does."""
    told: dict[Pillar, list[dict[str, Any]]] = {pillar: [] for pillar in Pillar}
    for row in subjects:
        told[row.pillar].append(
            {
                "slug": row.slug,
                "name": named(row, visit.language),
                "hint": row.hint_sv if visit.language == "sv" else row.hint_en,
                "owner": row.owner_sv if visit.language == "sv" else row.owner_en,
                "unit": links.get(row.unit_id),
            }
        )
    return [{"code": code.value, "subjects": rows} for code, rows in told.items() if rows]


def _card(visit: Visit, row: Any) -> dict[str, Any]:
    return {
        **_link(visit, row),
        "sort": row.sort.value,
        "about": row.about_sv if visit.language == "sv" else row.about_en,
        "email": row.email,
        "address": row.address,
        "lead": leading.named(visit.session, row.id, row.lead_id),
        "from": row.valid_from if row.valid_from and row.valid_from > today() else None,
        "until": row.valid_until,
        "gone": row.retired_at is not None,
    }


def _routes(visit: Visit, unit_id: int) -> list[dict[str, Any]]:
    """What else comes to the unit: a subject, an area, a kind, each '' for all of them."""
    subjects = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    areas = {row.id: named(row, visit.language) for row in area.areas(visit.session)}
    return [
        {
            "subject": subjects.get(row.category_id, ""),
            "area": areas.get(row.area_id, ""),
            "kind": row.kind.value if row.kind else "",
        }
        for row in routing.lines(visit.session)
        if row.unit_id == unit_id
    ]


def _lines(visit: Visit, subjects: set[int]) -> list[dict[str, Any]]:
    """The public promises that reach what the unit has, in the order in which they are tried."""
    names = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    return [
        promises.line(row, names.get(row.category_id, ""))
        for row in promises.told(visit)
        if row.category_id is None or row.category_id in subjects
    ]


def _opening(visit: Visit, row: Any) -> dict[str, Any]:
    """Its hours today and in an ordinary week, and the days to come that differ."""
    rules = described.rules_of(row) or visit.site.calendar
    opening: Opening = of(rules, visit.site.zone)
    day = today()
    changes = (opening.change_on(day + timedelta(days=n)) for n in range(LOOKED_AHEAD))
    return {
        "week": runs(rules),
        "today": opening.hours_on(day),
        "changes": [change for change in changes if change is not None],
    }
