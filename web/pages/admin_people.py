"""People: who works where, and anybody who is looked for."""

from typing import Any

from models import personnel
from web.answers import Answer, Seen, Shown, What
from web.visit import Visit

LONGEST = 100


def index(visit: Visit) -> Answer:
    """Who works here by unit; or the people that a name or an address finds."""
    asked = " ".join(visit.query.get("q", "").split())[:LONGEST]
    hits = personnel.find(visit.session, asked) if asked else None
    return Shown(
        "admin/people.html",
        {
            "q": asked,
            "hits": None if hits is None else [told(visit, row) for row in hits],
            "most": personnel.FOUND,
            "units": [] if asked else _by_unit(visit),
        },
        # That somebody searched is written down, and not for whom.
        seen=Seen(What.PEOPLE) if asked else None,
    )


def _by_unit(visit: Visit) -> list[dict[str, Any]]:
    """Units in the town's order, before them those who work for all."""
    found: dict[int | None, dict[str, Any]] = {}
    for row in personnel.staff(visit.session):
        unit = found.setdefault(row.unit_id, {"name": unit_name(row, visit), "rows": []})
        unit["rows"].append(told(visit, row))
    return list(found.values())


def told(visit: Visit, row: Any) -> dict[str, Any]:
    """A row with the name that the reader may know: of whoever is protected only those who are
    trusted with that (spec L17).
    """
    return {**row._asdict(), "name": "" if hides(visit, row.protected) else row.name}


def hides(visit: Visit, protected: bool | None) -> bool:
    """Whether the reader must not learn who somebody is."""
    return bool(protected) and not any(post.trusted for post in visit.viewer.posts)


def unit_name(row: Any, visit: Visit) -> str:
    """The unit of a row in the reader's language; "" for all of them."""
    return (row.unit_en if visit.language == "en" else row.unit_sv) or ""
